"""The review of a film in a real browser: axe finds nothing, the policy stops nothing, and keys play, step, draw, part, join and cut."""

import re
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box, Origin, Sense
from consent_store.rules.spans import Span
from tests.journeys.evening import at_rest, press
from tests.web.browser import Web
from tests.web.footage import footage
from tests.web.look import served
from tests.web.play import FPS, Play

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def files() -> dict[Use, bytes]:
    return footage()


@pytest.fixture
def play(web: Web, files: dict[Use, bytes]) -> Play:
    return Play(web, files=files)


@pytest.fixture
def address(play: Play) -> Iterator[str]:
    with served(play.web.app) as place:
        yield place.replace("127.0.0.1", "localhost")


def opened(browser: Browser, play: Play, address: str, **how: Any) -> tuple[Page, list[str]]:
    """The review in a window of its own, and what the policy and its scripts complained of."""
    context, said = browser.new_context(**({"viewport": DESK} | how)), list[str]()
    cookie = play.browser.client.get_cookie("beeldpoort")
    context.add_cookies([{"name": "beeldpoort", "value": cookie.value if cookie else "", "url": address}])
    context.add_cookies([{"name": "language", "value": "en", "url": address}])
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda told: said.append(told.text) if "Content Security Policy" in told.text else None)
    page.goto(address + play.path)
    until(page, "video?.readyState > 1 && document.querySelector('.lane-time.thumbs span')")
    return page, said


def until(page: Page, so: str) -> None:
    """Wait until something is so of the `video`; the policy lets no page wait for words that are compiled."""
    end = monotonic() + 60
    while not page.evaluate(f"(() => {{ const video = document.querySelector('video'); return Boolean({so}); }})()"):
        assert monotonic() < end, so
        page.wait_for_timeout(50)


