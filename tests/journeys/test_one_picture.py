"""One picture's question, from a teacher's phone to a parent's and back to the gate."""

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.operations import releases
from consent_store.records.queries.accounts import Area
from consent_store.rules.gate import Verdict
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_comms import attested
from tests.journeys.test_release_masks import pictured
from tests.journeys.test_teachers import ARRIVES, Axe, Windows
from tests.school import WEBSITE

pytestmark = pytest.mark.browser


def verdict(site: Site, item: ItemId) -> Verdict:
    """What the gate says of the website."""
    with site.school() as school:
        return releases.ask(school.session, item, WEBSITE, at=school.at).verdict


def test_a_teacher_asks_and_a_parent_says_yes_to_this_picture_alone(site: Site, phone: Page, windows: Windows, axe: Axe) -> None:
    item, child = attested(site, "Open day", "Lotte", "Ravi", seed=501), site.people["Ravi"]
    assert verdict(site, item) is Verdict.MASKED
    site.enter(phone, site.staff("Marit", Duty.TEACHER))
    phone.goto(f"{site.url}/events/items/{item}")
    phone.get_by_role("link", name="Ask the families about it").click()
    phone.get_by_label("For what?").select_option(label="School website")
    phone.get_by_label("Why this one?").fill("the front page of the open day")
    axe(phone)
    phone.get_by_role("button", name="Ask them").click()
    expect(phone.locator("main")).to_contain_text("0 yes, 0 no, 1 without an answer")
    pictured(phone, "one-picture-asked")
    axe(phone)

    family = windows({"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    site.enter(family, site.people["Ravi's guardian"], Area.FAMILY)
    family.goto(f"{site.url}/families/{child}")
    family.get_by_role("link", name="Look and answer").click()
    expect(family.locator("main")).to_contain_text("the front page of the open day")
    expect(family.get_by_role("img", name="everybody else in it is covered")).to_be_visible(timeout=ARRIVES)
    expect(family.get_by_role("img", name="everybody else in it is covered")).to_have_js_property("complete", True)
    pictured(family, "one-picture-family")
    axe(family)
    family.get_by_role("button", name="Yes", exact=True).click()
    expect(family.get_by_role("button", name="Yes", exact=True)).to_have_attribute("aria-pressed", "true")
    pictured(family, "one-picture-answered")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("1 yes, 0 no, 0 without an answer")
    assert verdict(site, item) is Verdict.CLEARED
    assert verdict(site, attested(site, "Open day", "Lotte", "Ravi", seed=502)) is Verdict.MASKED
    family.get_by_role("button", name="No", exact=True).click()
    expect(family.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    assert verdict(site, item) is Verdict.MASKED
