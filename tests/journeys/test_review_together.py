"""Two teachers at one event at once: each sees what the other says, and neither is overwritten."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent_store.rules.terms import Duty
from tests.journeys.evening import UNSEEN, Evening, at_rest, press
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
SOON = 6_000  # milliseconds: the page asks every two seconds, and machines are busy


def both(site: Site, windows: Windows, address: str) -> tuple[Page, Page]:
    """Marit and Ruben, each at their own desk, at the same page."""
    pages = windows(), windows()
    for page, name in zip(pages, ("Marit", "Ruben"), strict=True):
        site.enter(page, site.staff(name, Duty.TEACHER))
        page.goto(address)
        at_rest(page)
    return pages


def test_two_at_one_photo_see_each_other_and_neither_is_overwritten(site: Site, windows: Windows, axe: Callable[[Page], None]) -> None:
    evening = Evening.of(site, "Orchestra", [("Lotte", "Sem", "Daan")], 670)
    [item] = evening.drawn
    marit, ruben = both(site, windows, f"{site.url}/events/items/{item}")
    search = ruben.get_by_role("searchbox").first
    search.fill("Thi")
    first = marit.locator("#question-title").inner_text()
    press(marit, "v")
    expect(marit.locator("#question-title")).not_to_have_text(first)

    expect(ruben.locator("#meanwhile")).to_contain_text("Marit", timeout=SOON)
    expect(search).to_have_value("Thi")
    press(ruben, "Escape", "h")
    expect(ruben.locator("#panel")).to_contain_text("stranger")
    expect(ruben.locator("#panel")).to_contain_text("not recognisable")
    axe(ruben)
    assert evening.listed(item).count("stranger") == 1
    assert "unrecognisable" not in evening.listed(item)


def test_two_at_the_piles_of_an_event_do_not_answer_twice(site: Site, windows: Windows) -> None:
    evening = Evening.of(site, "Ballet", [("Mila", "Finn"), ("Finn", "Mila")], 690)
    marit, ruben = both(site, windows, f"{evening.url}/people")
    before = ruben.locator("#left").inner_text()
    expect(marit.locator(UNSEEN)).to_have_count(0)
    press(marit, "Enter")
    expect(marit.locator("#left")).not_to_have_text(before)
    expect(ruben.locator("#left")).to_have_text(marit.locator("#left").inner_text(), timeout=SOON)
    evening.true()
