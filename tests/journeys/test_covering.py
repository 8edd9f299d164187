"""Communications covers a name badge: with the mouse, with keys, and on a machine without JavaScript; the file hides it."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.media.images import open_picture
from consent_store.ids import ReleaseId, new_id
from consent_store.operations import making
from consent_store.records.queries import files, renditions
from consent_store.records.queries.renditions import Made
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Duty
from tests.journeys.site import Site
from tests.journeys.test_comms import attested, wait_for
from tests.journeys.test_teachers import Axe, Windows

pytestmark = pytest.mark.browser
GREEN = 0x2F, 0x58, 0x4D


def fields(page: Page) -> list[float]:
    """Where the box stands, in percent."""
    return [float(page.get_by_label(name).input_value()) for name in ("From the left", "From the top", "To the right", "To the bottom")]


def test_a_name_badge_is_covered_by_mouse_by_keys_and_by_numbers(site: Site, windows: Windows, axe: Axe) -> None:
    item, page = attested(site, "Open day", *list(site.faces)[:2], seed=77), windows()
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(f"{site.url}/releases/pictures/{item}")
    page.get_by_role("link", name="Cover by hand").click()
    axe(page)
    page.get_by_role("button", name="Draw a box").click()
    frame = page.locator(".stage .frame").bounding_box() or {}
    page.mouse.move(frame["x"] + frame["width"] * 0.1, frame["y"] + frame["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.8, steps=4)
    page.mouse.up()
    assert fields(page) == pytest.approx([10, 60, 25, 80], abs=1.5)
    page.get_by_label("What is there?").fill("A name badge")
    page.get_by_role("button", name="Cover it").click()
    expect(page.get_by_role("listitem").filter(has_text="A name badge")).to_be_visible()
    page.get_by_role("button", name="Draw a box").click()
    for key in ("ArrowRight", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert fields(page) == [41, 30, 61, 61]
    without_javascript(site, windows, page.url)
    assert is_hidden(site, item)


def without_javascript(site: Site, windows: Windows, address: str) -> None:
    """The four numbers do what drawing does."""
    page = windows(java_script_enabled=False)
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(address)
    for name, number in (("From the left", "50"), ("From the top", "90"), ("To the right", "60.5"), ("To the bottom", "100")):
        page.get_by_label(name).fill(number)
    page.get_by_label("What is there?").fill("A number plate")
    page.get_by_role("button", name="Cover it").click()
    expect(page.get_by_text("A number plate").first).to_be_visible()


def is_hidden(site: Site, item: str) -> bool:
    """Whether both places are under the colour of masks in a file that is made now."""
    with site.services.db.unit_of_work() as session:
        wanted = making.want(session, item, use=Use.RELEASE, release=ReleaseId(new_id()), at=site.services.clock())  # type: ignore[arg-type]
    site.services.nudge.make()
    wait_for(lambda: isinstance(state(site, wanted), Made))
    with site.services.db.reading() as session:
        covers = [cover.box for cover in renditions.covers_of(session, [item])[item]]  # type: ignore[index, list-item]
        made = state(site, wanted)
        [name] = [name for name, sha256, _ in files.kept(session) if isinstance(made, Made) and sha256 == made.sha256]
    pixels = open_picture(b"".join(site.services.vault.open(name))).pixels.astype(int)
    inner = [replace(box, left=box.left + 8, top=box.top + 8, right=box.right - 8, bottom=box.bottom - 8) for box in covers]
    return len(inner) == 2 and all((abs(part(pixels, box) - GREEN) <= 12).all() for box in inner)


def part(pixels: np.ndarray, box: Box) -> np.ndarray:
    return pixels[box.top : box.bottom, box.left : box.right]


def state(site: Site, wanted: object) -> object:
    with site.services.db.reading() as session:
        return renditions.state(session, wanted)  # type: ignore[arg-type]
