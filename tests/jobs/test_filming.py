"""One film's way through the real worker: preview, voices, faces, and going on after whatever stopped it."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import av
import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.analysis import film_finding
from app.jobs import film_files, filming
from app.media import still
from app.media.film_writing import writing_film
from app.media.sources import Stored as Opened
from app.media.unplayable import Unplayable
from app.vault import FolderVault, NotStored, Stored
from consent_store.ids import ItemId
from consent_store.operations import media, recordings
from consent_store.records import ledger
from consent_store.records.media import RenditionRow
from consent_store.records.queries import media as queries
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Sense
from tests.jobs import films
from tests.jobs.conftest import FACES, World, minutes, photo
from tests.jobs.films import claims, known, rows
from tests.needs import need

ROOT = Path(__file__).parents[2]
NOTHING = b"\0\0\0\x08free"  # a box with nothing in it: other bytes, the same film

LONG = 45_000  # milliseconds


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    need("espeak-ng")
    return films.play(tmp_path_factory.mktemp("play"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Without sound."""
    return films.play(tmp_path_factory.mktemp("long"), 9, voices=False)


def files(world: World, item: ItemId) -> dict[str, tuple[str, bytes]]:
    """Type and bytes of each file of a use."""
    with world.services.db.reading() as session:
        kept = list(session.scalars(select(RenditionRow).where(RenditionRow.item_id == item)))
        return {row.use: (row.media_type, b"".join(world.services.vault.open(row.vault_name))) for row in kept}


def test_everybody_is_seen_and_heard_and_those_who_agreed_are_proposed(world: World, play: bytes) -> None:
    world.enrol(*FACES[:3])
    item = world.analysed(play, label="play.mp4")
    seen, heard, film = claims(world, item, Sense.SEEN), claims(world, item, Sense.HEARD), known(world, item)
    with world.services.db.reading() as session:
        view = queries.item(session, item)
    assert (view.analysed, view.width, view.height, view.faces) == (True, *films.SIZE, len(seen) + len(heard))
    assert film.duration_ms == pytest.approx(15_000, abs=150) and film.done_ms == film.looked_ms == film.duration_ms
    assert len(seen) == len(heard) == 2 and film.cuts == (0, 5000, 10_000)
    by_place = sorted(seen, key=lambda view: view.sighting.box.left if view.sighting.box else 0)
    assert [each.proposal and each.proposal.person for each in by_place] == [world.people[face] for face in FACES[:2]]
    assert all(each.proposal is None and each.crop is None for each in heard)
    assert all(each.crop for each in seen)


def test_its_preview_can_be_played_and_its_pictures_seen(world: World, play: bytes) -> None:
    made = files(world, world.analysed(play, label="play.mp4"))
    assert {use: kind for use, (kind, _) in made.items()} == {
        Use.PREVIEW: "video/mp4", Use.THUMB: "image/jpeg", Use.STRIP: "image/jpeg", Use.WAVE: "image/png", Use.CROP: "image/jpeg",
    }  # fmt: skip
    with av.open(BytesIO(made[Use.PREVIEW][1]), "r") as preview:
        assert [track.type for track in preview.streams] == ["video", "audio"]
        assert len(list(preview.decode(video=0))) == 120
    for use in (Use.THUMB, Use.STRIP, Use.WAVE, Use.CROP):
        Image.open(BytesIO(made[use][1])).verify()


def test_sound_on_its_own_is_listened_to(world: World, tmp_path: Path) -> None:
    need("espeak-ng")
    item = world.analysed(films.talking(tmp_path), label="talk.m4a")
    assert len(claims(world, item, Sense.HEARD)) == 2
    made = files(world, item)
    assert {use: kind for use, (kind, _) in made.items()} == {Use.PREVIEW: "audio/mp4", Use.WAVE: "image/png"}
    assert (known(world, item).has_picture, known(world, item).share) == (False, 1.0)


