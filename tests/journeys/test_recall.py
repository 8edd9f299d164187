"""A parent takes consent back: everything with that child is found, stopped and taken down, and the parent hears when it is gone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.jobs import recalling
from app.mail import FolderMailer, KeptLetter
from consent_store.records.queries import people
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_comms import answers, attested, downloads, have_it_made_and_release, says, wait_for
from tests.journeys.test_teachers import ARRIVES, Axe

pytestmark = pytest.mark.browser
SCREEN = Path(__file__).parents[2] / "docs" / "pictures" / "family.png"


def letters_to(site: Site, person: str) -> list[KeptLetter]:
    """The letters that somebody got, the newest first."""
    with site.services.db.reading() as session:
        address = people.person(session, site.people[person]).email
    assert isinstance(site.services.mailer, FolderMailer)
    return [letter for letter in site.services.mailer.letters() if letter.to == address]


def let_out_and_post(page: Page, site: Site) -> None:
    """A photo of two goes to the website; whoever took it says where it was posted."""
    item = attested(site, "Kite day", "Finn", "Sem", seed=51)
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(f"{site.url}/releases/confirm?purpose=website&item={item}")
    have_it_made_and_release(page, "1 picture")
    with page.expect_download():
        page.get_by_role("button", name="Download photo 1").click()
    page.get_by_label("On which account?").fill("Instagram @delinde")
    page.get_by_label("At which address?").fill("https://social.test/p/1")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Written down where 1 picture is.").wait_for()


def find_it_on_the_board(page: Page, phone: Page, site: Site, axe: Axe) -> None:
    """The board tells what is to be done; a phone shows one column of it."""
    page.goto(f"{site.url}/releases/recalls")
    expect(page.locator("article", has_text="Kite day")).to_contain_text("0 of 2 done")
    expect(page.locator("main")).to_contain_text("published without consent")
    axe(page)
    site.enter(phone, site.staff("Esther", Duty.COMMS))
    phone.goto(f"{site.url}/releases/recalls?column=waiting")
    expect(phone.get_by_role("heading", name="Waiting")).to_be_visible()
    expect(phone.get_by_role("heading", name="To do")).to_be_hidden()
    axe(phone)
    page.locator("article", has_text="Kite day").get_by_role("link", name="See to it").click()
    axe(page)


def wait_for_the_platform_and_replace_it(page: Page, site: Site, axe: Axe) -> None:
    """Somebody else is asked; meanwhile a masked one is made to go in its place."""
    before, recall = downloads(site), page.url
    posting = page.locator("article", has_text="Instagram @delinde")
    posting.get_by_text("Somebody else sees to it").click()
    posting.get_by_label("Whom did you ask to take it away?").fill("The platform, by its form.")
    posting.get_by_role("button", name="Wait for it").click()
    expect(posting).to_contain_text("The platform, by its form.")
    page.get_by_role("button", name="Make one with masks").click()
    expect(page.locator("button#let-out:not([aria-disabled])")).to_be_visible(timeout=ARRIVES)
    axe(page)
    assert downloads(site) == before
    page.goto(recall)


def prove_and_close(page: Page, axe: Axe) -> None:
    """Each task by hand, one with a picture of the screen; nothing closes by itself."""
    posting = page.locator("article", has_text="Instagram @delinde")
    posting.get_by_label("How do you know that it is gone?").fill("The page answers not found.")
    posting.get_by_text("Add an address or a picture of the screen").click()
    posting.get_by_label("A picture of the screen").set_input_files(SCREEN)
    posting.get_by_role("button", name="It is gone").click()
    page.get_by_text("this one is gone").wait_for()
    expect(page.get_by_role("button", name="Close this recall")).to_have_attribute("aria-disabled", "true")
    taken = page.locator("article", has_text="Taken by Esther")
    taken.get_by_label("How do you know that it is gone?").fill("Deleted.")
    taken.get_by_role("button", name="It is gone").click()
    axe(page)
    with page.expect_download() as shot:
        posting.get_by_role("link", name="The picture of the screen").click()
    assert re.fullmatch(r"proof-[a-z2-7]{8}\.png", shot.value.suggested_filename)
    assert Path(shot.value.path()).read_bytes() == SCREEN.read_bytes()
    page.get_by_role("button", name="Close this recall").click()
    page.get_by_text("Closed. Whoever").wait_for()
    expect(page.locator("#done ~ article", has_text="Kite day")).to_have_count(1)


def test_a_withdrawal_is_seen_to_until_the_family_is_told(site: Site, page: Page, phone: Page, axe: Axe) -> None:
    let_out_and_post(page, site)
    answers(phone, site, "Finn", "No")
    find_it_on_the_board(page, phone, site, axe)
    wait_for_the_platform_and_replace_it(page, site, axe)
    prove_and_close(page, axe)

    assert letters_to(site, "Finn's guardian") == []
    recalling.tell(site.worker.shop)
    wait_for(lambda: bool(letters_to(site, "Finn's guardian")))
    [letter] = letters_to(site, "Finn's guardian")
    assert "Finn" in letter.subject and "Kite day" in letter.text and "Sem" not in letter.text
    page.goto(f"{site.url}/releases/numbers")
    expect(page.locator("main")).to_contain_text("Sem de Vries")
    axe(page)
    says(site, "Finn", Say.YES)
