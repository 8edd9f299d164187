"""Setting aside and choosing the best, in the browser: one press, said before where something is out, and taken back with one more."""

import re

import pytest

from consent_store.ids import ItemId
from consent_store.operations import likeness
from consent_store.records.queries import asides, media
from consent_store.records.queries import releases as releases_queries
from consent_store.rules.likeness import Link
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.web.browser import Browser, Web


class Burst:
    """Four photos of one moment, and one of another, seen by the teacher."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.gallery = Gallery.open(school)
            self.items = [self.gallery.photo()[0] for _ in range(4)]
            self.other = self.gallery.photo_of(Answer.UNRECOGNISABLE)[0]
            for item in self.items:
                self.gallery.file(item, Use.PREVIEW)
            links = [Link(one, other, 9) for one in self.items for other in self.items if one < other]
            likeness.keep_likened(school.session, self.gallery.event, dict.fromkeys(self.items, 2.0), links)
        self.path = f"/events/{self.gallery.event}/alike"
        self.browser: Browser = web.enter(self.gallery.teacher)
        self.browser.client.set_cookie("language", "en", domain="localhost")
        self.browser.get(self.path)

    def choose(self, keep: str, *also: ItemId, sure: bool = False, **headers: str) -> int:
        form = {"item": self.items, "keep": keep, "also": list(also)} | ({"sure": "yes"} if sure else {})
        self.answer = self.browser.post(self.path, form, **headers)
        return self.answer.status_code

    def aside(self) -> list[ItemId]:
        with self.web.services.db.reading() as session:
            return asides.aside_of(session, self.gallery.event)

    def release(self, item: ItemId) -> None:
        with self.web.school() as school:
            self.gallery.school = school
            [face] = media.sightings_of(school.session, item)
            self.gallery.answer(face.sighting.id, Answer.UNRECOGNISABLE)
            self.gallery.attest(item)
            self.gallery.release(item)

    def undo(self) -> int:
        page = self.browser.get(self.path).text
        [(action, fields)] = re.findall(r'class="toast".*?<form method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
        sent = {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', fields) if name != "csrf_token"}
        return self.browser.post(action, sent).status_code


@pytest.fixture
def burst(web: Web) -> Burst:
    return Burst(web)


def test_the_event_says_it_and_the_page_shows_it(burst: Burst) -> None:
    assert "4 pictures look almost the same: choose the best" in burst.browser.get(f"/events/{burst.gallery.event}").text
    page = burst.browser.get(burst.path).text
    assert "1 moment left" in page and page.count("data-closer") == 4 and "Suggested" in page


def test_one_press_keeps_one_and_one_more_takes_it_back(burst: Burst) -> None:
    assert burst.choose(burst.items[2]) == 303
    assert burst.aside() == [burst.items[0], burst.items[1], burst.items[3]]
    assert "No two look almost the same" in burst.browser.get(burst.path).text


def test_an_undone_choice_is_asked_again(burst: Burst) -> None:
    burst.choose(burst.items[0], burst.items[1])
    assert burst.aside() == burst.items[2:]
    assert burst.undo() == 303
    assert burst.aside() == [] and "1 moment left" in burst.browser.get(burst.path).text


def test_keeping_all_is_remembered(burst: Burst) -> None:
    assert burst.choose("all") == 303
    assert burst.aside() == []
    page = burst.browser.get(burst.path).text
    assert "You will not be asked about these again." in page and "No two look almost the same" in page


def test_htmx_gets_the_next_moment_and_the_way_back(burst: Burst) -> None:
    assert burst.choose(burst.items[0], **{"HX-Request": "true"}) == 200
    assert "<html" not in burst.answer.text and "3 pictures are set aside." in burst.answer.text
    assert "No two look almost the same" in burst.answer.text


@pytest.mark.parametrize("keep", ["", "somebody", "foreign"])
def test_what_is_not_on_the_page_cannot_be_kept(burst: Burst, keep: str) -> None:
    assert burst.choose(burst.other if keep == "foreign" else keep) == 422
    assert burst.aside() == []


def test_what_is_out_is_asked_about_first(burst: Burst) -> None:
    burst.release(burst.items[1])
    assert burst.choose(burst.items[0]) == 200
    assert "This picture is out" in burst.answer.text and burst.aside() == []
    assert burst.choose(burst.items[1]) == 303  # what is kept stays out
    assert burst.undo() == 303
    assert burst.choose(burst.items[0], **{"HX-Request": "true"}) == 200
    assert burst.answer.headers["HX-Refresh"] == "true" and burst.aside() == []
    assert burst.choose(burst.items[0], sure=True) == 303
    with burst.web.services.db.reading() as session:
        assert len(releases_queries.recalls_open(session)) == 1
    assert burst.aside() == burst.items[1:]


def test_a_picture_is_set_aside_from_its_review_and_taken_back(burst: Burst) -> None:
    item = burst.items[0]
    answer = burst.browser.post(f"/events/items/{item}/aside", {"why": "person"})
    assert answer.status_code == 303 and answer.location.endswith(f"/events/items/{burst.items[1]}")
    assert burst.aside() == [item]
    assert "Take it back" in burst.browser.get(f"/events/items/{item}").text
    assert burst.browser.post(f"/events/items/{item}/back", {"next": f"/events/items/{item}"}).location.endswith(item)
    assert burst.aside() == []


def test_a_reason_is_one_of_ours_and_the_way_on_stays_here(burst: Burst) -> None:
    path = f"/events/items/{burst.items[0]}/aside"
    assert burst.browser.post(path, {"why": "boring"}).status_code == 422
    assert burst.aside() == []
    assert burst.browser.post(path, {"why": "other", "next": "https://elsewhere.test/"}).location.startswith("/events/items/")


def test_what_is_out_is_asked_about_before_a_single_one_too(burst: Burst) -> None:
    burst.release(burst.items[0])
    path = f"/events/items/{burst.items[0]}/aside"
    page = burst.browser.post(path, {"why": "other", "from": f"/events/items/{burst.items[0]}"})
    assert page.status_code == 200 and "call it back" in page.text
    assert burst.aside() == []
    assert burst.browser.post(path, {"why": "other", "sure": "yes"}).status_code == 303
    assert burst.aside() == [burst.items[0]]


def test_the_event_lists_what_is_aside_and_takes_back_one_or_all(burst: Burst) -> None:
    burst.choose(burst.items[0])
    page = burst.browser.get(f"/events/{burst.gallery.event}?show=aside").text
    assert re.findall(r'name="item" value="(\w+)" form="take-back"', page) == burst.items[1:]
    path = f"/events/{burst.gallery.event}/back"
    burst.browser.post(path, {"item": burst.items[1]})
    assert burst.aside() == burst.items[2:]
    assert burst.browser.post(path).status_code == 303
    assert burst.aside() == []
    assert "2 pictures are back among the others." in burst.browser.get(f"/events/{burst.gallery.event}").text
