"""A teacher on a phone goes through a film by touch alone: plays, answers, looks along it, cuts a bit out and puts it back, and attests."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from consent_store.records.queries import media
from consent_store.rules.sightings import Sense
from tests.databases import SqliteServer
from tests.journeys.evening import asks, at_rest
from tests.web.browser import Web
from tests.web.footage import footage
from tests.web.look import served
from tests.web.play import LENGTH, Play

pytestmark = pytest.mark.browser
SECOND = 1000


@pytest.fixture
def play(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[Play]:
    """A film of a minute that the computer went through: Anna is guessed, Chloë is not; two voices speak."""
    web = Web.start(tmp_path, sqlite_server.copy())
    web.open()
    yield Play(web, files=footage())
    web.stop()


@pytest.fixture
def film(play: Play, phone: Page) -> Iterator[Page]:
    """The film on a phone."""
    cookie = play.browser.client.get_cookie("beeldpoort")
    with served(play.web.app) as address:
        here = address.replace("127.0.0.1", "localhost")
        told = {"beeldpoort": cookie.value if cookie else "", "language": "en"}
        phone.context.add_cookies([{"name": name, "value": value, "url": here} for name, value in told.items()])
        phone.goto(here + play.path)
        expect(phone.locator(".thumbs span").first).to_be_visible()
        yield phone
        phone.goto("about:blank")


def tap(page: Page, target: Locator) -> None:
    """A thumb on what is to be seen of something."""
    at_rest(page)
    target.and_(page.locator(":visible")).first.tap()


def lane(page: Page, number: int) -> Locator:
    """A strip or a voice, from above."""
    return page.locator(".lane").nth(number)


def shown(page: Page) -> float:
    """Where the film is, in milliseconds."""
    minutes, seconds = page.locator("[data-now]").inner_text().split(":")
    return SECOND * (60 * int(minutes) + float(seconds))


def play_a_stretch(page: Page) -> None:
    """Only that plays, and it is heard of."""
    tap(page, page.get_by_role("button", name=re.compile("^Play .* alone$")))
    expect(page.locator("[data-only]")).to_have_text("Only this part plays.")
    before = shown(page)
    expect(page.locator("[data-now]")).not_to_have_text(page.locator("[data-now]").inner_text())
    tap(page, page.get_by_role("button", name="Play or pause"))
    expect(page.locator("[data-while=paused]")).to_be_visible()
    assert before < shown(page) < before + 8 * SECOND


def drag(page: Page, start: float, end: float) -> None:
    """A finger along the timeline, from one share of it to another."""
    at_rest(page)
    along = page.locator(".thumbs[data-scrub]")
    along.scroll_into_view_if_needed()
    box = along.bounding_box()
    assert box
    finger, y = page.context.new_cdp_session(page), box["y"] + box["height"] / 2
    for step in range(9):
        x = box["x"] + box["width"] * (start + (end - start) * step / 8)
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(20)
    page.wait_for_timeout(200)  # a finger that rests before it goes throws nothing
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def answer_everybody(page: Page) -> None:
    """Anna is right, somebody is Chloë; of the voices one is Anna's, the other a crowd's."""
    tap(page, page.get_by_role("button", name="Yes, this is Anna"))
    expect(lane(page, 0)).not_to_have_attribute("data-waits", "")
    for number, what in ((1, "Chloë Nummer2"), (2, "Anna Nummer0"), (3, "The crowd")):
        tap(page, lane(page, number))
        expect(lane(page, number)).to_have_attribute("aria-current", "true")
        tap(page, page.locator("#panel").get_by_role("button", name=what, exact=True))
        expect(lane(page, number)).not_to_have_attribute("data-waits", "")


def cut_a_bit_out_and_put_it_back(page: Page, play: Play) -> None:
    """From a third to a half, found with a finger."""
    tap(page, page.locator("#cut summary"))
    for place, words in ((1 / 3, "Begins here"), (1 / 2, "Ends here")):
        drag(page, 0.1, place)
        tap(page, page.locator("#cut").get_by_role("button", name=words))
    tap(page, page.get_by_role("button", name="Cut out"))
    expect(page.locator("#cut summary")).to_contain_text("1 part is cut out")
    expect(lane(page, 1)).to_have_class(re.compile("gone"))
    (trim,) = play.recording.trims
    assert trim.span.start == pytest.approx(LENGTH / 3, abs=SECOND) and trim.span.end == pytest.approx(LENGTH / 2, abs=SECOND)
    tap(page, page.get_by_role("button", name=re.compile("^Put .* back$")))
    expect(page.locator("#cut summary")).to_contain_text("Cut something out")
    expect(lane(page, 1)).not_to_have_class(re.compile("gone"))
    assert play.recording.trims == ()


def test_a_film_is_reviewed_by_touch(play: Play, film: Page, axe: Callable[[Page], None]) -> None:
    expect(asks(film)).to_contain_text("Is this Anna")
    tap(film, lane(film, 1))
    expect(asks(film)).to_contain_text("Who is this?")
    play_a_stretch(film)
    drag(film, 0.2, 0.75)
    assert shown(film) == pytest.approx(0.75 * LENGTH, abs=SECOND)
    tap(film, film.locator("#faces .face", has_text="Anna"))
    expect(asks(film)).to_contain_text("Is this Anna")
    axe(film)
    answer_everybody(film)
    cut_a_bit_out_and_put_it_back(film, play)
    expect(asks(film)).to_contain_text("Is everybody listed?")
    axe(film)
    tap(film, film.get_by_role("button", name=re.compile(r"^Attest \d people")))
    expect(film.get_by_text("Film 1 is attested.")).to_be_visible()
    assert [view.sighting.person for sense in Sense for view in play.sightings(sense)] == [play.anna, play.chloe, play.anna, None]
    with play.web.services.db.reading() as session:
        assert media.item(session, play.item).attested
