"""The one door: what it sends is exactly what the record says, for whoever may have it, and nothing of what is damaged."""

import ast
import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import g

from app.vault import Stored
from app.web import door
from app.web.context import Visitor
from app.web.door import Leaving
from consent_store.errors import BrokenRecord, NotCleared
from consent_store.ids import PersonId, ReleaseId, RenditionId
from consent_store.operations import drafts, media, people
from consent_store.operations import templates as template_operations
from consent_store.operations.making import File
from consent_store.operations.templates import Reference
from consent_store.records.queries import people as person_queries
from consent_store.records.queries import releases as release_queries
from consent_store.records.queries.accounts import Area
from consent_store.rules.releases import Use
from consent_store.rules.terms import RECOGNITION, Duty
from tests.gallery import Gallery
from tests.web.browser import Web

WEB = Path(door.__file__).parent
BYTES = bytes(range(256)) * 4000  # several chunks
PART = 256 * 900


def filed(web: Web, use: Use = Use.PREVIEW, *, size: int | None = None) -> tuple[RenditionId, str]:
    """A picture in the vault and its record; the record's size may be wrong."""
    stored = web.services.vault.put(BYTES)
    with web.school() as school:
        item = Gallery.open(school).photo_of(school.family()[0])[0]
        facts = {"media_type": "image/jpeg", "width": 4, "height": 3, "size": size or stored.size}
        made = media.file_rendition(school.session, item, use=use, vault_name=stored.name, sha256=stored.sha256, **facts, at=web.at)
    return made, stored.name


def released(web: Web, stored: Stored | None = None) -> tuple[ReleaseId, PersonId, PersonId]:
    """A picture let out for the website, with the child in it and the guardian who said yes."""
    stored = stored or web.services.vault.put(BYTES)
    with web.school() as school:
        gallery, (child, guardian) = Gallery.open(school), school.family()
        school.gives(guardian, child)
        item, _ = gallery.photo_of(child)
        draft = gallery.draft(item)
        gallery.make(draft, File(stored.name, stored.sha256, stored.size, "image/jpeg", 4, 3))
        let_out = drafts.release(school.session, draft, actor=gallery.comms, at=web.at)
        return let_out, child, guardian


def taken(web: Web, release: ReleaseId) -> Leaving:
    """Take a release, as somebody of communications."""
    with web.school() as school:
        person = person_queries.person(school.session, school.staff(Duty.COMMS))
    with web.app.test_request_context("/"):
        g.visitor = Visitor(person, Area.STAFF, False, frozenset({Duty.COMMS}))
        return door.take(release, why="for the news")


def test_a_picture_arrives_whole_and_is_kept_by_nobody(web: Web) -> None:
    made, _ = filed(web)
    answer = web.enter_as(Duty.TEACHER).get(f"/pictures/{made}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, BYTES, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Length"] == str(len(BYTES))
    assert answer.headers["Content-Disposition"] == 'inline; filename="sports-day-2026-11-19-001-preview.jpg"'


@pytest.mark.parametrize("duty", list(Duty))
def test_only_who_reviews_releases_settles_or_keeps_the_register_looks(web: Web, duty: Duty) -> None:
    made, _ = filed(web)
    looks = duty in {Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE}
    assert web.enter_as(duty).get(f"/pictures/{made}").status_code == (200 if looks else 403)


def test_a_clean_file_is_not_looked_at(web: Web) -> None:
    made, _ = filed(web, Use.CLEAN)
    assert web.enter_as(Duty.COMMS).get(f"/pictures/{made}").status_code == 404


def test_nothing_of_a_damaged_file_leaves(web: Web) -> None:
    made, name = filed(web)
    path = next(path for path in web.services.vault.root.rglob(f"{name}.age"))  # type: ignore[attr-defined]
    whole = path.read_bytes()
    browser = web.enter_as(Duty.TEACHER)
    for damaged in (whole[:-1000], whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:], b""):
        path.write_bytes(damaged)
        answer = browser.get(f"/pictures/{made}")
        assert answer.status_code == 500 and BYTES[:256] not in answer.data
    path.unlink()
    assert browser.get(f"/pictures/{made}").status_code == 500


