"""A parent sees where their child was shown, says no to one picture, and takes a copy of what is kept."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.records.queries import releases
from consent_store.records.queries.accounts import Area
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.journeys.site import Site
from tests.journeys.test_comms import attested
from tests.journeys.test_release_masks import pictured
from tests.journeys.test_teachers import ARRIVES, Axe

pytestmark = pytest.mark.browser
COVERED = "everybody else in it is covered"


def let_out(site: Site, item: ItemId) -> None:
    """Communications let a picture out for the website."""
    teacher, colleague, comms = site.staff("Marit", Duty.TEACHER), site.staff("Ruben", Duty.TEACHER), site.staff("Esther", Duty.COMMS)
    with site.school() as school:
        view = Gallery(school, teacher, colleague, comms, None)  # type: ignore[arg-type]
        view.release(item)


def recalled(site: Site) -> set[ItemId]:
    """The pictures that must come back."""
    with site.school() as school:
        return {recall.release.item for recall in releases.recalls_open(school.session)}


def test_a_parent_objects_to_one_picture_and_it_comes_back(site: Site, phone: Page, axe: Axe) -> None:
    child = site.people["Mila"]
    items = [attested(site, "Museum", "Mila", "Sem", seed=seed) for seed in (611, 612)]
    for item in items:
        let_out(site, item)
    site.enter(phone, site.people["Mila's guardian"], Area.FAMILY)
    phone.goto(f"{site.url}/families/{child}")
    phone.get_by_role("link", name="Shown").click()
    ours = [phone.locator(f"[id='{item}']") for item in items]  # other journeys may have shown her as well
    for picture in (each.get_by_role("img", name=COVERED) for each in ours):
        expect(picture).to_be_visible(timeout=ARRIVES)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    pictured(phone, "shown")
    axe(phone)
    ours[0].get_by_role("button", name="No to this picture").click()
    expect(phone.locator("#toasts")).to_contain_text("Your no is kept")
    assert items[0] in recalled(site) and items[1] not in recalled(site)
    pictured(phone, "shown-objected")
    axe(phone)
    phone.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(phone.locator("#toasts")).to_contain_text("taken back")
    for each in ours:
        expect(each.get_by_role("button", name="No to this picture")).to_be_visible()


def test_a_parent_takes_a_copy_in_which_only_their_child_is_seen(site: Site, phone: Page, axe: Axe) -> None:
    child = site.people["Finn"]
    item = attested(site, "Museum", "Finn", "Sem", seed=613)
    site.enter(phone, site.people["Finn's guardian"], Area.FAMILY)
    phone.goto(f"{site.url}/families/{child}")
    phone.get_by_role("link", name="Kept").click()
    axe(phone)
    pictured(phone, "kept")
    phone.get_by_role("button", name="Prepare the copy").click()
    with phone.expect_download(timeout=ARRIVES) as download:
        phone.get_by_role("button", name="Download the copy").click(timeout=ARRIVES)
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as copied:
        data = json.loads(copied.read("kept.json"))
        pictures = [name for name in copied.namelist() if name.startswith("pictures/")]
    assert data["person"]["given_name"] == "Finn" and item in {each["id"] for each in data["pictures"]}
    assert 1 <= len(pictures) <= len(data["pictures"])  # other journeys may have left him in pictures that nobody attested
    phone.get_by_label("What is wrong?").select_option(label="The first name")
    phone.get_by_label("What must it be?").fill("Fynn")
    phone.get_by_role("button", name="Ask the office").click()
    expect(phone.locator("main")).to_contain_text("The office answers before")
    axe(phone)
    pictured(phone, "kept-asked")
