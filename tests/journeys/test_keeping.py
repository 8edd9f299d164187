"""The privacy officer chooses for how long what is kept: a look at what it would do comes first, on a desk and on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from consent_store.records.queries import holds
from consent_store.rules.terms import Duty
from tests.journeys.site import Site


def test_days_are_looked_at_before_they_are_kept(site: Site, page: Page, phone: Page, axe: Callable[[Page], None]) -> None:
    officer = site.staff("Petra", Duty.PRIVACY)
    for window in (page, phone):
        site.enter(window, officer)
        window.goto(f"{site.url}/watch/keeping")
        axe(window)
        window.get_by_label("Letters in the folder").fill("21")
        window.keyboard.press("Enter")
        expect(window.get_by_text("Nothing has changed yet")).to_be_visible()
        axe(window)
    page.get_by_role("button", name="Keep these days").click()
    expect(page.get_by_text("What is older goes in the coming night.")).to_be_visible()
    expect(page.get_by_label("Letters in the folder")).to_have_value("21")
    with site.school() as school:
        assert holds.schedule(school.session).letters == 21
