"""A teacher without a mouse reviews the photos of an event: people first, then every picture attested."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent_store.rules.gate import Verdict
from consent_store.rules.terms import Duty
from tests.journeys.evening import NOTHING_WAITS, STRANGER, UNSEEN, Evening, asks, at_rest, first_face, press, reach
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
PHOTOS = (("Lotte", "Sem"), ("Sem", "Lotte", "Mila"), ("Mila", STRANGER), (STRANGER, "Naomi"))


def answer(page: Page, evening: Evening) -> None:
    """Answer the pile at hand: by a key where one will do, else by a name that is typed."""
    who, before = evening.who(first_face(page)), page.locator("#answer").get_attribute("data-signature")
    if who == STRANGER:
        press(page, "v")
    elif (asks(page).text_content() or "").startswith(f"Is this {who} "):
        press(page, "Enter")
    else:
        press(page, "/")
        page.keyboard.type(who)
        expect(page.locator("#members [data-name]:visible, #found [data-name]").first).to_contain_text(who)
        press(page, "Enter")
    expect(page.locator(f"#answer[data-signature='{before}']")).to_have_count(0)


def test_a_drawn_event_is_reviewed_by_keyboard_alone(site: Site, page: Page, axe: Callable[[Page], None]) -> None:
    evening = Evening.of(site, "Choir concert", PHOTOS, 610)
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    page.goto(evening.url)
    reach(page, page.get_by_role("link", name="People first"))

    expect(page.get_by_role("heading", name="Quite sure: is this right?")).to_be_visible()
    before = page.locator("#left").inner_text()
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    expect(page.locator(UNSEEN)).to_have_count(0)
    press(page, "Escape", "Enter")
    expect(page.locator("#left")).not_to_have_text(before)
    after = page.locator("#left").inner_text()
    press(page, "u")
    expect(page.locator("#left")).to_have_text(before)
    press(page, "r")
    expect(page.locator("#left")).to_have_text(after)
    for _ in range(evening.left().faces):
        answer(page, evening)
    expect(page.locator("#question")).to_contain_text(NOTHING_WAITS)
    axe(page)
    evening.true()

    press(page, "Enter")
    reach(page, page.get_by_role("link", name="Attest together"))
    expect(page.get_by_role("heading", name="Attest together")).to_be_visible()
    at_rest(page)
    page.get_by_role("checkbox").first.focus()
    for _ in PHOTOS:
        press(page, "Space", "ArrowDown")
    reach(page, page.get_by_role("button", name=re.compile(f"^Attest {len(PHOTOS)} pictures")).and_(page.locator(":visible")))
    expect(page.get_by_role("status").filter(has_text="Attested")).to_be_visible()
    first, *_, last = evening.drawn
    assert evening.left().decisions == 0
    assert evening.asked(first).passes
    assert evening.asked(last).verdict is Verdict.MASKED  # Naomi may be shown nowhere, and the stranger was not asked
