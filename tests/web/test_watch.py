"""The privacy officer's page: the figures of the school, the switch with its reason, and the technical sheet."""

import json

import pytest

from app.analysis import thresholds
from consent_store.operations import media, reviews
from consent_store.records.queries import school as questions
from consent_store.rules.entries import Say
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty
from tests.gallery import Gallery, found
from tests.web.browser import Browser, Web


@pytest.fixture
def watch(web: Web) -> Browser:
    browser = web.enter_as(Duty.PRIVACY)
    browser.post("/preferences", {"language": "en"})
    return browser


def test_what_people_said_of_proposals_is_counted_with_its_interval(web: Web, watch: Browser) -> None:
    assert "Nothing judged yet" in watch.get("/watch/").text
    with web.school() as school:
        gallery, pupil = Gallery.open(school), school.pupil()
        for said in (pupil, pupil, pupil, Answer.STRANGER):
            [face] = gallery.look(gallery.upload(), found(1, pupil))
            gallery.answer(face, said)
    page = watch.get("/watch/").text
    assert "<b>75%</b>" in page
    assert "30.1% and 95.4%" in page  # Wilson's interval of 3 in 4


def test_the_switch_wants_a_reason_and_keeps_it(web: Web, watch: Browser) -> None:
    watch.post("/watch/switch", {"on": "no", "why": " "})
    with web.services.db.reading() as session:
        assert questions.opened(session).recognition_on
    watch.post("/watch/switch", {"on": "no", "why": "Tried out first."})
    assert "Tried out first." in watch.get("/watch/").text
    watch.post("/watch/switch", {"on": "yes", "why": "Tried."})
    with web.services.db.reading() as session:
        assert questions.opened(session).recognition_on


def test_that_it_switched_itself_off_is_said_in_the_readers_language(web: Web) -> None:
    with web.school() as school:
        gallery, pupil = Gallery.open(school), school.pupil()
        for number in range(20):
            [face] = gallery.look(gallery.upload(), found(1, pupil))
            reviews.answer(
                school.session,
                face,
                *((Answer.STRANGER, None) if number < 3 else (Answer.PERSON, pupil)),
                actor=gallery.teacher,
                at=school.at,
            )
    dutch = web.enter_as(Duty.PRIVACY).get("/watch/", **{"Accept-Language": "nl"}).text
    assert "zichzelf uitgezet" in dutch


def test_who_contradict_each_other_stand_side_by_side(web: Web, watch: Browser) -> None:
    assert "Nobody contradicts another" in watch.get("/watch/").text
    with web.school() as school:
        child, mother = school.family()
        father = school.guardian(child)
        school.gives(mother, child)
        school.says(father, Say.NO, child)
    page = watch.get("/watch/").text
    assert "School website, photo" in page
    assert page.index("Chloë Nummer2") < page.index("Daan Nummer3")


def test_the_sheet_says_what_was_measured_and_nothing_else(web: Web, watch: Browser) -> None:
    assert "Nothing is recorded of this engine" in watch.get("/watch/sheet").text
    describer = next(iter(json.loads(thresholds.RECORD.read_text())))
    kept = thresholds.thresholds_for(describer)
    with web.services.db.unit_of_work() as session:
        media.bring_into_force(session, f"finder-1+{describer}+{kept.fingerprint}", at=web.at)
    page = watch.get("/watch/sheet").text
    assert describer in page and "finder-1" in page
    assert str(kept.found["data"]).split(":")[0] in page
    assert f"<dd>{kept.sure}</dd>" in page
