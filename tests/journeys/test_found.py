"""Somebody sees a picture of school online, finds out that it was never cleared, and reports it; the supervisor sees it through."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.operations import media
from consent_store.rules.terms import Duty, Kind, Maker, Permission
from tests.journeys.site import Site
from tests.journeys.test_comms import analysed, wait_for
from tests.journeys.test_teachers import ARRIVES, Axe, file

pytestmark = pytest.mark.browser


def kept(site: Site, title: str, data: bytes) -> ItemId:
    """A photo that came in and that nobody has cleared."""
    stored, teacher = site.services.intake.receive(BytesIO(data)), site.staff("Marit", Duty.TEACHER)
    with site.school() as school:
        told = {"actor": teacher, "at": school.at}
        event = media.make_event(school.session, title=title, on=school.at.date(), groups=[site.group], **told)
        told |= {"label": "x.jpg", "sha256": stored.sha256, "size": stored.size, "vault_name": stored.name}
        item = media.admit(school.session, event, kind=Kind.PHOTO, maker=Maker("De Linde", Permission.OWN_WORK), **told).item
    site.services.nudge.analyse(item)
    wait_for(lambda: analysed(site, item))
    return item


def as_somebody_posted_it(data: bytes) -> bytes:
    """Made smaller, with a side cut off, and compressed again."""
    image = Image.open(BytesIO(data)).convert("RGB")
    image = image.crop((0, 0, round(image.width * 0.92), image.height)).resize((552, 400))
    copy = BytesIO()
    image.save(copy, "JPEG", quality=72)
    return copy.getvalue()


def test_from_a_picture_online_to_a_closed_case(phone: Page, windows: Callable[..., Page], site: Site, axe: Axe, tmp_path: Path) -> None:
    data = site.photo("Lotte", "Thijs", seed=77)
    kept(site, "Skating on the canal", data)
    site.enter(phone, site.staff("Nadia", Duty.COMMS))
    phone.goto(f"{site.url}/found/")
    axe(phone)
    phone.get_by_label("The picture, or a screenshot of it").set_input_files([file("screen.jpg", as_somebody_posted_it(data))])
    phone.get_by_label("Where did you see it?").fill("https://example.org/p/skating")
    phone.get_by_role("button", name="Look for it").tap()
    likest = phone.locator("article").first  # other drawn pictures of one playground may come near
    expect(likest.get_by_role("heading", name="Skating on the canal, photo 1")).to_be_visible(timeout=ARRIVES)
    expect(likest.get_by_text("Never cleared here")).to_be_visible()
    expect(likest.get_by_text("This is the same picture.")).to_be_visible()
    axe(phone)
    phone.get_by_label("What did you see?").fill("On an account that is not the school’s.")
    phone.get_by_role("button", name="Report this").tap()
    expect(phone.get_by_text("The supervisor and the privacy officer look after it")).to_be_visible()

    desk = windows()
    site.enter(desk, site.staff("Sofie", Duty.SUPERVISOR))
    desk.goto(f"{site.url}/cases/")
    axe(desk)
    desk.get_by_role("row", name=re.compile("not the school’s")).get_by_role("link").click()
    expect(desk.get_by_text("It is photo 1 of Skating on the canal.")).to_be_visible()
    desk.get_by_label("A measure").check()
    desk.get_by_label("In your words").fill("Asked the owner to take it down.")
    desk.get_by_role("button", name="Add this").click()
    expect(desk.get_by_text("Measure, by Sofie Koning")).to_be_visible()
    axe(desk)
    desk.get_by_label("How did it end?").fill("It is gone; the owner apologised.")
    desk.get_by_role("button", name="Close it").click()
    expect(desk.get_by_text(re.compile("^Closed on .* by Sofie Koning"))).to_be_visible()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="For the dossier").click()
    download.value.save_as(tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as dossier:
        assert {"case.txt", "case.json", "found.jpg"} == set(dossier.namelist())
        assert "the owner apologised" in dossier.read("case.txt").decode()
