"""From a letter on paper to the first answer, on a phone; and the office writes a notice anew."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import people
from consent_store.records.queries.accounts import Area
from consent_store.rules.standing import State
from consent_store.rules.terms import Duty
from tests.journeys.site import Site

RESEARCH = PurposeCode("research")  # for which no other journey needs a yes

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]
READING = 40.0  # seconds that a reader takes over a letter and two small pages, beside what the machine takes


@pytest.fixture
def family(site: Site) -> tuple[PersonId, PersonId]:
    """A child whose parent has no e-mail address."""
    with site.school() as school:
        child, parent = school.family(groups=[site.group])
        changes = {"email": None, "language": "en"}
        people.correct(school.session, parent, changes, actor=site.admin, at=school.at)
    return child, parent


def in_the_square(pdf: bytes) -> str:
    """What a telephone reads in the first letter."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil().convert("RGB")
    return str(cv2.QRCodeDetector().detectAndDecode(np.asarray(picture))[0])


def printed(site: Site, page: Page, child: PersonId, axe: Axe) -> bytes:
    """The letter about a child, as the office prints it."""
    site.enter(page, site.staff("Fatima", Duty.OFFICE))
    page.goto(f"{site.url}/office/invitations")
    axe(page)
    page.get_by_role("link", name="2A").click()
    axe(page)
    with site.school() as school:
        name = people.kept(school.session, child)
    row = page.get_by_role("row", name=f"{name.given_name} {name.family_name}")
    expect(row).to_contain_text("no e-mail address")
    with page.expect_download() as letter:
        row.get_by_role("button", name="Letter about").click()
    return Path(letter.value.path()).read_bytes()


def test_from_letter_to_first_answer_in_a_minute_and_a_half(
    site: Site, page: Page, phone: Page, axe: Axe, family: tuple[PersonId, PersonId]
) -> None:
    child, _ = family
    letter = printed(site, page, child, axe)
    square = urlsplit(in_the_square(letter))
    code = square.path.rpartition("/")[2]
    assert code in PdfReader(io.BytesIO(letter)).pages[0].extract_text()

    phone.context.add_cookies([{"name": "language", "value": "en", "url": site.url}])
    began = time.monotonic()
    phone.goto(f"{site.url}{square.path}")
    expect(phone.get_by_label("Code of your letter")).to_have_value(code)
    phone.get_by_role("button", name="Come in").tap()
    phone.get_by_role("link", name="Not now").tap()
    phone.get_by_role("group", name="Photo, film, and sound: School website", exact=True).get_by_role("radio", name="Yes").tap()
    expect(phone.locator("#website")).to_contain_text("You said yes on")
    assert time.monotonic() - began + READING < 90

    with site.school() as school:
        assert school.standing(child).state is State.GIVEN
    for path in ("/address", f"/letter/{code}"):
        phone.goto(f"{site.url}{path}")
        axe(phone)
    phone.context.clear_cookies()
    phone.context.add_cookies([{"name": "language", "value": "en", "url": site.url}])
    phone.goto(f"{site.url}/letter/{code}")
    phone.get_by_role("button", name="Come in").tap()
    expect(phone.get_by_text("This code does not work")).to_be_visible()


def test_the_office_writes_a_notice_sees_what_changes_and_families_are_asked_again(
    site: Site, page: Page, phone: Page, axe: Axe, family: tuple[PersonId, PersonId]
) -> None:
    child, parent = family
    with site.school() as school:
        school.gives(parent, child, RESEARCH)
    site.enter(page, site.staff("Fatima", Duty.OFFICE))
    page.goto(f"{site.url}/office/purposes")
    page.get_by_role("link", name="Research", exact=True).click()
    page.get_by_role("link", name="Write a new wording").click()
    for label in ("Notice (Nederlands)", "Notice (English)"):
        page.get_by_label(label).fill(page.get_by_label(label).input_value() + "\n\n2029.")
    page.get_by_label("Add a language").fill("ar")
    page.get_by_role("button", name="Add this language").click()
    page.get_by_label("Title (العربية)").fill("بحث")
    page.get_by_label("Notice (العربية)").fill("صور للبحث.")
    axe(page)
    page.get_by_role("button", name="Keep and compare").click()
    expect(page.locator("ins").filter(has_text="2029").first).to_be_visible()
    expect(page.get_by_text("now stand, for")).to_be_visible()
    axe(page)
    page.get_by_label("Yes: something is shown").check()
    page.get_by_role("button", name="Bring it into force").click()
    expect(page.get_by_text("The new wording is in force.")).to_be_visible()
    axe(page)

    with site.school() as school:
        assert school.standing(child, RESEARCH).state is State.OUTDATED
    site.enter(phone, parent, Area.FAMILY)
    phone.goto(f"{site.url}/notices/{RESEARCH}/1")
    expect(phone.get_by_text("no longer in force")).to_be_visible()
    axe(phone)
    phone.goto(f"{site.url}/notices/{RESEARCH}/2?language=ar")
    expect(phone.get_by_role("heading", name="بحث")).to_be_visible()
    axe(phone)
