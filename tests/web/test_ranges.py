"""A film is played through the one door from anywhere in it, as players ask; what is damaged or not the record's does not leave."""

from pathlib import Path
from random import Random

import pytest

from app.vault import parts
from app.web import ranges
from consent_store.ids import RenditionId
from consent_store.operations import media
from consent_store.rules.releases import Use
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import Browser, Web

FILM = Random(1).randbytes(100_000)
PART = 30_000


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.vault.files.PART", PART)
    monkeypatch.setattr(ranges, "_MOST", 40_000)
    monkeypatch.setattr(ranges, "_BLOCK", 9_000)


@pytest.fixture
def teacher(web: Web) -> Browser:
    """Somebody who reviews."""
    return web.enter_as(Duty.TEACHER)


def preview(web: Web, data: bytes = FILM, **other: object) -> tuple[RenditionId, Path]:
    """The preview of a film, and the folder of its parts."""
    with web.services.vault.draft() as draft:
        draft.write(data)
        draft.seek(0)
        stored = web.services.vault.put_in_parts(draft)
    with web.school() as school:
        item = Gallery.open(school).photo_of(school.family()[0])[0]
        facts = {"sha256": stored.sha256, "size": stored.size, "media_type": "video/mp4", "width": 4, "height": 3} | other
        made = media.file_rendition(school.session, item, use=Use.PREVIEW, vault_name=stored.name, **facts, at=web.at)  # type: ignore[arg-type]
    return made, next(web.services.vault.root.glob(f"??/??/{stored.name}.*"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=29999-30000", 29_999, 30_001),
        ("bytes=10000-95000", 10_000, 95_001),
        ("bytes=0-", 0, 40_000),
        ("bytes=70000-", 70_000, 100_000),
        ("bytes=99999-", 99_999, 100_000),
        ("bytes=500-999999999", 500, 100_000),
        ("bytes=-500", 99_500, 100_000),
    ],
)
def test_a_part_is_exactly_that_part(web: Web, teacher: Browser, asked: str, start: int, end: int) -> None:
    answer = teacher.get(f"/pictures/{preview(web)[0]}", Range=asked)
    assert (answer.status_code, answer.data) == (206, FILM[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/100000"
    assert answer.headers["Content-Length"] == str(end - start)
    assert (answer.headers["Accept-Ranges"], answer.mimetype, answer.headers["Cache-Control"]) == ("bytes", "video/mp4", "no-store")


@pytest.mark.parametrize("asked", [None, "bytes=0-1,5-9", "bytes=9-1", "words=0-4", "bytes=a-b", "bytes", "bytes=-", "bytes=--5"])
def test_what_is_not_one_part_is_answered_with_the_whole(web: Web, teacher: Browser, asked: str | None) -> None:
    answer = teacher.get(f"/pictures/{preview(web)[0]}", **({"Range": asked} if asked else {}))
    assert (answer.status_code, answer.data, answer.headers["Accept-Ranges"]) == (200, FILM, "bytes")


def test_a_player_that_goes_on_has_all_of_it_in_the_end(web: Web, teacher: Browser) -> None:
    made, got = preview(web)[0], b""
    while len(got) < len(FILM):
        got += teacher.get(f"/pictures/{made}", Range=f"bytes={len(got)}-").data
    assert got == FILM


def test_a_small_one_is_played_as_well(web: Web, teacher: Browser) -> None:
    answer = teacher.get(f"/pictures/{preview(web, FILM[:100])[0]}", Range="bytes=90-")
    assert (answer.status_code, answer.data) == (206, FILM[90:100])


def test_whoever_may_not_look_is_told_nothing_by_a_range_either(web: Web) -> None:
    assert web.enter_as(Duty.PRIVACY).get(f"/pictures/{preview(web)[0]}", Range="bytes=0-9").status_code == 403


@pytest.mark.parametrize("wrong", [{"size": 99_999}, {"sha256": "0" * 64}])
def test_what_is_not_the_record_s_does_not_leave(web: Web, teacher: Browser, wrong: dict[str, object]) -> None:
    assert teacher.get(f"/pictures/{preview(web, **wrong)[0]}", Range="bytes=0-9").status_code == 500


@pytest.mark.parametrize("harm", [parts.INDEX, "000000.age", "all"])
def test_nothing_damaged_leaves(web: Web, teacher: Browser, harm: str) -> None:
    made, folder = preview(web)
    for place in folder.iterdir():
        if harm in (place.name, "all"):
            place.unlink()
    answer = teacher.get(f"/pictures/{made}", Range="bytes=0-9")
    assert answer.status_code == 500 and FILM[:9] not in answer.data
