"""The main job from end to end: a photo comes in, is reviewed by two, a parent says yes, communications takes it; and takes it no more."""

import json
import re
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.demo import cast
from app.demo.camera import Shot, save_jpeg
from app.demo.scenes import rows, scene
from consent_store.ids import ItemId
from consent_store.operations import media, reviews
from consent_store.records import ledger
from consent_store.records.queries import media as questions
from consent_store.records.queries import releases
from consent_store.records.queries.accounts import Area
from consent_store.rules.entries import Downloaded, Say
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import RECOGNITION, Duty, Kind, Maker, Permission
from tests.journeys.site import Site
from tests.journeys.test_teachers import ARRIVES, Axe, Windows, file, make_event, press, question, review, send
from tests.needs import need

pytestmark = pytest.mark.browser
STRIPPED = {"ExifTool", "System", "File", "JFIF", "Composite", "ICC_Profile", "ICC-header"}  # groups of exiftool about the file alone

WRITTEN = {"XMP-x", "XMP-dc", "XMP-photoshop", "XMP-plus", "XMP-xmpRights"}  # what we write ourselves: see tests of metadata


def as_a_phone_makes_it(site: Site, *given: str, seed: int) -> bytes:
    """A photo with position, camera, owner and thumbnail inside."""
    standing = rows([(name, site.faces[name]) for name in given], seed, width=0.16)
    return save_jpeg(scene("playground", standing, (1200, 800), seed).pixels, Shot(datetime(2026, 11, 20, 11, 3, tzinfo=UTC)))


def told_by_exiftool(path: Path) -> set[str]:
    """The groups of what is in a file."""
    answer = subprocess.run([need("exiftool"), "-j", "-G1", "-ee", str(path)], capture_output=True, check=True)
    return {name.split(":")[0] for name in json.loads(answer.stdout)[0] if ":" in name}


def attested(site: Site, title: str, *given: str, seed: int) -> ItemId:
    """A photo that came in, went through the worker, and that a colleague attested."""
    stored = site.services.intake.receive(BytesIO(as_a_phone_makes_it(site, *given, seed=seed)))
    teacher, colleague = site.staff("Marit", Duty.TEACHER), site.staff("Ruben", Duty.TEACHER)
    with site.school() as school:
        events = {event.title: event.id for event in questions.event_titles(school.session)}
        told = {"actor": teacher, "at": school.at}
        event = events.get(title) or media.make_event(school.session, title=title, on=school.at.date(), groups=[site.group], **told)
        kept = {"kind": Kind.PHOTO, "label": "x.jpg", "sha256": stored.sha256, "size": stored.size, "vault_name": stored.name}
        item = media.admit(school.session, event, maker=Maker("De Linde", Permission.OWN_WORK), **kept, **told).item
    site.services.nudge.analyse(item)
    wait_for(lambda: analysed(site, item))
    with site.school() as school:
        found = questions.sightings_of(school.session, item)
        assert len(found) == len(given)
        for face in found:
            person = face.proposal.person if face.proposal else None
            assert person in {site.people[name] for name in given}
            reviews.answer(school.session, face.sighting.id, Answer.PERSON, person, seen=None, actor=teacher, at=school.at)
        seen = questions.item(school.session, item).revision
        reviews.attest(school.session, item, seen=seen, actor=colleague, at=school.at)
    return item


def analysed(site: Site, item: ItemId) -> bool:
    with site.services.db.reading() as session:
        return questions.item(session, item).analysed


def wait_for(so: Callable[[], bool]) -> None:
    """Until something is so, a minute at most."""
    until = time.monotonic() + ARRIVES / 1000
    while not so():
        assert time.monotonic() < until
        time.sleep(0.1)


def downloads(site: Site) -> int:
    """How often anything was taken, as the ledger has it."""
    with site.services.db.reading() as session:
        return len(ledger.read(session, kind=Downloaded.__name__))


def choose(page: Page, site: Site, event: str, purpose: str = "website") -> None:
    """Go to what may go out of an event."""
    page.goto(f"{site.url}/releases/?purpose={purpose}")
    events = page.get_by_label("Which event?")
    value = events.locator("option", has_text=event).get_attribute("value") or ""
    events.select_option(value=value)
    page.wait_for_url(re.compile(f"event={value}"))