def test_doing_it_twice_changes_nothing(world: World, play: bytes) -> None:
    item = world.analysed(play, label="play.mp4")
    before = rows(world, item), sorted(world.services.vault.names())
    world.worker.analyse(item)
    assert (rows(world, item), sorted(world.services.vault.names())) == before


def test_what_turns_out_to_be_no_film_is_named_and_not_kept(world: World, play: bytes) -> None:
    item = world.analysed(play[: len(play) // 2], label="half.mp4")
    with world.services.db.reading() as session:
        [refused] = queries.refused_of(session, world.event)
    assert (refused.id, refused.failure) == (item, "truncated")
    assert list(world.services.vault.names()) == []


def test_a_film_that_is_not_read_in_time_is_kept_and_can_be_tried_again(world: World, play: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> object:
        raise Unplayable("too_slow")

    with monkeypatch.context() as patched:
        patched.setattr(filming, "open_film", slow)
        item = world.analysed(play, label="play.mp4")
    with world.services.db.unit_of_work() as session:
        assert (queries.item(session, item).failure, queries.refused_of(session, world.event)) == ("too_slow", [])
        media.try_again(session, item, actor=world.teacher, at=world.at)
    world.worker.analyse(item)
    assert claims(world, item, Sense.SEEN)


def test_a_full_disk_is_no_damage_and_the_film_is_done_once_there_is_room(
    world: World, play: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Stored:
        raise NotStored

    item = world.upload(play, label="play.mp4")
    with monkeypatch.context() as patched:
        patched.setattr(FolderVault, "put_in_parts", full)
        world.worker.analyse(item)
    with world.services.db.reading() as session:
        assert queries.item(session, item).failure is None
    world.at += minutes(1)
    assert world.worker.dropped() == [item]
    world.worker.analyse(item)
    assert claims(world, item, Sense.SEEN)


def test_switched_off_nobody_is_described(world: World, play: bytes) -> None:
    world.enrol(FACES[0])
    with world.services.db.unit_of_work() as session:
        event = media.make_event(session, title="Play", on=world.at.date(), recognition_off=True, actor=world.admin, at=world.at)
    item = world.analysed(play, label="play.mp4", event=event)
    seen = claims(world, item, Sense.SEEN)
    assert len(seen) >= 2 and [(view.proposal, view.quality) for view in seen] == [(None, None)] * len(seen)


def test_photos_do_not_wait_behind_a_film_and_whatever_stops_it_it_goes_on(
    world: World, long: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, picture = world.upload(long, label="long.mp4"), world.upload(photo(FACES[:3])[1])
    _analysed_beside(world, film, picture)
    other = world.upload(long + NOTHING, label="again.mp4")
    with monkeypatch.context() as patched:
        _cancelling(world, other, patched)
        world.worker.analyse(other)
    assert 9_000 < known(world, other).done_ms < 0.5 * LONG and world.worker.dropped() == []
    with world.services.db.unit_of_work() as session:
        assert queries.item(session, other).failure == "cancelled"
        media.try_again(session, other, actor=world.teacher, at=world.at)
    _kill_at(world, other, 0.8)
    assert 0.8 <= known(world, other).done_ms / LONG < 1
    world.at = datetime.now(UTC) + minutes(1)
    assert world.worker.dropped() == [other]
    assert 0 < _looks(world, other, monkeypatch) < 0.2 * LONG / 250
    assert rows(world, other) == rows(world, film)
    with world.services.db.reading() as session:
        assert len(ledger.read(session, item=other, kind="ItemAnalysed")) == 1


def _analysed_beside(world: World, film: ItemId, picture: ItemId) -> None:
    """A photo is looked at while a film is, and done first."""
    at_it = Thread(target=world.worker.analyse, args=[film])
    at_it.start()
    while _done(world.services.note.parent / "registry.db", film) is None:
        sleep(0.002)
    world.worker.analyse(picture)
    with world.services.db.reading() as session:
        assert (queries.item(session, picture).analysed, queries.item(session, film).analysed) == (True, False)
    at_it.join()


def _cancelling(world: World, item: ItemId, patched: pytest.MonkeyPatch) -> None:
    """Somebody cancels as soon as something is written down."""
    write = recordings.write_tracks

    def cancelling(session: Session, item: ItemId, *found: object, **more: object) -> object:
        written = write(session, item, *found, **more)  # type: ignore[arg-type]
        recordings.cancel(session, item, actor=world.teacher, at=world.at)
        return written

    patched.setattr(still, "EVERY", 0.2)
    patched.setattr(recordings, "write_tracks", cancelling)


def _looks(world: World, item: ItemId, patched: pytest.MonkeyPatch) -> int:
    """How many frames it takes to analyse an item."""
    looks, glance = [], film_finding.glance
    patched.setattr(film_finding, "glance", lambda *seen: looks.append(1) or glance(*seen))  # type: ignore[func-returns-value]
    world.worker.analyse(item)
    return len(looks)


def _kill_at(world: World, item: ItemId, share: float) -> None:
    """Run a real worker, and kill it once so much of the film is written down."""
    home = world.services.note.parent
    ours = {"FLASK_APP": "wsgi:app", "BEELDPOORT_HOME": str(home)}
    worker = subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | ours, stderr=subprocess.DEVNULL)
    until = monotonic() + 180
    try:
        while (_done(home / "registry.db", item) or 0) < share * LONG:
            assert monotonic() < until and worker.poll() is None
            sleep(0.002)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def _done(database: Path, item: ItemId) -> int | None:
    """How much is written down; None before it was opened."""
    with closing(sqlite3.connect(database)) as connection:
        return next((done for (done,) in connection.execute("SELECT done_ms FROM recordings WHERE item_id = ?", [item])), None)


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_damaged_or_missing_film_is_held_and_said(world: World, play: bytes, harm: str) -> None:
    item = world.upload(play, label="play.mp4")
    [file] = [path for path in world.services.vault.root.glob("??/??/*") if path.is_file()]  # type: ignore[attr-defined]
    file.unlink() if harm == "missing" else file.write_bytes(file.read_bytes()[:-100])
    world.worker.analyse(item)
    with world.services.db.reading() as session:
        assert queries.item(session, item).failure == "damaged"
    assert world.worker.dropped() == []


def test_the_frame_of_a_moment_is_the_one_that_is_seen_then_up_to_the_very_end(world: World, play: bytes) -> None:
    film = world.services.vault.reader(world.services.vault.put_in_parts(BytesIO(play)).name)
    with av.open(BytesIO(play), "r") as whole:
        truth = [frame.to_ndarray(format="rgb24").astype(int) for frame in whole.decode(video=0)]
    for at, number in ((0, 0), (124, 0), (125, 1), (4_999, 39), (5_000, 40), (14_999, 119), (20_000, 119)):
        pixels = film_files.frame_at(film, at).astype(int)
        nearest = min(range(len(truth)), key=lambda index: np.abs(truth[index] - pixels).mean())
        assert nearest == number, at


def test_a_frame_is_seen_from_its_own_moment_up_to_the_next_however_long_that_is(tmp_path: Path) -> None:
    with writing_film(tmp_path / "steps.mp4", (320, 240), 10, sound=False) as film:
        for number, time in enumerate((0.0, 1.5, 2.007, 5.0)):
            film.show(time, np.full((360, 320), 40 + 50 * number, np.uint8))
    steps = Opened(BytesIO((tmp_path / "steps.mp4").read_bytes()))
    light = [film_files.frame_at(steps, at).mean() for at in (0, 1_499, 1_500, 2_006, 2_007, 4_999, 5_000)]
    assert light[0] == light[1] < light[2] == light[3] < light[4] == light[5] < light[6]
