"""Two colleagues at one photo hear of each other and lose nothing; a whole class by one press; fingers on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.records.queries import media
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_teachers import file, make_event, press, question, review, send

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]


def listed(site: Site, item: ItemId) -> int:
    """How many are said to be in a photo."""
    with site.services.db.reading() as session:
        return sum(view.sighting.person is not None for view in media.sightings_of(session, item))


def test_what_a_colleague_answers_appears_and_what_one_types_stays(site: Site, windows: Windows) -> None:
    first, second = windows(), windows()
    site.enter(first, site.staff("Marit", Duty.TEACHER))
    site.enter(second, site.staff("Ruben", Duty.TEACHER))
    make_event(first, site, "Fair")
    send(first, file("IMG_30.jpg", site.photo("Lotte", "Sem", seed=31)))
    review(first)
    second.goto(first.url)
    second.wait_for_load_state("load")
    press(second, "Enter")
    expect(first.locator("#meanwhile")).to_contain_text("Ruben Koning at")
    expect(question(first)).to_have_text("This is Lotte de Vries")
    press(first, "ArrowRight")
    expect(question(first)).to_have_text("Is this Sem de Vries?")
    first.locator("#q").fill("Fin")
    expect(question(second)).to_have_text("Is this Sem de Vries?")
    press(second, "v")
    expect(question(second)).to_have_text("Is everybody listed?")
    expect(first.locator("#meanwhile")).to_contain_text("face 2: stranger")
    expect(first.locator("#q")).to_have_value("Fin")
    expect(question(first)).to_have_text("Is this Sem de Vries?")


def test_a_whole_class_but_one_by_keys_and_back_again(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Class photo")
    send(page, file("IMG_31.jpg", site.photo("Lotte", seed=33)))
    item = review(page)
    press(page, "g")
    expect(question(page)).to_have_text("Who of 2A is in it?")
    axe(page)
    names = page.locator("#group input[type=checkbox]").count()
    page.get_by_role("checkbox", name="Thijs de Vries").uncheck()
    page.get_by_role("button", name=f"List {names - 1} people").press("Enter")
    expect(page.locator("#counts")).to_be_visible()
    expect(page.get_by_role("button", name=f"Undo: {names - 1} answers")).to_be_visible()
    assert listed(site, item) == names - 1
    press(page, "u")
    expect(page.locator("#toasts")).to_contain_text(f"Taken back: {names - 1} answers")
    assert listed(site, item) == 0


def test_fingers_swipe_to_the_next_photo_and_look_closer(site: Site, phone: Page) -> None:
    site.enter(phone, site.staff("Marit", Duty.TEACHER))
    make_event(phone, site, "Beach")
    send(phone, *(file(f"IMG_{seed}.jpg", site.photo("Lotte", seed=seed)) for seed in (35, 36)))
    expect(phone.locator("#arrived")).to_contain_text("2 looked at", timeout=60_000)
    first = review(phone)
    frame, fingers = phone.locator(".frame"), phone.context.new_cdp_session(phone)
    place = frame.bounding_box()
    assert place
    x, y = place["x"] + place["width"] * 0.5, place["y"] + place["height"] * 0.8

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top} for left, top in points]})

    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 5):
        touch("touchMove", (x - 20 - 10 * step, y), (x + 20 + 10 * step, y))
    touch("touchEnd")
    expect(frame).to_contain_class("closer")
    phone.get_by_role("button", name="Look closer at the face").tap()
    expect(frame).not_to_contain_class("closer")
    touch("touchStart", (x + 80, y))
    for step in range(1, 6):
        touch("touchMove", (x + 80 - 30 * step, y))
    touch("touchEnd")
    phone.wait_for_url(lambda url: "/items/" in url and first not in url, timeout=45_000)
