"""`flask person`."""

import json

import pytest

from consent_store.records.queries import people
from consent_store.records.queries import school as school_of
from tests.commands.conftest import BY, Registry

LOTTE = ("--role", "pupil", "--given-name", "Lotte", "--family-name", "de Vries")


def test_somebody_enters_the_register(registry: Registry) -> None:
    with registry.school() as school:
        group = school.group("2A")
    person = registry.run("person", "add", *LOTTE, "--born", "2014-05-04", "--group", "2A", *BY).stdout.strip()
    with registry.built.services.db.reading() as session:
        kept = people.person(session, person)  # type: ignore[arg-type]
        assert [each.id for each in people.people_in(session, [group])] == [person]
    assert (kept.name, str(kept.born)) == ("Lotte de Vries", "2014-05-04")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((*LOTTE, "--group", "2A", "--group", "3B", *BY), "There is no group called 2A or 3B."),
        ((*LOTTE, "--by", "nobody@school.test"), "No member of staff has this e-mail address."),
        ((*LOTTE, "--email", "no address", *BY), "e-mail"),
    ],
)
def test_what_cannot_be_entered_is_said_in_a_sentence_and_changes_nothing(
    registry: Registry, arguments: tuple[str, ...], sentence: str
) -> None:
    result = registry.run("person", "add", *arguments, code=1)
    assert sentence in result.stderr and result.stdout == ""
    assert json.loads(registry.run("person", "list", "Lotte", "--json").stdout) == []


def test_a_guardian_speaks_from_now_on(registry: Registry) -> None:
    with registry.school() as school:
        child, parent = school.pupil(), school.guardian()
    registry.run("person", "guardian", parent, child, "--authority", *BY)
    with registry.built.services.db.reading() as session:
        today = school_of.policy(session).day(registry.built.services.clock())
        assert [each.id for each in people.children_of(session, parent, today)] == [child]
    assert "not" in registry.run("person", "guardian", parent, "nobody", "--authority", *BY, code=1).stderr


def test_the_list_is_for_people_and_for_programs(registry: Registry) -> None:
    child, _ = registry.family()
    rows = json.loads(registry.run("person", "list", "--json").stdout)
    assert {row["id"]: row["role"] for row in rows}[child] == "pupil"
    assert child in registry.run("person", "list").stdout
