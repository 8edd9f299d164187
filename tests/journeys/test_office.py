"""The office's morning: a new pupil with a parent, a form on paper, a face that is learnt, and a colleague who is invited."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.demo import cast
from app.demo.camera import save_jpeg
from app.demo.portraits import portrait
from consent_store.rules.terms import Duty
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]
LEARNT = 60_000  # milliseconds


def test_a_pupil_a_parent_a_form_and_a_face(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Fatima", Duty.OFFICE))
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Office", exact=True).click()
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("pupil", exact=True).check()
    page.get_by_label("Given name").fill("Noud")
    page.get_by_label("Family name").fill("Bakker")
    page.get_by_label("Born on").fill("2014-02-03")
    page.get_by_label("2A").check()
    axe(page)
    page.get_by_role("button", name="Add").click()

    expect(page.get_by_role("heading", name="Noud Bakker")).to_be_visible()
    expect(page.get_by_text("Nobody can say yes.")).to_be_visible()
    page.get_by_role("link", name="Add a guardian").click()
    page.get_by_label("Given name").fill("Ineke")
    page.get_by_label("Family name").fill("Bakker")
    page.get_by_label("They say yes and no").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("has legal authority", exact=True)).to_be_visible()

    page.get_by_role("link", name="Record a form on paper").click()
    page.get_by_label("Who signed it?").select_option(label="Ineke Bakker")
    for asked in ("photo: Parent portal", "photo: Face recognition while photos are reviewed"):
        page.get_by_role("group", name=asked).get_by_role("radio", name="Yes").click()
    page.get_by_label("Scan of the form").set_input_files({"name": "form.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"})
    axe(page)
    page.get_by_role("button", name="Record what the form says").click()
    expect(page.get_by_role("row", name="Parent portal")).to_contain_text("Ineke Bakker said yes on")
    with page.expect_download() as scan:
        page.get_by_role("link", name="Form of").click()
    assert scan.value.path().read_bytes() == b"%PDF-1.7 signed"

    face = cast.pupils()[9]
    pictures = [save_jpeg(portrait(face, size=300, variation=number)) for number in (1, 2)]
    page.get_by_label("Pictures of Noud alone").set_input_files(
        [{"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": data} for number, data in enumerate(pictures)]
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("of the face", exact=False).filter(has_text="kept.").first).to_be_visible(timeout=LEARNT)
    axe(page)


def test_a_picture_of_two_people_is_not_learnt_and_says_why(site: Site, page: Page) -> None:
    site.enter(page, site.staff("Fatima", Duty.OFFICE))
    page.goto(f"{site.url}/office/people/{site.people['Lotte']}")
    page.get_by_label("Pictures of Lotte alone").set_input_files(
        {"name": "two.jpg", "mimeType": "image/jpeg", "buffer": site.photo("Lotte", "Sem", seed=5)}
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("there is more than one face in it")).to_be_visible(timeout=LEARNT)


def test_a_colleague_is_invited_and_comes_in_by_the_link(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Ada2", Duty.ADMIN))
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("Given name").fill("Marit")
    page.get_by_label("Family name").fill("de Boer")
    page.get_by_label("E-mail address").fill("marit.deboer@school.test")
    page.get_by_label("Language").select_option("en")
    page.get_by_label("Teacher").check()
    axe(page)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is not used yet.")).to_be_visible()
    page.goto(f"{site.url}/office/mail")
    for _ in range(50):
        if page.get_by_text("marit.deboer@school.test").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    page.get_by_role("link", name="marit.deboer@school.test").first.click()
    axe(page)
    letter = page.locator(".letter").inner_text()
    link = next(word for word in letter.split() if "/signin/invitation/" in word)
    page.context.clear_cookies()
    page.goto(site.url + link[link.index("/signin/") :])
    expect(page.get_by_label("Password")).to_be_visible()
