"""The office imports the list of its pupil system: looks at it, corrects it, applies it, and answers who has authority."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.roster.files import SAMPLES

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]


def enter(site: Site, page: Page) -> None:
    site.enter(page, site.staff("Imke", Duty.OFFICE))
    page.goto(f"{site.url}/office/roster")


def chosen(page: Page, *files: Path) -> None:
    """Choose files, which are then read at once."""
    page.wait_for_url("**/office/roster")
    page.wait_for_load_state()  # the script that hands them in is there by then
    page.get_by_label("Choose files").set_input_files(files)
    page.wait_for_url("**/office/roster/**")


def discard(page: Page) -> None:
    """Leave nothing behind for the other journeys."""
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()


def test_from_the_list_to_the_last_answer(site: Site, page: Page, axe: Axe) -> None:
    enter(site, page)
    axe(page)
    page.get_by_label("Choose files").set_input_files(SAMPLES / "somtoday.csv")
    expect(page.get_by_role("heading", name="What is in the columns?")).to_be_visible()
    expect(page.get_by_text("“BSN” (citizen service numbers)")).to_be_visible()
    expect(page.get_by_label("What “Verzorger 2 naam” is")).to_have_value("guardian2.name")
    axe(page)
    page.get_by_label("What “Verzorger 2 naam” is").select_option("Pupil: class")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Two columns are said to be the same.")).to_be_visible()
    page.get_by_label("What “Verzorger 2 naam” is").select_option("Guardian 2: whole name")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing has changed yet.")).to_be_visible()
    expect(page.get_by_text("4 new pupils")).to_be_visible()
    expect(page.get_by_text("A pupil without a guardian")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Apply all of this").click()
    expect(page.get_by_role("heading", name="The import is done")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Answer who has authority").click()
    expect(page.get_by_text("5 answers to go.")).to_be_visible()
    axe(page)
    for key in ("y", "y", "n", "y", "y"):  # the first question has the focus, and each answer gives it to the next
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 answers are recorded.")).to_be_visible()
    expect(page.get_by_text("Every answer is given")).to_be_visible()
    page.get_by_role("link", name="Import", exact=True).click()
    chosen(page, SAMPLES / "somtoday.csv")
    expect(page.get_by_text("Nothing changes.")).to_be_visible()
    discard(page)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("oneroster11", "4 new pupils"),
        ("oneroster12", "2 new pupils"),
        ("sds", "2 new pupils"),
        ("magister.csv", "Correct what the columns are"),
        ("parnassys.xlsx", "Correct what the columns are"),
    ],
)
def test_each_format_from_our_own_samples_on_a_phone(site: Site, phone: Page, axe: Axe, name: str, shown: str) -> None:
    enter(site, phone)
    path = SAMPLES / name
    phone.get_by_label("Choose files").set_input_files(sorted(path.iterdir()) if path.is_dir() else [path])
    phone.wait_for_url("**/office/roster/**")
    if phone.get_by_role("heading", name="What is in the columns?").is_visible():
        axe(phone)
        phone.get_by_role("button", name="Show what would change").click()
    expect(phone.get_by_role("heading", name="What would change")).to_be_visible()
    expect(phone.get_by_text(shown)).to_be_visible()
    axe(phone)
    discard(phone)


def test_a_file_that_is_no_list_says_so(site: Site, page: Page, axe: Axe) -> None:
    enter(site, page)
    page.get_by_label("Choose files").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n\0"})
    expect(page.get_by_role("alert")).to_contain_text("This is not a table")
    axe(page)
