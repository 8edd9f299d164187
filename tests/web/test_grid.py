"""The grid of an event: what is left to do by choice and count, in windows, and what others change in it."""

import re
from datetime import datetime

import pytest

from consent_store.ids import ItemId
from consent_store.operations import asides, media, reviews
from consent_store.records.queries import grid as questions
from consent_store.records.queries.grid import Order, Show
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty, WhyAside
from tests.gallery import VERSION, Gallery
from tests.web.browser import Browser, Web


class Event:
    """A picture in every state: waiting, to answer, to attest, in doubt, attested, set aside."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.gallery = gallery = Gallery.open(school)
            self.waiting, self.open = gallery.upload(), gallery.photo(1)[0]
            self.ready = gallery.photo(0)[0]
            self.doubted = gallery.photo(1)[0]
            self.done = gallery.photo_of(Answer.STRANGER)[0]
            self.aside = gallery.photo(1)[0]
            told = {"actor": gallery.teacher, "at": school.at}
            reviews.raise_doubt(school.session, self.doubted, "May this?", **told)
            asides.set_aside(school.session, [self.aside], WhyAside.OTHER, **told)
        self.browser: Browser = web.enter(gallery.teacher)
        self.browser.client.set_cookie("language", "en", domain="localhost")

    def shown(self, **choice: object) -> list[ItemId]:
        """The pictures of a window, in their order."""
        told = "&".join(f"{name}={value}" for name, value in choice.items())
        page = self.browser.get(f"/events/{self.gallery.event}/pictures?{told}").text
        return [ItemId(item) for item in re.findall(r'data-item="(\w+)"', page)]


@pytest.fixture
def event(web: Web) -> Event:
    return Event(web)


def test_every_choice_shows_what_it_counts(event: Event) -> None:
    wanted = {
        Show.ALL: [event.waiting, event.open, event.ready, event.doubted, event.done],
        Show.UNANSWERED: [event.open, event.doubted],
        Show.TO_ATTEST: [event.ready],
        Show.DOUBT: [event.doubted],
        Show.ATTESTED: [event.done],
        Show.ASIDE: [event.aside],
    }
    assert {show: event.shown(show=show) for show in Show} == wanted
    with event.web.services.db.reading() as session:
        assert questions.counts(session, event.gallery.event) == {show: len(items) for show, items in wanted.items()}


def test_a_choice_that_does_not_exist_is_everything(event: Event) -> None:
    assert event.shown(show="nonsense", order="backwards", page=-3) == event.shown()


def test_pictures_stand_as_they_were_taken_where_that_is_known(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        items = [gallery.upload() for _ in range(3)]
        size = {"width": 40, "height": 30, "dropped": (), "found": [], "version": VERSION, "at": school.at}
        for item, hour in ((items[0], 15), (items[2], 9)):
            media.record_analysis(school.session, item, taken_at=datetime(2026, 11, 19, hour), **size)  # noqa: DTZ001  (a camera's clock)
    with web.services.db.reading() as session:
        taken = [view.id for view in questions.window(session, gallery.event, Show.ALL, Order.TIME, page=1, size=9)]
    assert taken == [items[2], items[0], items[1]]


def test_what_was_set_aside_is_taken_back_from_its_choice(event: Event) -> None:
    page = event.browser.get(f"/events/{event.gallery.event}?show=aside").text
    assert f"/events/{event.gallery.event}/back" in page
    assert event.browser.post(f"/events/{event.gallery.event}/back").status_code == 303
    assert event.shown(show="aside") == [] and event.aside in event.shown()


def test_the_event_says_what_to_do_first_and_where_changes_are_asked_for(event: Event) -> None:
    page = event.browser.get(f"/events/{event.gallery.event}").text
    assert "In 1 picture everybody has an answer." in page or "First the people" in page
    assert f'data-pulse="/events/{event.gallery.event}/pulse"' in page
    for words in ("To answer", "To attest", "Doubt", "Attested", "Set aside"):
        assert words in page


def test_two_thousand_pictures_come_in_windows_that_cost_little(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        for _ in range(200):
            gallery.upload()
    browser = web.enter_as(Duty.TEACHER)
    page = browser.get(f"/events/{gallery.event}").text
    assert 'data-last="10"' in page and page.count('class="tile"') == 20
    last = browser.get(f"/events/{gallery.event}/pictures?page=10").text
    assert last.count('class="tile"') == 20
    assert len(last) < 20_000
