"""One photo, two uses: whole for the parents, with two covered for the website, by somebody of communications on a phone."""

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.records.queries import facts, releases
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_comms import answer_the_questions, attested, have_it_made_and_release, says
from tests.journeys.test_teachers import ARRIVES, Axe

pytestmark = pytest.mark.browser


def pictured(page: Page, name: str) -> None:
    """A screenshot, where somebody wants to look: BEELDPOORT_SCREENS names a folder."""
    folder = os.environ.get("BEELDPOORT_SCREENS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def ask(page: Page, site: Site, item: ItemId, purpose: str) -> None:
    page.goto(f"{site.url}/releases/confirm?purpose={purpose}&item={item}")
    page.get_by_label("As large as it is").check()


def taken(page: Page) -> zipfile.ZipFile:
    """Everything that was released, as it arrives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything as a zip").click()
    return zipfile.ZipFile(BytesIO(Path(download.value.path()).read_bytes()))


def pixels(found: zipfile.ZipFile) -> np.ndarray:
    [name] = [each for each in found.namelist() if each.endswith(".jpg")]
    return np.asarray(Image.open(BytesIO(found.read(name))).convert("RGB")).astype(int)


def test_a_photo_goes_whole_to_the_parents_and_with_two_masks_to_the_website(site: Site, phone: Page, axe: Axe) -> None:
    item = attested(site, "Autumn fair", "Lotte", "Ravi", "Finn", seed=77)
    says(site, "Finn", Say.NO)
    site.enter(phone, site.staff("Esther", Duty.COMMS))

    ask(phone, site, item, "parent_portal")
    expect(phone.get_by_role("heading", name="Who is covered")).to_have_count(0)
    have_it_made_and_release(phone, "1 picture")
    whole = taken(phone)

    ask(phone, site, item, "website")
    covered = phone.locator("section, .card", has=phone.get_by_role("heading", name="Who is covered")).first
    expect(covered).to_contain_text("Ravi de Vries")
    expect(covered).to_contain_text("Finn de Vries")
    pictured(phone, "1-asked")
    axe(phone)
    answer_the_questions(phone)
    phone.get_by_label("What can be seen?").fill("Three children at a stall with pumpkins.")
    phone.get_by_role("button", name="Make the file").click()
    phone.wait_for_url(re.compile("/releases/drafts/"))
    mend_and_answer(phone, axe)
    phone.get_by_role("heading", name="1 picture is released").wait_for()
    expect(phone.locator("#line-en")).to_contain_text("on behalf of De Linde")
    pictured(phone, "3-released")
    axe(phone)
    masked = taken(phone)
    says(site, "Finn", Say.YES)
    assert "What a fair! Mail fair@school.test." in masked.read("captions.csv").decode()
    two_are_covered_and_nobody_else(site, item, np.abs(pixels(whole) - pixels(masked)).max(axis=2))


def mend_and_answer(phone: Page, axe: Axe) -> None:
    """A text with a name and an address in it: refused, mended, answered."""
    text, marks, let_out = phone.get_by_label("What do you write with it?"), phone.locator("#marks"), phone.locator("#let-out")
    text.press_sequentially("What a fair! Thanks to Lotte, mail fair@school.test.", delay=1)
    expect(marks).to_contain_text("2 places to mend or to answer")
    expect(phone.locator("#let-out:not([aria-disabled])")).to_be_visible(timeout=ARRIVES)
    expect(phone.locator("#files img")).to_have_js_property("complete", True)
    pictured(phone, "2-marked")
    axe(phone)
    phone.get_by_label("I looked: nothing else").check()
    let_out.click()
    expect(phone.locator("main")).to_contain_text("Something in the text is still marked.")
    phone.wait_for_load_state()  # what is typed before the scripts are there is looked through at the release alone
    text.fill("What a fair! Mail fair@school.test.")
    expect(marks).to_contain_text("1 place to mend or to answer")
    phone.get_by_label("It is meant, because").fill("It is the fair's own address.")
    phone.get_by_label("I looked: nothing else").check()
    let_out.click()


def two_are_covered_and_nobody_else(site: Site, item: ItemId, difference: np.ndarray) -> None:
    """Where the two files differ, somebody is covered; the third face is the same in both."""
    with site.services.db.reading() as session:
        kept = {str(view.purpose): view for view in releases.releases_of(session, item)}
        places = {claim.id: claim.box for claim in facts.sightings_of(session, [item])[item]}
    assert len(kept["parent_portal"].masks) == 0 and len(kept["website"].masks) == 2
    for sighting, box in places.items():
        assert box is not None
        face = difference[box.top : box.bottom, box.left : box.right]
        covered = sighting in kept["website"].masks
        assert (np.mean(face > 30) > 0.6) == covered and (covered or face.mean() < 12)
