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


# A press in the very turn in which the next question was drawn: before it is taken up, a form would leave the page.
_AT_ONCE = """() => {
  window.same = true;
  const press = () => setTimeout(() => document.querySelector("#question [data-key='v']").click());
  document.addEventListener("htmx:afterSwap", press, { once: true });
}"""


def test_a_question_is_taken_up_in_the_moment_in_which_it_is_drawn(site: Site, page: Page) -> None:
    evening = Evening.of(site, "Open evening", [(STRANGER, STRANGER), (STRANGER, STRANGER)], 730)
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    page.goto(f"{evening.url}/people?sort=unsure")
    at_rest(page)
    page.evaluate(_AT_ONCE)
    page.keyboard.press("]")
    page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
    assert page.evaluate("window.same")