def answer_the_questions(page: Page) -> None:
    """What is asked before anything goes out."""
    page.get_by_label("Where exactly do you publish it?").fill("News page")
    page.get_by_label("On behalf of the school").check()
    page.get_by_label("What is it for?").fill("News about the day")


def have_it_made_and_release(page: Page, number: str) -> None:
    """The files are made while one waits; then all is confirmed, and out."""
    answer_the_questions(page)
    page.get_by_role("button", name=re.compile("Make the file")).click()
    page.wait_for_url(re.compile("/releases/drafts/"))
    let_out = page.locator("button#let-out:not([aria-disabled])", has_text=f"Release {number}")
    expect(let_out).to_be_visible(timeout=ARRIVES)
    page.get_by_label("I looked: nothing else").check()
    let_out.click()
    page.get_by_role("heading", name=re.compile("released")).wait_for()


def says(site: Site, child: str, say: Say) -> None:
    """A guardian speaks about the website."""
    guardian, about = site.people[f"{child}'s guardian"], site.people[child]
    with site.school() as school:
        school.says(guardian, say, about)


def uploaded_and_reviewed(site: Site, teacher: Page, colleague: Page, data: bytes) -> ItemId:
    """A teacher uploads a photo of two, says who they are and attests; a colleague attests too."""
    site.enter(teacher, site.staff("Marit", Duty.TEACHER))
    make_event(teacher, site, "Harvest market")
    send(teacher, file("IMG_21.jpg", data))
    item = review(teacher)
    for _ in range(2):
        expect(question(teacher)).to_have_text(re.compile("Is this (Lotte|Jip) de Vries"))
        before = question(teacher).text_content() or ""
        press(teacher, "Enter")
        expect(question(teacher)).not_to_have_text(before)
    press(teacher, "a")
    teacher.get_by_text("Photo 1 is attested.").wait_for()
    site.enter(colleague, site.staff("Ruben", Duty.TEACHER))
    colleague.goto(f"{site.url}/events/items/{item}")
    colleague.get_by_role("button", name=re.compile("Attest 2 people")).click()
    colleague.get_by_text("Photo 1 is attested.").wait_for()
    return item


def answers(phone: Page, site: Site, child: str, said: str) -> None:
    """A guardian taps yes or no for the website."""
    site.enter(phone, site.people[f"{child}'s guardian"], Area.FAMILY)
    phone.goto(f"{site.url}/families/{site.people[child]}")
    with phone.expect_response(re.compile("/families/")):
        phone.locator("#website label", has_text=said).first.tap()


