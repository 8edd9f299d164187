"""Events: made, listed, and seen to fill."""

import pytest

from consent_store.ids import EventId
from consent_store.operations import media as operations
from consent_store.records.queries import media
from consent_store.rules.releases import Use
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import Browser, Web


@pytest.fixture
def teacher(web: Web) -> Browser:
    return in_english(web.enter_as(Duty.TEACHER))


def in_english(browser: Browser) -> Browser:
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def test_an_empty_registry_says_what_to_do_first(teacher: Browser) -> None:
    assert "/events/new" in teacher.get("/events/").text


def test_an_event_is_made_and_opens_where_pictures_are_dropped(web: Web, teacher: Browser) -> None:
    with web.school() as school:
        group = school.group("2A")
    answer = teacher.post("/events/new", {"title": "Autumn run", "on": "2026-11-13", "groups": [group], "recognition_off": "yes"})
    assert answer.status_code == 303
    page = teacher.get(answer.location)
    assert "Autumn run" in page.text and "2A" in page.text and "data-drop" in page.text
    with web.services.db.reading() as session:
        (event,) = media.events(session)
    assert (event.title, event.groups, event.recognition_off) == ("Autumn run", (group,), True)


@pytest.mark.parametrize(("field", "text"), [("title", " "), ("title", "x" * 201), ("on", "yesterday"), ("on", ""), ("groups", "none")])
def test_a_wrong_field_is_told_and_keeps_what_was_filled_in(web: Web, teacher: Browser, field: str, text: str) -> None:
    form = {"title": "Autumn run", "on": "2026-11-13"} | {field: text}
    answer = teacher.post("/events/new", form)
    assert answer.status_code == 422
    assert form["title"][:20] in answer.text
    with web.services.db.reading() as session:
        assert media.events(session) == []


def filled(web: Web) -> EventId:
    """An event with a picture in every state: not looked at, to answer, to attest, reviewed, refused."""
    with web.school() as school:
        gallery = Gallery.open(school)
        gallery.upload()
        operations.refuse(school.session, gallery.upload(), "truncated", at=web.at)
        gallery.photo(2)
        gallery.answer(gallery.photo(1)[1][0], school.pupil())
        item, _ = gallery.photo_of(school.pupil())
        gallery.file(item, Use.THUMB)
        return gallery.event


def test_an_event_tells_how_far_it_is_and_which_files_could_not_be_read(web: Web, teacher: Browser) -> None:
    event = filled(web)
    page = teacher.get(f"/events/{event}").text
    for words in (
        "3 of 4 pictures looked at",
        "4 received",
        "2 answers to give",
        "1 attested",
        "IMG_1.jpg",
        "its end is missing",
        "Being looked at",
    ):
        assert words in page, words
    assert 'hx-trigger="every 2s' in page
    assert "2 answers to give" in teacher.get("/events/").text


def test_asking_again_says_when_there_is_something_new_to_see(web: Web, teacher: Browser) -> None:
    event = filled(web)
    assert "HX-Trigger" not in teacher.get(f"/events/{event}/arrived?seen=4-3-0").headers
    assert teacher.get(f"/events/{event}/arrived?seen=4-2-0").headers["HX-Trigger"] == "arrived"
    assert 'data-window="1"' in teacher.get(f"/events/{event}/pictures").text
    assert "To answer" in teacher.get(f"/events/{event}/choices").text


def test_asking_ends_when_everything_was_looked_at(web: Web, teacher: Browser) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        gallery.photo(1)
    assert "every 2s" not in teacher.get(f"/events/{gallery.event}/arrived").text


def test_what_could_not_be_looked_at_is_looked_at_again(web: Web, teacher: Browser) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        item = gallery.upload()
        operations.record_failure(school.session, item, "damaged", at=web.at)
    page = teacher.get(f"/events/{gallery.event}").text
    assert "1 picture could not be looked at" in page
    assert teacher.post(f"/events/{gallery.event}/again").status_code == 303
    assert [task.args for task in web.queue.huey.pending() if task.name == "analyse"] == [(item,)]
    assert "could not be looked at" not in teacher.get(f"/events/{gallery.event}").text


def test_three_hundred_pictures_come_in_screens(web: Web, teacher: Browser) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        for _ in range(130):
            gallery.upload()
    first, last = (teacher.get(f"/events/{gallery.event}?page={page}").text for page in (1, 99))
    assert first.count('class="tile"') == 20 and last.count('class="tile"') == 10
    assert "Screen 7 of 7" in last


def test_what_only_its_uploader_attested_waits_for_a_colleague(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        item, (sighting,) = gallery.photo(1)
        gallery.answer(sighting, school.pupil())
        gallery.attest(item, by=gallery.teacher)
    colleague, uploader = web.enter(gallery.colleague), in_english(web.enter(gallery.teacher))
    assert f"/events/{gallery.event}/second" in colleague.get("/events/second").text
    assert f"/events/items/{item}" in colleague.get(f"/events/{gallery.event}/second").text
    assert "/events/second" in colleague.get("/events/").text
    assert f"/events/{gallery.event}/second" not in uploader.get("/events/second").text
    assert "A colleague too." in uploader.get(f"/events/items/{item}").text
