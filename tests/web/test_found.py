"""Pages of pictures found elsewhere, and of cases: what they say of each fate, who reads them, and what a dossier holds."""

import json
import zipfile
from io import BytesIO

import pytest
from PIL import Image

from consent_store.ids import InquiryId, ItemId, PersonId, PurposeCode
from consent_store.operations import inquiries
from consent_store.records.queries import people
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


def asked(web: Web, by: PersonId, item: ItemId | None = None, bits: int = 4) -> InquiryId:
    """A question that a worker answered."""
    stored = web.services.vault.put(png())
    with web.services.db.unit_of_work() as session:
        inquiry = inquiries.ask(session, vault_name="sent", address="https://example.org/p", actor=by, at=web.at)
        inquiries.answer(session, inquiry, {item: bits} if item else {}, vault_name=stored.name, at=web.at)
    return inquiry


def staff(web: Web, duty: Duty) -> tuple[PersonId, Browser]:
    with web.school() as school:
        person = school.staff(duty)
    browser = web.enter(person)
    browser.client.set_cookie("language", "en", domain="localhost")
    return person, browser


def test_a_picture_is_taken_in_and_waits(web: Web) -> None:
    _, browser = staff(web, Duty.TEACHER)
    browser.get("/found/")
    answer = browser.post("/found/", {"address": "", "picture": (BytesIO(png()), "seen.png")})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "All our pictures are looked through" in page and "hx-get" in page


@pytest.mark.parametrize("sent", [(b"", ""), (b"no picture", "x.png")])
def test_nothing_is_kept_of_what_is_no_picture(web: Web, sent: tuple[bytes, str]) -> None:
    _, browser = staff(web, Duty.TEACHER)
    browser.get("/found/")
    assert browser.post("/found/", {"address": " ", "picture": (BytesIO(sent[0]), sent[1])}).status_code == 422
    assert list(web.services.vault.names()) == []


@pytest.mark.parametrize(("bits", "said"), [(31, "This is the same picture."), (32, "Look whether it is the same.")])
def test_how_sure_it_is(show: Show, bits: int, said: str) -> None:
    [item] = show.pictures(show.family()[0])
    teacher, browser = staff(show.web, Duty.TEACHER)
    page = browser.get(f"/found/{asked(show.web, teacher, item, bits)}").text
    assert said in page and "Never cleared here" in page and "It was never let out." in page


def test_what_went_out_covered_is_said_to_be(show: Show) -> None:
    """A copy that shows the face did not come from that release."""
    with show.web.school() as school:
        item = show.picture(school, Answer.STRANGER, Answer.NOBODY)
        show.gallery.release(item, PurposeCode("social_media"))
    teacher, browser = staff(show.web, Duty.TEACHER)
    page = browser.get(f"/found/{asked(show.web, teacher, item)}").text
    assert "Cleared, for what stands below" in page and "1 face is covered in it: look whether it is so here." in page


def test_what_is_not_ours_may_be_reported_too(web: Web) -> None:
    teacher, browser = staff(web, Duty.TEACHER)
    inquiry = asked(web, teacher)
    assert "Not one of ours" in browser.get(f"/found/{inquiry}").text
    assert browser.get(f"/found/{inquiry}/picture").mimetype == "image/jpeg"
    answer = browser.post(f"/found/{inquiry}/report", {"what": "A class photo on a shop’s page"})
    assert answer.location == "/found/"
    assert "Reported." in browser.get("/found/").text
    assert browser.get("/cases/").status_code == 403
    _, supervisor = staff(web, Duty.SUPERVISOR)
    assert "A class photo on a shop" in supervisor.get("/cases/").text


def test_a_report_without_words_changes_nothing(web: Web) -> None:
    teacher, browser = staff(web, Duty.TEACHER)
    inquiry = asked(web, teacher)
    browser.get(f"/found/{inquiry}")
    assert browser.post(f"/found/{inquiry}/report", {"what": " "}).location == f"/found/{inquiry}"
    _, supervisor = staff(web, Duty.SUPERVISOR)
    assert "No open cases" in supervisor.get("/cases/").text


def test_a_dossier_holds_the_whole_case(show: Show) -> None:
    child, _ = show.family()
    [item] = show.pictures(child)
    keeper, browser = staff(show.web, Duty.SUPERVISOR)
    inquiry = asked(show.web, keeper, item)
    browser.get(f"/found/{inquiry}")
    case = browser.post(f"/found/{inquiry}/report", {"what": "Seen\non Monday", "item": item}).location
    assert "late" not in browser.get(case).text
    browser.post(f"{case}/notes", {"sort": "measure", "text": "A talk with the pupil"})
    browser.post(f"{case}/people", {"part": "shown", "person": child})
    browser.post(f"{case}/close", {"outcome": "It is gone."})
    with zipfile.ZipFile(BytesIO(browser.get(f"{case}/dossier.zip").data)) as dossier:
        told = json.loads(dossier.read("case.json"))
        assert Image.open(BytesIO(dossier.read("found.jpg"))).size == (60, 40)
        assert "A talk with the pupil" in dossier.read("case.txt").decode()
    with show.web.school() as school:
        assert told["people"] == {"Shown in the picture": [people.person(school.session, child).name]}
    assert (told["reported"]["what"], told["item"], told["closed"]["outcome"]) == ("Seen\non Monday", item, "It is gone.")
