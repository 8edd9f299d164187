"""Twelve pictures of one jump: the teacher keeps the best by a key, or under a thumb, and gets back what was put aside."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from app.demo.camera import save_jpeg
from app.demo.scenes import rows, scene
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_teachers import ARRIVES, file, make_event, send

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]


def frames(site: Site, seed: int, count: int) -> list[bytes]:
    """Frames of one moment, the camera held a little otherwise in each."""
    standing = rows([(name, site.faces[name]) for name in ("Lotte", "Sem")], seed, width=0.16)
    moved = [[replace(one, at=(one.at[0] + 0.005 * n, one.at[1])) for one in standing] for n in range(count)]
    return [save_jpeg(scene("stage", each, (800, 533), seed).pixels) for each in moved]


FRENCH = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '2', code: 'Digit2', shiftKey: true, bubbles: true}))"


def at_moments(page: Page, site: Site, title: str, seed: int, count: int) -> None:
    """Frames are sent, found alike, and the page that asks is opened."""
    site.enter(page, site.staff("Fatma", Duty.TEACHER))
    make_event(page, site, title)
    send(page, *(file(f"{title}-{n}.jpg", data) for n, data in enumerate(frames(site, seed, count))))
    link = page.get_by_role("link", name="look almost the same")
    expect(link).to_contain_text(f"{count} pictures", timeout=ARRIVES)
    link.click()
    expect(page.get_by_role("heading", name="1 moment left")).to_be_visible()
    page.wait_for_load_state("load")


def test_the_best_is_kept_by_a_key_and_the_rest_comes_back_by_a_key(page: Page, site: Site, axe: Axe) -> None:
    at_moments(page, site, "Long jump", 31, 3)
    axe(page)
    page.keyboard.press("z")
    expect(page.locator(".moment.closer")).to_be_visible()
    page.keyboard.press("Shift+Digit2")
    expect(page.get_by_label("Keep photo 2 too")).to_be_checked()
    page.evaluate(FRENCH)
    expect(page.get_by_label("Keep photo 2 too")).not_to_be_checked()
    page.keyboard.press("Shift+Digit2")
    page.keyboard.press("1")
    expect(page.get_by_text("1 picture is set aside.")).to_be_visible()
    expect(page.get_by_text("No two look almost the same")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="1 moment left")).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_text("You will not be asked about these again.")).to_be_visible()


def test_the_best_is_kept_under_a_thumb_and_one_is_taken_back_on_the_events_page(phone: Page, site: Site, axe: Axe) -> None:
    at_moments(phone, site, "High jump", 37, 3)
    axe(phone)
    phone.get_by_role("button", name="Keep photo 2, set the others aside").tap()
    expect(phone.get_by_text("2 pictures are set aside.")).to_be_visible()
    phone.get_by_role("link", name="Back to High jump").last.tap()
    phone.wait_for_load_state("load")
    expect(phone.get_by_role("heading", name="High jump")).to_be_visible()
    phone.wait_for_load_state("load")
    phone.get_by_role("link", name="Set aside").tap()
    expect(phone.get_by_role("button", name="Take photo 1 back")).to_be_visible()
    phone.wait_for_load_state("load")
    axe(phone)
    phone.get_by_role("button", name="Take photo 3 back").tap()
    expect(phone.get_by_text("1 picture is back among the others.")).to_be_visible()
    expect(phone.get_by_role("button", name="Take photo 1 back")).to_be_visible()
    expect(phone.get_by_role("button", name="Take photo 3 back")).to_have_count(0)


def test_two_teachers_at_one_moment_see_what_the_other_chose(windows: Callable[..., Page], site: Site) -> None:
    mine, hers = windows(), windows()
    at_moments(mine, site, "Relay", 41, 2)
    site.enter(hers, site.staff("Karin", Duty.TEACHER))
    hers.goto(mine.url)
    hers.wait_for_load_state("load")
    mine.get_by_role("button", name="Keep photo 1, set the others aside").click()
    expect(mine.get_by_text("1 picture is set aside.")).to_be_visible()
    expect(hers.get_by_text("No two look almost the same")).to_be_visible()