def test_bytes_that_are_not_those_of_the_record_do_not_leave(web: Web) -> None:
    made, _ = filed(web, size=7)
    assert web.enter_as(Duty.TEACHER).get(f"/pictures/{made}").status_code == 500


def test_a_release_is_streamed_and_recorded(web: Web) -> None:
    release, _, _ = released(web)
    leaving = taken(web, release)
    assert (leaving.size, leaving.media_type) == (len(BYTES), "image/jpeg")
    assert b"".join(leaving.chunks) == BYTES
    with web.school() as school:
        assert [download.why for download in release_queries.downloads_of(school.session, release)] == ["for the news"]


def test_a_withdrawal_tears_a_stream_that_has_begun(web: Web) -> None:
    release, child, guardian = released(web)
    leaving = taken(web, release)
    next(leaving.chunks)
    with web.school() as school:
        school.withdraws(guardian, child)
    with pytest.raises(NotCleared):
        list(leaving.chunks)


def test_a_withdrawal_stops_a_download_that_has_not_begun(web: Web) -> None:
    release, child, guardian = released(web)
    with web.school() as school:
        school.withdraws(guardian, child)
    with pytest.raises(NotCleared):
        taken(web, release)


@pytest.fixture
def in_parts(web: Web, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """A file that is large here: in five parts."""
    monkeypatch.setattr(door, "_HELD", 1000)
    monkeypatch.setattr("app.vault.files.PART", PART)
    return web.services.vault.put_in_parts(BytesIO(BYTES))


def damage(web: Web, stored: Stored, number: int) -> None:
    [part] = web.services.vault.root.rglob(f"{stored.name}.parts/{number:06d}.age")  # type: ignore[attr-defined]
    part.write_bytes(part.read_bytes()[:-40] + bytes(40))


def test_a_large_file_leaves_at_once_and_of_a_damaged_part_nothing_does(web: Web, in_parts: Stored) -> None:
    damage(web, in_parts, 3)
    leaving = taken(web, released(web, in_parts)[0])
    assert leaving.size == len(BYTES)
    left = bytearray()
    with pytest.raises(BrokenRecord):
        for chunk in leaving.chunks:
            left += chunk
    assert left == BYTES[: 3 * PART]


def test_a_large_file_that_begins_damaged_or_is_another_does_not_leave(web: Web, in_parts: Stored) -> None:
    other = replace(in_parts, sha256=hashlib.sha256(b"another").hexdigest())
    for stored in (other, replace(in_parts, size=in_parts.size + 1)):
        with pytest.raises(BrokenRecord):
            taken(web, released(web, stored)[0])
    damage(web, in_parts, 0)
    with pytest.raises(BrokenRecord):
        taken(web, released(web, in_parts)[0])


def test_a_withdrawal_tears_a_large_file_too(web: Web, in_parts: Stored) -> None:
    release, child, guardian = released(web, in_parts)
    leaving = taken(web, release)
    with web.school() as school:
        school.withdraws(guardian, child)
    with pytest.raises(NotCleared):
        list(leaving.chunks)


def test_the_registers_picture_is_seen_where_the_office_shows_it(web: Web) -> None:
    stored = web.services.vault.put(BYTES)
    with web.school() as school:
        child, guardian = school.family()
        school.gives(guardian, child, RECOGNITION)
        kept = [Reference(b"sealed", 0.9, stored.name)]
        template_operations.keep(school.session, child, "model", b"key", kept, actor=school.admin, at=web.at)
    browser, path = web.enter_as(Duty.TEACHER), f"/pictures/register/{child}"
    shown = {True: 200, False: 404}
    for wanted in (True, False):
        with web.school() as school:
            people.correct(school.session, child, {"reference_shown": wanted}, actor=school.admin, at=web.at)
        assert browser.get(path).status_code == shown[wanted]


def test_nothing_else_of_the_web_opens_the_vault() -> None:
    def opens(path: Path) -> bool:
        calls = (
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute) and node.attr in ("open", "reader")
        )
        return any("vault" in ast.unparse(call.value) for call in calls)

    assert [path.relative_to(WEB).as_posix() for path in WEB.rglob("*.py") if opens(path)] == ["door.py"]
