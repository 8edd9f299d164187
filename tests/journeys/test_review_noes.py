"""What a teacher says no to among the piles of an event stays so, whatever is drawn anew meanwhile, and whatever is on its way."""

import pytest
from playwright.sync_api import Page, Route, expect

from consent_store.rules.terms import Duty
from tests.journeys.evening import UNSEEN, Evening, asks, at_rest, press
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


def test_who_was_unticked_and_a_face_that_was_marked_stay_so_when_the_list_is_drawn_anew(site: Site, page: Page) -> None:
    evening = Evening.of(site, "Sports day", [("Lotte", "Sem", "Mila"), ("Lotte", "Sem", "Mila")], 730)
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    page.goto(f"{evening.url}/people")
    expect(page.locator(UNSEEN)).to_have_count(0)
    page.get_by_role("checkbox", name="This is Lotte de Vries").uncheck()
    sem = page.locator(".sure-pile").filter(has_text="Sem de Vries")
    sem.locator(".face-pick").first.click()
    page.get_by_role("button", name="None of these is Mila de Vries").click()
    expect(page.get_by_role("status").filter(has_text="Noted: this is somebody else.")).to_be_visible()
    at_rest(page)
    expect(page.get_by_role("checkbox", name="This is Lotte de Vries")).not_to_be_checked()
    assert sem.locator("input[name='out']:checked").count() == 1
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="1 face is answered.")).to_be_visible()
    at_rest(page)
    press(page, "Enter")
    at_rest(page)
    assert [evening.listed(item).count("Lotte") for item in evening.drawn] == [0, 0]


def test_undo_waits_until_what_it_takes_back_has_arrived(site: Site, page: Page) -> None:
    evening = Evening.of(site, "Harvest", [("Daan", "Thijs")], 735)
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    page.goto(f"{evening.url}/people")
    at_rest(page)
    held: list[Route] = []
    page.route("**/people", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    before, first = evening.left(), page.locator("#answer").get_attribute("data-signature")
    press(page, "v")
    expect(page.locator(f"#answer[data-signature='{first}']")).to_have_count(0)
    press(page, "u")
    at_rest(page)
    expect(asks(page)).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("status").filter(has_text="Taken back: ")).to_be_visible()
    assert evening.left() == before