def test_a_photo_goes_from_the_teacher_to_the_website(
    site: Site, page: Page, phone: Page, windows: Windows, axe: Axe, tmp_path: Path
) -> None:
    site.pupil("Jip", cast.pupils()[12], RECOGNITION)
    site.settle()
    data = as_a_phone_makes_it(site, "Lotte", "Jip", seed=21)
    (tmp_path / "sent.jpg").write_bytes(data)
    assert {"IFD0", "GPS", "ExifIFD"} <= told_by_exiftool(tmp_path / "sent.jpg")
    uploaded_and_reviewed(site, windows(), windows(), data)

    site.enter(page, site.staff("Esther", Duty.COMMS))
    choose(page, site, "Harvest market")
    expect(page.locator(".tile")).to_contain_text("Jip de Vries: there is no answer yet, so it is no.")
    expect(page.locator(".tile")).to_contain_text("Covered in the file.")
    axe(page)
    answers(phone, site, "Jip", "Yes")
    page.reload()
    expect(page.locator(".tile")).to_contain_text("2 people, all said yes")
    page.get_by_role("checkbox", name="Choose Photo 1").check()
    page.get_by_role("button", name="Release what is chosen").click()
    expect(page.locator("main")).to_contain_text("2 people")
    axe(page)
    have_it_made_and_release(page, "1 picture")
    axe(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download photo 1").click()
    assert re.fullmatch(r"harvest-market-\d{4}-\d\d-\d\d-001-[a-z2-7]{8}\.jpg", taken.value.suggested_filename)
    received = tmp_path / "received.jpg"
    taken.value.save_as(received)
    assert told_by_exiftool(received) <= STRIPPED | WRITTEN
    assert Image.open(received).size == (1200, 800) and received.read_bytes() != data

    page.get_by_label("At which address?").fill("https://school.test/market")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Written down where 1 picture is.").wait_for()
    axe(page)


def test_a_withdrawal_stops_a_download_that_was_cleared_a_minute_ago(site: Site, page: Page, phone: Page, axe: Axe) -> None:
    item = attested(site, "Skating", "Mila", seed=31)
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(f"{site.url}/releases/confirm?purpose=website&item={item}")
    have_it_made_and_release(page, "1 picture")
    with page.expect_download():
        page.get_by_role("button", name="Download photo 1").click()
    before = downloads(site)

    answers(phone, site, "Mila", "No")

    page.get_by_role("button", name="Download photo 1").click()
    expect(page.locator("main")).to_contain_text("Nothing went out.")
    axe(page)
    page.goto(f"{site.url}/releases/")
    with site.services.db.reading() as session:
        [release] = releases.releases_of(session, item)
    token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
    form = {"csrf_token": token, "why": "again"}
    ours = {"Sec-Fetch-Site": "same-origin"}
    direct = page.request.post(f"{site.url}/releases/{release.id}/download", form=form, headers=ours)
    assert direct.status == 409 and "image" not in direct.headers["content-type"]
    assert downloads(site) == before

    page.goto(f"{site.url}/releases/")
    first = page.locator("main h2, main h1").first
    expect(first).to_contain_text("must come back")
    axe(page)
    page.goto(f"{site.url}/releases/pictures/{item}")  # where others must come back too, it may not be among the first
    task = page.locator("article[data-verdict=recalled]")
    expect(task).to_contain_text("Mila de Vries may not be shown here.")
    task.get_by_role("link", name="See to it").click()
    page.get_by_label("How do you know that it is gone?").fill("The page answers not found.")
    page.get_by_role("button", name="It is gone").click()
    page.get_by_text("this one is gone").wait_for()
    page.get_by_role("button", name="Close this recall").click()
    page.get_by_text("Closed. Whoever").wait_for()
    page.goto(f"{site.url}/releases/pictures/{item}")
    expect(page.get_by_role("heading", name=re.compile("Skating"))).to_be_visible()
    expect(page.locator("article[data-verdict=recalled]")).to_have_count(0)
    says(site, "Mila", Say.YES)


def test_many_go_out_in_one_file(site: Site, page: Page, tmp_path: Path) -> None:
    items = [attested(site, "Concert", name, seed=seed) for name, seed in (("Sem", 41), ("Finn", 42))]
    site.enter(page, site.staff("Esther", Duty.COMMS))
    choose(page, site, "Concert")
    expect(page.get_by_role("link", name="Release all 2 that may go out")).to_be_visible()
    page.get_by_role("button", name="Choose all on this page").click()
    expect(page.locator("[data-picks-bar]")).to_contain_text("2 pictures chosen")
    page.get_by_role("button", name="Release what is chosen").click()
    have_it_made_and_release(page, "2 pictures")
    before = downloads(site)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download everything as a zip").click()
    taken.value.save_as(tmp_path / "many.zip")
    with zipfile.ZipFile(tmp_path / "many.zip") as found:
        assert found.testzip() is None
        pictures = found.namelist()[:-2]
        assert [re.sub(r"-[a-z2-7]{8}\.jpg", "", name).rsplit("-", 1)[1] for name in pictures] == ["001", "002"]
        assert all(Image.open(BytesIO(found.read(name))).size == (1200, 800) for name in pictures)
        assert found.namelist()[-2:] == ["captions.csv", "manifest.txt"]
    assert downloads(site) == before + len(items)


def test_the_office_reads_in_the_ledger_what_was_said(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Marlies", Duty.OFFICE))
    page.goto(f"{site.url}/ledger/")
    axe(page)
    page.get_by_label("About whom?").fill("Lotte")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Lotte de Vries").click()
    expect(page.locator("main")).to_contain_text("About Lotte de Vries.")
    page.get_by_label("What?").select_option(label="consents")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".timeline li").first).to_contain_text("said yes for Lotte de Vries")
    axe(page)
