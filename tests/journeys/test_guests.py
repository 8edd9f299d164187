"""A guest at an event scans the code and chooses, on their own phone, in under a minute of steps."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from consent_store.operations import media
from consent_store.records.queries import people
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_release_masks import pictured
from tests.journeys.test_teachers import Axe
from tests.school import WEBSITE

pytestmark = pytest.mark.browser


def code_sent_to(site: Site, address: str) -> str:
    """The code in the letter to an address, once it came."""
    for _ in range(100):
        found = [letter for letter in site.services.mailer.letters() if letter.to == address]  # type: ignore[attr-defined]
        if found:
            figures = re.search(r"\d{4} \d{4}", found[0].text)
            assert figures
            return figures[0]
        time.sleep(0.1)
    raise AssertionError("no letter came")


def test_a_guest_chooses_at_the_event(site: Site, page: Page, phone: Page, axe: Axe) -> None:
    teacher = site.staff("Marit", Duty.TEACHER)
    with site.school() as school:
        event = media.make_event(school.session, title="Summer party", on=school.at.date(), actor=teacher, at=school.at)
    site.enter(page, teacher)
    page.goto(f"{site.url}/events/{event}")
    page.get_by_role("link", name="Guests").click()
    axe(page)
    page.get_by_role("button", name="Make the code").click()
    axe(page)
    page.get_by_role("link", name="Show it large").click()
    axe(page)
    pictured(page, "guests-poster")
    link = re.search(r"/guest/[0-9a-f]+", page.locator("main").inner_text())
    assert link

    phone.context.add_cookies([{"name": "language", "value": "en", "url": site.url}])
    began = time.monotonic()
    phone.goto(f"{site.url}{link[0]}")
    phone.get_by_label("First name").fill("Gijs")
    phone.get_by_label("Last name").fill("Gast")
    phone.get_by_label("E-mail address").fill("gijs@guest.test")
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Code of eight figures").fill(code_sent_to(site, "gijs@guest.test"))
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("group", name="School website").get_by_role("radio", name="Yes").click()
    phone.get_by_role("group", name="Newsletter").get_by_role("radio", name="No").click()
    phone.get_by_role("button", name="Keep my choices").click()
    expect(phone.get_by_role("heading", name="Your choices are kept")).to_be_visible()
    assert time.monotonic() - began < 60
    axe(phone)
    pictured(phone, "guest-done")
    with site.school() as school:
        [guest] = people.by_email(school.session, "gijs@guest.test")
        assert school.standing(guest.id, WEBSITE).stands
    phone.get_by_role("link", name="Change my choices").click()
    axe(phone)
    pictured(phone, "guest-choose")
    page.goto(f"{site.url}/events/{event}/guests")
    expect(page.locator("main")).to_contain_text("Gijs Gast")
    axe(page)
    pictured(page, "guests-list")