def at(page: Page) -> float:
    """Where the film is, in seconds."""
    until(page, "!video.seeking")
    return float(page.evaluate("document.querySelector('video').currentTime"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_policy_stops_nothing(
    browser: Browser, play: Play, address: str, size: dict[str, int], scheme: str
) -> None:
    page, said = opened(browser, play, address, viewport=size, color_scheme=scheme)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = Axe().run(page)
    page.context.close()
    assert found.violations_count == 0, found.generate_report()
    assert said == [] and wide <= 0


def test_keys_play_step_and_lead_from_question_to_question(browser: Browser, play: Play, address: str) -> None:
    page, said = opened(browser, play, address)
    title = page.locator("#question-title")
    expect(title).to_contain_text("Is this Anna")
    expect(page.locator("#faces .face")).to_have_text("Anna?")
    press(page, "Space")
    until(page, "video.currentTime > 0.3")
    press(page, "Space")
    until(page, "video.paused")
    before = at(page)
    press(page, "Shift+ArrowRight")
    assert at(page) == pytest.approx(before + 1, abs=0.01)
    press(page, "ArrowRight")
    press(page, "ArrowRight")
    one_back = at(page)
    press(page, "ArrowLeft")
    assert at(page) == pytest.approx(one_back - 1 / FPS, abs=0.01)
    press(page, "n")
    expect(title).to_contain_text("Who is this?")
    expect(page.locator(".lane[aria-current]")).to_have_count(1)
    until(page, "Math.abs(video.currentTime - 20.5) < 0.1")
    expect(page.locator("#faces .face[aria-current]")).to_have_text("Who?")
    press(page, "p")
    expect(title).to_contain_text("Is this Anna")
    press(page, "Enter")
    expect(title).to_contain_text("Who is this?")
    press(page, "v")
    expect(page.locator("#panel")).to_contain_text("Speaks mostly while Anna is seen")
    press(page, "l")
    until(page, "video.currentTime > 1 && !video.paused")
    press(page, "u")
    expect(title).to_contain_text("Who is this?")
    assert [view.sighting.person for view in play.sightings()] == [play.anna, None] and said == []


def test_a_face_is_drawn_and_moved_a_strip_parted_and_a_part_cut_out_by_keys(browser: Browser, play: Play, address: str) -> None:
    page, said = opened(browser, play, address)
    page.locator("[data-scrub]").first.click(position={"x": 300, "y": 10})
    press(page, "t")
    press(page, "ArrowRight")
    press(page, "Enter")
    expect(page.locator("#panel")).to_contain_text("You drew a box")
    expect(page.locator("#faces .face[aria-current]")).to_have_text("?")
    page.locator("#panel .names").get_by_role("button", name="Chloë").click()
    expect(page.locator("#question-title")).to_contain_text("This is Chloë")
    press(page, "Shift+ArrowRight")
    at_rest(page)
    page.locator("summary", has_text="Not the same one").click()
    press(page, "e")
    press(page, "ArrowDown")
    with page.expect_response("**/place"):
        press(page, "Enter")
    drawn = next(view.sighting for view in play.sightings() if view.sighting.origin is Origin.HUMAN)
    assert drawn.person == play.chloe and 1000 < drawn.spans[0].end - drawn.spans[0].start < 2000
    page.locator(".lane[data-name='Anna']").click()
    expect(page.locator("#question-title")).to_contain_text("Is this Anna")
    page.evaluate("document.querySelector('video').currentTime = 42")
    at(page)
    at_rest(page)
    page.locator("summary", has_text="Not the same one").click()
    press(page, "b")
    expect(page.locator("#panel .when")).to_contain_text("once, 0:08")
    assert Span(42_000, 50_000) in [span for view in play.sightings() for span in view.sighting.spans]
    page.locator("#cut summary").click()
    for key in ("i", "Shift+ArrowRight", "o", "k"):
        press(page, key)
        at(page)
    expect(page.locator("#cut summary")).to_contain_text("1 part is cut out")
    (trim,) = play.recording.trims
    assert trim.span.end - trim.span.start == pytest.approx(1000, abs=110) and said == []


@pytest.mark.parametrize("how", ["keys", "press", "touch"])
def test_two_strips_become_one_by_pointing_at_the_other(browser: Browser, play: Play, address: str, how: str) -> None:
    page, said = opened(browser, play, address, **({"viewport": PHONE, "has_touch": True} if how == "touch" else {}))
    title, other = page.locator("#question-title"), page.locator(".lane-list >> nth=0 >> .lane >> nth=1")
    expect(title).to_contain_text("Is this Anna")
    press(page, "j")
    expect(page.get_by_role("button", name="Point at them")).to_have_attribute("aria-pressed", "true")
    press(page, "Escape")
    expect(page.locator("#draw-hint")).to_be_empty()
    if how == "keys":
        press(page, "j")
        press(page, "ArrowDown")
        expect(other).to_be_focused()
        press(page, "Enter")
    elif how == "press":
        page.get_by_role("button", name="Point at them").click()
        other.click()
    else:
        page.locator("#join .chip").tap()
    expect(page.locator(".lane")).to_have_count(3)
    expect(page.locator("#panel .when")).to_contain_text("3 times, 0:30 in all")
    press(page, "u")
    expect(page.locator(".lane")).to_have_count(4)
    assert len(play.sightings()) == 2 and said == []


def test_a_finger_finds_a_small_face(browser: Browser, play: Play, address: str) -> None:
    page, said = opened(browser, play, address, viewport=PHONE, has_touch=True)
    page.evaluate("document.querySelector('video').currentTime = 25")
    face = page.locator("#faces .face:not([aria-current])")
    expect(face).to_have_text("Who?")
    place = face.bounding_box()
    assert place and place["width"] < 20
    page.touchscreen.tap(place["x"] + place["width"] / 2 + 20, place["y"] + place["height"] / 2 + 8)
    expect(page.locator("#question-title")).to_contain_text("Who is this?")
    until(page, "video.paused")
    assert said == []


def test_a_slash_leads_to_the_names_also_where_nobody_is_guessed(browser: Browser, play: Play, address: str) -> None:
    page, said = opened(browser, play, address)
    title, names = page.locator("#question-title"), page.get_by_role("searchbox", name="Somebody else")
    press(page, "/")
    expect(names).to_be_focused()
    for lane, words in ((".lane-list >> nth=0 >> .lane >> nth=1", "Who is this?"), (".lane[data-voice] >> nth=0", "Whose voice is this?")):
        page.locator(lane).click()
        expect(title).to_contain_text(words)
        at_rest(page)
        title.focus()
        press(page, "/")
        expect(names).to_be_focused()
        page.keyboard.type("chl")
        expect(names).to_have_value("chl")
        page.locator("#found").get_by_role("button", name="Chloë").click()
        expect(page.locator(lane)).to_have_attribute("data-name", "Chloë")
    assert {view.sighting.person for sense in Sense for view in play.sightings(sense)} == {play.chloe, None} and said == []


def test_a_doubt_after_all_of_it_played_is_about_its_last_moment(browser: Browser, play: Play, address: str) -> None:
    page, said = opened(browser, play, address)
    page.evaluate("(() => { const video = document.querySelector('video'); video.currentTime = video.duration; })()")
    until(page, "video.ended")
    press(page, "d")
    page.get_by_label("What is your question?").fill("Who comes on at the end?")
    page.get_by_role("button", name="Ask the supervisor").click()
    expect(page.locator("#panel")).to_contain_text("Who comes on at the end?")
    assert said == []


def test_a_doubt_takes_the_moment_and_a_place_along_and_both_are_there_for_whoever_answers(
    browser: Browser, play: Play, address: str
) -> None:
    page, said = opened(browser, play, address)
    page.evaluate("document.querySelector('video').currentTime = 12.34")
    at(page)
    press(page, "d")
    expect(page.get_by_label("Which moment?")).to_have_value("0:12.3")
    page.get_by_role("button", name="Mark a place").click()
    press(page, "ArrowRight")
    press(page, "Enter")
    expect(page.get_by_text("The place is marked.")).to_be_visible()
    assert at(page) == pytest.approx(12.3, abs=0.01)
    expect(page.locator(".frame > .face")).to_be_visible()
    page.keyboard.type("Is this his brother?")
    page.get_by_role("button", name="Ask the supervisor").click()
    expect(page.locator("#panel")).to_contain_text("Is this his brother?")
    expect(page.locator("#panel [data-seek='12300']")).to_be_visible()
    page.goto(f"{address}/doubts/")
    page.locator("li.tile a").first.click()
    until(page, "video?.readyState > 1")
    mark = page.locator(".frame .face")
    assert at(page) == pytest.approx(12.3, abs=0.01)
    expect(mark).to_be_visible()
    page.evaluate("document.querySelector('video').currentTime = 20")
    expect(mark).to_be_hidden()
    page.get_by_role("button", name="Back to that moment").click()
    expect(mark).to_be_visible()
    assert at(page) == pytest.approx(12.3, abs=0.01) and said == []


def test_without_scripts_there_is_a_plain_player_and_every_lane_leads_to_its_question(browser: Browser, play: Play, address: str) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    cookie = play.browser.client.get_cookie("beeldpoort")
    context.add_cookies([{"name": "beeldpoort", "value": cookie.value if cookie else "", "url": address}])
    context.add_cookies([{"name": "language", "value": "en", "url": address}])
    page = context.new_page()
    page.goto(address + play.path)
    assert page.locator("video[controls]").is_visible() and not page.locator("[data-transport]").is_visible()
    page.locator(".lane").nth(1).click()
    expect(page.locator("#question-title")).to_contain_text("Who is this?")
    page.locator("#join .chip").click()
    expect(page.locator(".lane")).to_have_count(3)
    page.get_by_role("button", name="Undo: two as one person").click()
    page.locator(".lane").nth(1).click()
    page.get_by_role("button", name=re.compile("^Stranger")).click()
    expect(page.locator("#question-title")).to_contain_text("Is this Anna")
    page.get_by_role("link", name="Somebody is missing").click()
    page.get_by_label("At which moment is the face to be seen?").fill("0:33.2")
    page.get_by_role("button", name="Show it").click()
    for square in ("Row 3, square 5", "Row 4, square 6"):
        page.get_by_label(square).check()
    page.get_by_role("button", name="The face is here").click()
    page.locator("#panel .names").get_by_role("button", name="Chloë").click()
    expect(page.locator("#question-title")).to_contain_text("This is Chloë")
    context.close()
    drawn = next(view.sighting for view in play.sightings() if view.sighting.origin is Origin.HUMAN)
    assert drawn.box == Box(768, 360, 1152, 720) and drawn.spans[0].start <= 33_200 < drawn.spans[0].end
