"""`flask gate ask`."""

import json

from consent_store.rules.sightings import Answer
from tests.commands.conftest import Registry
from tests.gallery import Gallery


def test_a_program_reads_every_reason_and_the_code(registry: Registry) -> None:
    with registry.school() as school:
        child, parent = school.family()
        school.gives(parent, child)
        gallery = Gallery.open(school)
        item, _ = gallery.photo_of(child, Answer.UNRECOGNISABLE)
        other, _ = gallery.photo(0)
    cleared = json.loads(registry.run("gate", "ask", item, "--purpose", "website", "--json").stdout)
    assert (cleared["verdict"], cleared["reasons"], cleared["item"]) == ("cleared", [], item)
    masked = json.loads(registry.run("gate", "ask", item, "--purpose", "social_media", "--json").stdout)
    assert (masked["verdict"], len(masked["masks"])) == ("masked", 1)
    assert {(reason["code"], reason["person"], reason["state"]) for reason in masked["reasons"]} == {("no_consent", child, "never_asked")}
    held = json.loads(registry.run("gate", "ask", other, "--purpose", "newsletter", "--json", code=3).stdout)
    assert (held["verdict"], {reason["code"] for reason in held["reasons"]}) == ("held", {"not_attested"})


def test_it_speaks_to_people_too(registry: Registry) -> None:
    with registry.school() as school:
        item = Gallery.open(school).upload()
    words = registry.run("gate", "ask", item, "--purpose", "website", code=3).stdout
    assert words.startswith("held for website\n  rule ") and "not_analysed" in words


def test_what_is_not_there_is_an_error_and_no_verdict(registry: Registry) -> None:
    with registry.school() as school:
        item = Gallery.open(school).upload()
    for asked in (("nothing", "website"), (item, "billboard")):
        result = registry.run("gate", "ask", asked[0], "--purpose", asked[1], "--json", code=1)
        assert result.stdout == "" and "does not exist" in result.stderr
