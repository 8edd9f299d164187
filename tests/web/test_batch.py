"""From what was chosen to what is taken: files are made, the gate is asked each time, and what left is signed for."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256

import pytest
from werkzeug.test import TestResponse

from app import manifest
from app.manifest import Beside, Line
from app.vault.parts import PART
from consent_store.errors import NotCleared
from consent_store.ids import ItemId, PersonId, ReleaseId, RenditionId
from consent_store.operations import making, people
from consent_store.records import ledger
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import people as person_queries
from consent_store.records.queries import releases as questions
from consent_store.records.queries import renditions
from consent_store.rules.entries import DraftOpened, Say
from consent_store.rules.sightings import Answer
from tests.school import PORTAL
from tests.web.browser import Web
from tests.web.releasing import Show, bytes_of, form

KINDS = ("Released", "Downloaded")


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


def out(show: Show) -> list[str]:
    """What was recorded about what went out."""
    with show.web.school() as school:
        kinds = [type(entry.body).__name__ for entry in ledger.read(school.session)]
    return [kind for kind in kinds if kind in KINDS]


def name(show: Show, person: PersonId) -> str:
    with show.web.school() as school:
        return person_queries.person(school.session, person).name


def zipped(data: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def pictures(found: zipfile.ZipFile) -> list[bytes]:
    return [found.read(each) for each in found.namelist() if each.endswith(".jpg")]


def test_one_picture_is_asked_for_made_released_and_taken(show: Show) -> None:
    [item] = show.pictures(show.family()[0])
    asked = show.browser.get(f"/releases/confirm?purpose=website&item={item}").text
    assert "Make the file" in asked and out(show) == []
    answer = show.browser.post("/releases/confirm", form(item))
    page = show.browser.get(answer.location).text
    assert "1 file to make" in page and f'hx-get="{answer.location}/progress"' in page and out(show) == []
    show.make()
    page = show.browser.get(answer.location).text
    assert (
        "There is 1 person in it. What you publish, everybody can see at once and for ever." in page
        and "hx-get" not in page.split("<form")[0]
    )
    show.browser.post(f"{answer.location}/release", {"confirmed": "yes"})
    page = show.browser.get(answer.location).text
    [release] = re.findall(r'action="/releases/(\w+)/download"', page)
    taken = show.browser.post(f"/releases/{release}/download", {"why": "news"})
    assert (taken.status_code, taken.data, taken.headers["Cache-Control"]) == (200, bytes_of(item), "no-store")
    assert re.fullmatch(r'attachment; filename="sports-day-2026-11-19-001-[a-z2-7]{8}\.jpg"', taken.headers["Content-Disposition"])
    assert out(show) == ["Released", "Downloaded"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"behalf": ""}, "on whose behalf"),
        ({"channel": " "}, "at most 200"),
        ({"why": ""}, "at most 200"),
        ({"form": "poster"}, "Choose a size"),
        ({"alt": "a" * 1001}, "at most 1000"),
        ({"purpose": PORTAL, "behalf": "myself"}, "only published by the school"),
    ],
)
def test_what_is_not_answered_is_asked_again_and_no_file_is_made(show: Show, wrong: dict[str, str], said: str) -> None:
    child, guardian = show.family()
    with show.web.school() as school:
        school.gives(guardian, child, PORTAL)
    [item] = show.pictures(child)
    answer = show.browser.post("/releases/confirm", form(item, **wrong))
    assert answer.status_code == 422 and said in answer.text
    with show.web.school() as school:
        assert renditions.waiting(school.session, at=school.at) == []


def test_staff_reads_who_is_covered_and_where_nobody_remains(show: Show) -> None:
    (yes, _), (no, guardian) = show.family(), show.family(says_yes=False)
    with show.web.school() as school:
        school.says(guardian, Say.NO, no)
        both = show.picture(school, yes, no)
        alone = show.picture(school, no, Answer.UNRECOGNISABLE)
    page = show.browser.get(f"/releases/confirm?purpose=website&item={both}&item={alone}").text
    assert f"{name(show, no)}: the answer was no." in page and "In number 1, 2." in page
    assert "In number 2 everybody is covered." in page
    batch = show.browser.get(show.begin(both, alone)).text
    assert batch.count("Everybody in it is covered.") == 1
    [shown] = [draft.rendition for draft in drafts(show, batch) if draft.item == alone]
    assert f"/pictures/{shown}" in batch and show.browser.get(f"/pictures/{shown}").data == bytes_of(alone)


def drafts(show: Show, page: str) -> list[draft_queries.DraftView]:
    """What a page is about."""
    found = re.search(r"/releases/drafts/(\w+)", page)
    assert found
    with show.web.school() as school:
        return draft_queries.batch(school.session, found[1])


def test_a_file_that_is_made_is_looked_at_by_communications_until_it_is_released(show: Show) -> None:
    [item] = show.pictures(show.family()[0])
    batch = show.begin(item)
    [draft] = drafts(show, batch)
    for _ in range(2):
        assert show.browser.get(f"/pictures/{draft.rendition}").status_code == 200
    with show.web.school() as school:
        [entry] = ledger.read(school.session, kind=DraftOpened.__name__)
    assert (entry.body, entry.actor) == (DraftOpened(item, draft.id), show.gallery.comms)
    teacher = show.gallery.teacher
    assert show.web.enter(teacher).get(f"/pictures/{draft.rendition}").status_code == 404
    show.browser.get(batch)
    show.browser.post(f"{batch}/release", {"confirmed": "yes"})
    assert show.browser.get(f"/pictures/{draft.rendition}").status_code == 404
    with show.web.school() as school:
        assert len(list(ledger.read(school.session, kind=DraftOpened.__name__))) == 1


def test_many_go_out_in_one_file_with_their_texts_and_a_signed_list(show: Show) -> None:
    child, _ = show.family()
    items = show.pictures(child, child, child)
    batch = show.begin(*items, alt="Children run.", **{f"alt-{items[1]}": "=cmd|' /C calc'!A0"})
    show.browser.get(batch)
    show.browser.post(f"{batch}/release", {"confirmed": "yes", "caption": "=1+1\r\nWhat a day 🎉"})
    answer = show.take(batch)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    found = zipped(answer.data)
    assert pictures(found) == [bytes_of(item) for item in items] and out(show) == ["Released"] * 3 + ["Downloaded"] * 3
    raw = found.read("captions.csv")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert raw.startswith(b"\xef\xbb\xbf") and [row["file"] for row in rows] == [each for each in found.namelist() if each.endswith(".jpg")]
    assert rows[0]["caption"] == "'=1+1\nWhat a day 🎉" and rows[1]["alternative_text"].startswith("'=cmd")
    assert rows[0]["credit"] == "De Linde" and "De Linde" in rows[0]["line_nl"]
    read = manifest.read(found.read(manifest.NAME).decode(), show.web.services.keys.signing.public_key())
    lines = [line for line in read.lines if isinstance(line, Line)]
    with show.web.school() as school:
        released = [questions.release(school.session, ReleaseId(line.release)) for line in lines]
        assert read.head.size == ledger.head(school.session).size
    assert [(line.sha256, line.purpose, line.decision, line.masks) for line in lines] == [
        (view.sha256, "website", "cleared", 0) for view in released
    ]
    assert [line for line in read.lines if line not in lines] == [Beside("captions.csv", sha256(raw).hexdigest())]


def stream(show: Show, batch: str) -> tuple[TestResponse, Iterator[bytes]]:
    """A zip, read as it flows."""
    show.browser.get(batch)
    told = {"csrf_token": show.browser.token}
    answer = show.browser.client.post(f"{batch}/zip", base_url=show.browser.url, data=told, buffered=False)
    return answer, iter(answer.response)  # type: ignore[arg-type]


def test_what_is_shut_when_its_turn_comes_stays_and_is_listed_without_a_name(show: Show) -> None:
    (child, _), (other, guardian) = show.family(), show.family()
    items = show.pictures(child, other, child)
    _, chunks = stream(show, show.release(*items))
    data = next(chunks)
    with show.web.school() as school:
        school.withdraws(guardian, other)
    data += b"".join(chunks)
    found = zipped(data)
    assert pictures(found) == [bytes_of(items[0]), bytes_of(items[2])]
    told = found.read("LEFT-OUT.txt").decode()
    assert "Sports day, 19 November 2026, photo 2: The gate is shut" in told
    assert name(show, other) not in told and bytes_of(items[1])[:64] not in data
    assert out(show) == ["Released"] * 3 + ["Downloaded"] * 2


def test_a_withdrawal_in_the_middle_of_a_picture_tears_the_file_within_a_mebibyte(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.web.releasing.SIZE", 6_400_000)
    child, guardian = show.family()
    items = show.pictures(child, child)
    _, chunks = stream(show, show.release(*items))
    seen = b"".join(next(chunks) for _ in range(2))
    with show.web.school() as school:
        school.withdraws(guardian, child)
    before = len(seen)
    with pytest.raises(NotCleared):
        for chunk in chunks:
            seen += chunk
    assert len(seen) - before < 1 << 20 and len(seen) < len(bytes_of(items[0]))
    assert not zipfile.is_zipfile(io.BytesIO(seen)) and bytes_of(items[1])[:64] not in seen
    assert out(show) == ["Released"] * 2 + ["Downloaded"]


def test_a_file_that_changed_on_disk_stays_and_the_others_go(show: Show) -> None:
    items = show.pictures(*[show.family()[0]] * 2)
    batch = show.release(*items)
    [damaged] = [draft.rendition for draft in drafts(show, batch) if draft.item == items[0]]
    with show.web.school() as school:
        [vault_name] = school.session.connection().exec_driver_sql(f"SELECT vault_name FROM renditions WHERE id = '{damaged}'").one()
    [path] = show.web.services.vault.root.rglob(f"{vault_name}.age")  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-1000])
    found = zipped(show.take(batch).data)
    assert pictures(found) == [bytes_of(items[1])]
    told = found.read("LEFT-OUT.txt")
    assert "photo 1: The record is broken." in told.decode()
    read = manifest.read(found.read(manifest.NAME).decode(), show.web.services.keys.signing.public_key())
    assert Beside("LEFT-OUT.txt", sha256(told).hexdigest()) in read.lines


def test_a_large_file_that_is_damaged_in_its_midst_stays_and_the_others_go(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.web.releasing.SIZE", 2 * PART + 1)
    items = show.pictures(*[show.family()[0]] * 2)
    batch = show.release(*items)
    [damaged] = [draft.rendition for draft in drafts(show, batch) if draft.item == items[0]]
    with show.web.school() as school:
        [vault_name] = school.session.connection().exec_driver_sql(f"SELECT vault_name FROM renditions WHERE id = '{damaged}'").one()
    [path] = show.web.services.vault.root.rglob(f"{vault_name}.parts/000001.age")  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-1000])
    found = zipped(show.take(batch).data)
    assert pictures(found) == [bytes_of(items[1])]
    assert "photo 1: The record is broken." in found.read("LEFT-OUT.txt").decode()


def test_a_withdrawal_between_file_and_release_keeps_it_here_and_offers_another(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    batch = show.begin(item)
    with show.web.school() as school:
        school.withdraws(guardian, child)
    page = show.browser.get(batch).text
    assert "Others must be covered now" in page and "Make it anew" in page
    [draft] = drafts(show, page)
    assert show.browser.get(f"/pictures/{draft.rendition}").status_code == 404
    show.browser.get(batch)
    show.browser.post(f"{batch}/release", {"confirmed": "yes"})
    assert out(show) == []
    show.browser.get(batch)
    show.browser.post(f"{batch}/again")
    show.make()
    [draft] = drafts(show, show.browser.get(batch).text)
    assert len(draft.masks) == 1
    show.browser.post(f"{batch}/release", {"confirmed": "yes"})
    assert out(show) == ["Released"]


def test_a_mask_that_shows_is_said_and_nothing_goes_out(show: Show) -> None:
    [item] = show.pictures(Answer.STRANGER)
    answer = show.browser.post("/releases/confirm", form(item))
    with show.web.school() as school:
        [wanted] = renditions.waiting(school.session, at=school.at)
        making.failed(school.session, RenditionId(wanted), "mask_shows")
    page = show.browser.get(answer.location).text
    assert "could still be recognised" in page and "No file of it is ready." in page
    show.browser.post(f"{answer.location}/release", {"confirmed": "yes"})
    assert out(show) == []


def test_what_is_begun_twice_is_one_and_stands_among_what_was_begun(show: Show) -> None:
    [item] = show.pictures(show.family()[0])
    asked = form(item)
    first, second = show.browser.post("/releases/confirm", asked), show.browser.post("/releases/confirm", asked)
    assert first.location == second.location
    with show.web.school() as school:
        assert len(renditions.waiting(school.session, at=school.at)) == 1
    assert "You began 1 release and did not finish it" in show.browser.get("/releases/").text
    assert f'href="{first.location}"' in show.browser.get("/releases/drafts").text


def test_somebody_who_must_not_be_found_keeps_the_picture_here_to_the_last(show: Show) -> None:
    child, _ = show.family()
    [item] = show.pictures(child)
    batch = show.begin(item)
    with show.web.school() as school:
        people.set_locatable(school.session, child, True, actor=school.admin, at=school.at)
    page = show.browser.get(batch).text
    assert "may not be shown here." in page and "No file of it is ready." in page and json.dumps("must not be found") not in page
    show.browser.post(f"{batch}/release", {"confirmed": "yes"})
    assert out(show) == []


def test_what_is_no_batch_is_not_found(show: Show) -> None:
    assert show.browser.get("/releases/drafts/nothing").status_code == 404
    assert show.browser.post("/releases/confirm", form(ItemId("a" * 26))).status_code == 404
