"""Attesting many at once: what is shown before it, what is left out, and whose turn the second pair of eyes is."""

import re

import pytest

from consent_store.ids import ItemId, PersonId
from consent_store.records.queries import attesting as questions
from consent_store.records.queries import media
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import Browser, Web


class Evening:
    """Three photos: Anna with a stranger, a boy with nobody recognisable, and one with a face to answer."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.gallery = gallery = Gallery.open(school)
            self.anna = school.pupil()
            self.pair = self.photo(self.anna, Answer.STRANGER)
            self.crowd = self.photo(Answer.UNRECOGNISABLE, Answer.NOBODY)
            self.open, _ = gallery.photo(1)
        self.path = f"/events/{self.gallery.event}/attest"

    def photo(self, *who: PersonId | Answer) -> ItemId:
        item, faces = self.gallery.photo(len(who))
        for face, answer in zip(faces, who, strict=True):
            self.gallery.answer(face, answer)
        return item

    def enter(self, person: PersonId) -> Browser:
        browser = self.web.enter(person)
        browser.client.set_cookie("language", "en", domain="localhost")
        return browser

    def form(self, page: str, *items: ItemId) -> dict[str, object]:
        """The form as it came, with these ticked."""
        seen = dict(re.findall(r'name="(seen-[a-z0-9]+)" value="(\d+)"', page))
        return {"picture": list(items), **seen}

    def attested(self, *items: ItemId) -> list[bool]:
        with self.web.services.db.reading() as session:
            return [media.item(session, item).attested for item in items]


@pytest.fixture
def evening(web: Web) -> Evening:
    return Evening(web)


def test_the_sheet_shows_who_would_be_listed_and_only_what_is_wholly_answered(evening: Evening) -> None:
    page = evening.enter(evening.gallery.colleague).get(evening.path).text
    assert "2 pictures wait" in page and "1 stranger" in page and "1 not recognisable" in page
    with evening.web.services.db.reading() as session:
        assert [roll.people for roll in questions.rolls(session, [evening.pair])] == [[evening.anna]]
    assert evening.open not in page
    assert re.findall(r'name="picture" value="(\w+)" data-count="(\d)"', page) == [(evening.pair, "2"), (evening.crowd, "1")]
    assert "checked" not in page


def test_what_is_ticked_is_attested_and_what_changed_meanwhile_is_left_out(evening: Evening) -> None:
    browser = evening.enter(evening.gallery.colleague)
    page = browser.get(evening.path).text
    with evening.web.school() as school:
        evening.gallery.school = school
        evening.gallery.answer(media.sightings_of(school.session, evening.crowd)[0].sighting.id, Answer.STRANGER)
    answer = browser.post(evening.path, evening.form(page, evening.pair, evening.crowd))
    assert answer.status_code == 303
    told = browser.get(answer.location).text
    assert "Attested. Pictures: 1. People listed: 2." in told and "1 picture changed while you were looking." in told
    assert evening.attested(evening.pair, evening.crowd) == [True, False]


def test_nothing_ticked_or_a_picture_of_another_event_attests_nothing(evening: Evening) -> None:
    browser = evening.enter(evening.gallery.colleague)
    page = browser.get(evening.path).text
    assert browser.post(evening.path, evening.form(page)).status_code == 422
    with evening.web.school() as school:
        other = Gallery.open(school).event
    assert browser.post(f"/events/{other}/attest", evening.form(page, evening.pair)).status_code == 404
    assert browser.post(evening.path, evening.form(page, evening.pair, ItemId("ghost"))).status_code == 404
    assert evening.attested(evening.pair) == [False]


def test_a_tick_without_what_was_seen_attests_nothing(evening: Evening) -> None:
    browser = evening.enter(evening.gallery.colleague)
    browser.get(evening.path)
    browser.post(evening.path, {"picture": [evening.pair]})
    assert evening.attested(evening.pair) == [False]


def test_the_second_pair_of_eyes_sees_who_said_so_and_agrees_to_many_at_once(evening: Evening) -> None:
    uploader, colleague = evening.enter(evening.gallery.teacher), evening.enter(evening.gallery.colleague)
    uploader.post(evening.path, evening.form(uploader.get(evening.path).text, evening.pair, evening.crowd))
    second = f"/events/{evening.gallery.event}/second"
    assert "2 pictures wait for a second pair of eyes" in colleague.get("/events/").text
    assert second in colleague.get("/events/second").text
    assert second not in uploader.get("/events/second").text
    page = colleague.get(second).text
    assert "Why am I asked?" in page
    assert page.count("Attested by") == page.count("Answered by") == 2
    answer = colleague.post(evening.path, {"second": "yes", **evening.form(page, evening.pair, evening.crowd)})
    assert answer.location.endswith(second)
    assert "Nothing waits here" in colleague.get(second).text
    with evening.web.services.db.reading() as session:
        assert [roll.attested_by for roll in questions.rolls(session, [evening.pair])] == [
            {evening.gallery.teacher, evening.gallery.colleague}
        ]


def test_more_than_a_sheet_goes_on_where_it_stopped(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        for _ in range(31):
            gallery.photo(0)
    browser = web.enter_as(Duty.TEACHER)
    page = browser.get(f"/events/{gallery.event}/attest").text
    assert page.count('name="picture"') == 30
    assert "after=30" in page
    assert browser.get(f"/events/{gallery.event}/attest?after=30").text.count('name="picture"') == 1
