"""A key that is held down, or leant upon, answers one question: the next was not looked at yet."""

import pytest
from playwright.sync_api import Page

from consent_store.rules.terms import Duty
from tests.journeys.evening import STRANGER, Evening, at_rest
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


def hold(page: Page, key: str) -> None:
    at_rest(page)
    for _ in range(8):
        page.keyboard.down(key)
        page.wait_for_timeout(150)
    page.keyboard.up(key)
    at_rest(page)


def test_a_key_that_is_held_down_answers_one_question(site: Site, page: Page) -> None:
    evening = Evening.of(site, "Open day", [("Lotte", "Sem", "Mila"), (STRANGER, STRANGER, STRANGER)], 710)
    known, strangers = evening.drawn
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    page.goto(f"{site.url}/events/items/{known}")
    hold(page, "Enter")
    page.goto(f"{evening.url}/people?sort=unsure")
    hold(page, "v")
    assert evening.listed(known).count("None") == 2
    assert evening.listed(strangers).count("None") == 2
