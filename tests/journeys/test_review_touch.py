"""A teacher on a phone, in the bus home: the same review with one thumb, at 390 pixels."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from consent_store.rules.terms import Duty
from tests.journeys.evening import NOTHING_WAITS, STRANGER, UNSEEN, Evening, asks, at_rest, first_face
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
PHOTOS = (("Finn", "Sem"), ("Sem", "Finn", "Daan"), (STRANGER,))


def tap(page: Page, target: Locator) -> None:
    """Put a thumb on what is to be seen of something."""
    at_rest(page)
    target.and_(page.locator(":visible")).first.tap()


def answer(page: Page, evening: Evening) -> None:
    """Answer the pile at hand by what is under the thumb."""
    who, before = evening.who(first_face(page)), page.locator("#answer").get_attribute("data-signature")
    if who == STRANGER:
        tap(page, page.get_by_role("button", name=re.compile("^Stranger")))
    elif (asks(page).text_content() or "").startswith(f"Is this {who} "):
        tap(page, page.get_by_role("button", name=f"Yes, {who}"))
    else:
        tap(page, page.locator(f"#members button:has-text('{who} de Vries'), .candidates button:has-text('{who} de Vries')"))
    expect(page.locator(f"#answer[data-signature='{before}']")).to_have_count(0)


def look_along(page: Page) -> None:
    """Bring everybody who is surely known before one's eyes."""
    while page.locator(UNSEEN).count():
        page.locator(UNSEEN).first.scroll_into_view_if_needed()
        page.wait_for_timeout(200)


def test_whoever_was_not_on_the_screen_is_not_confirmed(site: Site, phone: Page) -> None:
    evening = Evening.of(site, "Bus there", [("Finn", "Sem")], 660)
    site.enter(phone, site.staff("Marit", Duty.TEACHER))
    phone.set_viewport_size({"width": 390, "height": 500})
    phone.goto(f"{evening.url}/people")
    expect(phone.locator(".sure-pile")).to_have_count(2)
    before = phone.locator("#left").inner_text()
    tap(phone, phone.get_by_role("button", name="Look further"))
    expect(phone.locator(UNSEEN)).not_to_have_count(2)
    expect(phone.locator("#left")).to_have_text(before)
    look_along(phone)
    tap(phone, phone.get_by_role("button", name="Confirm what is ticked"))
    expect(phone.locator("#left")).not_to_have_text(before)
    evening.true()


def test_a_drawn_event_is_reviewed_by_touch(site: Site, phone: Page, axe: Callable[[Page], None]) -> None:
    evening = Evening.of(site, "Bus home", PHOTOS, 640)
    site.enter(phone, site.staff("Marit", Duty.TEACHER))
    phone.goto(evening.url)
    tap(phone, phone.get_by_role("link", name="People first"))
    expect(phone.get_by_role("heading", name="Quite sure: is this right?")).to_be_visible()
    axe(phone)
    before = phone.locator("#left").inner_text()
    look_along(phone)
    tap(phone, phone.get_by_role("button", name="Confirm what is ticked"))
    expect(phone.locator("#left")).not_to_have_text(before)
    for _ in range(evening.left().faces):
        answer(phone, evening)
    expect(phone.locator("#question")).to_contain_text(NOTHING_WAITS)
    evening.true()

    tap(phone, phone.get_by_role("link", name="To the photos"))
    tap(phone, phone.get_by_role("link", name="Attest together"))
    expect(phone.get_by_role("heading", name="Attest together")).to_be_visible()
    for tick in phone.get_by_role("checkbox").all():
        tick.scroll_into_view_if_needed()
        tap(phone, tick)
    axe(phone)
    tap(phone, phone.get_by_role("button", name=f"Attest {len(PHOTOS)} pictures"))
    expect(phone.get_by_role("status").filter(has_text="Attested")).to_be_visible()
    assert evening.left().decisions == 0
    first, *_ = evening.drawn
    assert evening.asked(first).passes
