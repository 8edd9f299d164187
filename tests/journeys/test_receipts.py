"""A parent keeps choices on a phone, opens the receipt, takes it along, and has it checked by a browser that nobody is signed in to."""

import base64
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import PersonId
from consent_store.records.queries.accounts import Area
from consent_store.rules.entries import Say
from tests.journeys.site import Site
from tests.receipts import LIES, Desk
from tests.school import PORTAL

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]
# Runs the check on many changed copies of one file, without leaving the page; answers with those that passed.
TRIED = """async ([data, key, flips]) => {
  const { check } = await import("/static/js/receipt.js");
  const original = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  await check(original, key);
  const passed = [];
  for (const [place, bit] of flips) {
    const changed = original.slice();
    changed[place] ^= 1 << bit;
    await check(changed, key).then(() => passed.push(place), () => {});
  }
  return passed;
}"""

# The name of the fault of each file.
FAULTS = """async ([files, key]) => {
  const { check } = await import("/static/js/receipt.js");
  const bytes = (data) => Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  return Promise.all(files.map((data) => check(bytes(data), key).then(() => "holds", (refused) => refused.fault)));
}"""


@pytest.fixture
def family(site: Site) -> tuple[PersonId, PersonId]:
    """A child of twelve and a parent."""
    with site.school() as school:
        return school.family(groups=[site.group])


def outcome(page: Page, title: str) -> None:
    """What the check page says."""
    expect(page.locator("#found").get_by_role("heading", name=title)).to_be_visible()


def test_a_receipt_is_kept_checked_and_refused_after_one_changed_byte(
    site: Site, phone: Page, windows: Windows, axe: Axe, family: tuple[PersonId, PersonId], tmp_path: Path
) -> None:
    child, parent = family
    site.enter(phone, parent, Area.FAMILY)
    phone.goto(f"{site.url}/families/{child}")
    answer = phone.get_by_role("group", name="Photo, film, and sound: Parent portal", exact=True)
    answer.get_by_role("radio", name="Yes", exact=True).click()
    expect(phone.locator("#left")).to_contain_text("31 answers left")
    phone.get_by_role("status").get_by_role("link", name="Receipt").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Receipt")
    phone.get_by_role("link", name="All receipts").click()
    axe(phone)
    phone.get_by_role("link", name="You made 3 choices.").click()
    expect(phone.get_by_text("You said yes to Parent portal, photo.")).to_be_visible()
    axe(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download the receipt").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)

    stranger = windows({"width": 390, "height": 844})
    stranger.goto(f"{site.url}/receipts/check")
    stranger.get_by_label("Choose the receipt").set_input_files(kept)
    outcome(stranger, "This receipt is real")
    expect(stranger.get_by_text("Yes: Parent portal, film")).to_be_visible()
    axe(stranger)
    changed = tmp_path / "changed.jsonld"
    changed.write_bytes(kept.read_bytes().replace(b"dpv:ConsentGiven", b"dpv:ConsentGivem", 1))
    stranger.get_by_label("Choose the receipt").set_input_files(changed)
    outcome(stranger, "This receipt was changed")
    expect(stranger.get_by_text("Yes: Parent portal, film")).to_be_hidden()
    longer = tmp_path / "longer.jsonld"
    longer.write_bytes(kept.read_bytes() + b" ")
    stranger.get_by_label("Choose the receipt").set_input_files(longer)
    outcome(stranger, "This is not a receipt, or it was changed")


def test_no_flipped_bit_passes_the_browser(site: Site, page: Page, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    with site.school() as school:
        school.gives(parent, child)
        school.says(parent, Say.NO, child, PORTAL)
    site.enter(page, parent, Area.FAMILY)
    page.goto(f"{site.url}/receipts/{child}")
    address = page.get_by_role("link", name="You made 2 choices.").get_attribute("href")
    data = page.request.get(f"{site.url}{address}/file").body()
    key = page.request.get(f"{site.url}/ledger-key").text()
    lot = random.Random(7)
    flips = [(lot.randrange(len(data)), lot.randrange(8)) for _ in range(400)]

    assert page.evaluate(TRIED, [base64.b64encode(data).decode(), key, flips]) == []
    assert json.loads(data)["@type"] == "dpv:ConsentReceipt"


def test_browser_and_command_agree_on_every_forgery(site: Site, page: Page, tmp_path: Path) -> None:
    desk = Desk.open(tmp_path)
    page.goto(f"{site.url}/receipts/check")
    files = [desk.file(), *(desk.forged(change) for _, change in LIES.values())]
    found = page.evaluate(FAULTS, [[base64.b64encode(file).decode() for file in files], desk.key])
    assert dict(zip(LIES, found[1:], strict=True)) == {lie: str(fault) for lie, (fault, _) in LIES.items()}
    assert found[0] == "holds"
