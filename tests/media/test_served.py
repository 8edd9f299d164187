"""A recording that is no file is read where it lies, as the file would be; from any second on; and says itself what went wrong with it."""

import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import sleep

import numpy as np
import pytest

from app.media.film import Frame, Sound, open_film
from app.media.sound import open_sound
from app.media.sources import MOST, QUESTION, Source, Stored, serving
from app.media.unplayable import Unplayable
from tests.media.filming import FPS, film
from tests.media.sounds import saved, tones


class Gone(Exception):
    """What a source may raise."""


class Failing(Stored):
    """A recording of which the end cannot be read any more."""

    def read_at(self, offset: int, length: int) -> bytes:
        if offset + length > self.size // 2:
            raise Gone
        return super().read_at(offset, length)


def stored(path: Path) -> Stored:
    return Stored(BytesIO(path.read_bytes()))


def frames(source: Source, **wanted: float) -> list[tuple[float, bool, bytes]]:
    with open_film(source, **wanted) as opened:  # type: ignore[arg-type]
        return [(piece.time, piece.cut, piece.planes.tobytes()) for piece in opened if isinstance(piece, Frame)]


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.avi"])
def test_a_film_is_the_same_wherever_it_lies(name: str, tmp_path: Path) -> None:
    path = film(tmp_path / name, "mpeg4", sound="libmp3lame")
    assert frames(stored(path)) == frames(path)


def test_a_sound_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    path = saved(tmp_path, "flac", tones(440, 880))
    with open_sound(path) as there, open_sound(stored(path)) as here:
        assert np.array_equal(np.concatenate([piece.copy() for piece in there]), np.concatenate([piece.copy() for piece in here]))


def test_what_cannot_be_read_on_says_that_itself(tmp_path: Path) -> None:
    data = film(tmp_path / "film.mp4", frames=60).read_bytes()
    with pytest.raises(Gone):
        frames(Failing(BytesIO(data)))


class Slow(BytesIO):
    """A file that lets others go before between a move and a read."""

    def read(self, size: int | None = -1, /) -> bytes:
        sleep(0.002)
        return super().read(size)


def test_an_open_file_is_read_from_many_threads() -> None:
    source = Stored(Slow(bytes(range(200))))
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda offset: source.read_at(offset, 1), range(200))) == [bytes([number]) for number in range(200)]


@pytest.mark.parametrize("data", [b"", b"hello, this is no film at all"])
def test_nothing_and_a_text_are_refused(data: bytes) -> None:
    with pytest.raises(Unplayable) as refusal:
        frames(Stored(BytesIO(data)))
    assert refusal.value.code == ("not_a_film" if data else "empty")


def test_reading_may_end_before_the_film_does(tmp_path: Path) -> None:
    with open_film(stored(film(tmp_path / "film.mp4", frames=60))) as opened:
        assert next(iter(opened)).time == 0


@pytest.mark.parametrize("asked", [(10, 1), (0, 11), (0, MOST + 1), (2**64 - 1, 1)])
def test_whoever_asks_for_what_is_not_there_gets_nothing(asked: tuple[int, int]) -> None:
    with serving(Stored(BytesIO(b"0123456789"))) as (served, line):
        line.sendall(QUESTION.pack(3, 2))
        assert line.recv(10) == b"34"
        line.sendall(QUESTION.pack(*asked))
        assert line.recv(10) == b""
        assert served.failure is None


KINDS = {"phone.mp4": {}, "film.mkv": {}, "web.webm": {"codec": "libvpx-vp9"}, "camera.avi": {"codec": "mpeg4"},
         "older camera.avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p"}, "in pieces.mp4": {"movflags": "+frag_keyframe+empty_moov"},
         "b frames.avi": {}}  # fmt: skip


@pytest.mark.parametrize(("name", "start"), [*((name, 12.5) for name in KINDS), ("phone.mp4", 1.0), ("phone.mp4", 13.55)])
def test_reading_from_a_second_on_gives_the_same_frames_at_the_same_times(name: str, start: float, tmp_path: Path) -> None:
    path = film(tmp_path / name, frames=340, size=(64, 48), **KINDS[name])  # type: ignore[arg-type]
    wanted = [(time, cut) for time, cut, _ in frames(path) if time >= start]
    assert [(time, cut) for time, cut, _ in frames(stored(path), start=start)] == wanted


def test_a_shot_begins_where_it_does_and_not_where_reading_does(tmp_path: Path) -> None:
    path = film(tmp_path / "calm.mp4", frames=120, size=(64, 48))  # the shade jumps back each 40 frames
    cuts = [time for time, cut, _ in frames(path, start=2.6, step=1.0, busy=0.5) if cut]
    assert cuts == pytest.approx([3.2])


def test_sound_begins_where_the_film_is_begun(tmp_path: Path) -> None:
    path = film(tmp_path / "phone.mp4", frames=200, sound="aac")
    with open_film(path, sound=True, start=5.0) as opened:
        heard = [(piece.time, len(piece.samples)) for piece in opened if isinstance(piece, Sound)]
    assert 4.9 < (heard[0][0] or 0) <= 5.0
    assert sum(count for _, count in heard) / 48_000 == pytest.approx(200 / FPS - 5.0, abs=0.1)


@pytest.mark.parametrize("year", [1904, 2026])
def test_when_it_was_made_is_what_its_file_says_where_the_camera_had_a_clock(year: int, tmp_path: Path) -> None:
    data = bytearray(film(tmp_path / "phone.mp4", frames=2).read_bytes())
    made = datetime(year, 6, 12, 10, 30, tzinfo=UTC)
    struct.pack_into(">I", data, data.index(b"mvhd") + 8, int((made - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds()))
    with open_film(Stored(BytesIO(data))) as opened:
        assert opened.taken_at == (made.astimezone().replace(tzinfo=None) if year > 1970 else None)
