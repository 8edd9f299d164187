"""Films that nobody would make, and somebody brings: each is read as it is, in little memory, or refused."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from app.media.film import Frame, open_film
from app.media.film_preview import Preview, make_preview, make_sound_preview
from app.media.film_writing import Coding, drafting_film
from app.media.sound import open_sound
from app.media.sound_writing import writing_sound
from app.media.sources import Source, Stored
from app.media.unplayable import Unplayable
from app.media.waves import EACH, Peaks, wave_png
from tests.media.filming import film, with_cover
from tests.media.sounds import saved, tones

CODING = Coding("ultrafast", 30)


def preview(source: Source) -> Preview:
    return make_preview(source, BytesIO(), progress=lambda _done, _of: None)


def plain(size: tuple[int, int], bright: int) -> np.ndarray:
    planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
    planes[: size[1]] = bright
    return planes


def written(frames: Iterator[tuple[float, np.ndarray]], size: tuple[int, int]) -> Stored:
    out = BytesIO()
    with drafting_film(out, size, 25, sound=False, coding=CODING) as writer:
        for time, planes in frames:
            writer.show(time, planes)
    return Stored(out)


def test_ten_thousand_cuts_are_as_many_shots() -> None:
    size, shots = (64, 48), 10_000
    source = written(((number / 10, plain(size, 200 if number % 4 < 2 else 40)) for number in range(2 * shots)), size)
    with open_film(source, step=1.0, busy=0.5) as opened:
        cuts = sum(piece.cut for piece in opened if isinstance(piece, Frame))
    assert opened.duration == pytest.approx(shots / 5, abs=0.2)
    assert cuts == shots


def test_eight_thousand_pixels_across_are_made_smaller() -> None:
    size = (7680, 4320)
    made = preview(written(iter([(0.0, plain(size, 60)), (0.1, plain(size, 70))]), size))
    assert (made.width, made.height) == (1280, 720)


def test_frames_larger_than_that_are_refused() -> None:
    size = (8192, 4608)
    with pytest.raises(Unplayable) as refusal:
        preview(written(iter([(0.0, plain(size, 60)), (0.1, plain(size, 70))]), size))
    assert refusal.value.code == "too_many_pixels"


def test_a_film_that_shows_the_same_picture_all_the_time_is_looked_at_now_and_then() -> None:
    source = written(((number / 25, plain((64, 48), 90)) for number in range(250)), (64, 48))
    with open_film(source, step=1.0, busy=0.1) as opened:
        looked = [piece.time for piece in opened if isinstance(piece, Frame)]
    assert looked == pytest.approx(list(range(10)), abs=0.05)
    assert preview(source).duration == pytest.approx(10.0)


def test_a_film_with_two_pictures_shows_the_first_and_is_done(tmp_path: Path) -> None:
    made = preview(film(tmp_path / "short.mp4", frames=2))
    assert made.duration == pytest.approx(0.08)
    assert made.wave is None


def test_sound_in_a_container_of_films_is_sound(tmp_path: Path) -> None:
    path = with_cover(tmp_path / "cover.mp4", film(tmp_path / "sound.m4a", tracks=0, sound="aac"))
    made = make_sound_preview(path, BytesIO(), progress=lambda _done, _of: None)
    assert made.duration == pytest.approx(0.8, abs=0.05)
    with open_sound(path) as sound:
        assert sound.dropped == ("video",)


@pytest.mark.parametrize("claimed", [1, 3_000_000])
def test_how_long_a_film_is_is_not_what_it_says(claimed: int, tmp_path: Path) -> None:
    """In milliseconds, as the header of the film says (ISO/IEC 14496-12, 8.2.2)."""
    data = bytearray(film(tmp_path / "lie.mp4", frames=50).read_bytes())
    at = data.index(b"mvhd") + 20
    data[at : at + 4] = claimed.to_bytes(4)
    assert preview(Stored(BytesIO(data))).duration == pytest.approx(2.0, abs=0.05)


def test_an_hour_of_silence_is_an_hour() -> None:
    out, minute = BytesIO(), np.zeros((16_000 * 60, 1), np.float32)
    with writing_sound(out, ".wav", 16_000, 1) as writer:
        for _ in range(60):
            writer.write(minute)
    peaks = Peaks(16_000)
    with open_sound(Stored(out)) as sound:
        for samples in sound:
            peaks.add(samples)
    assert len(peaks.all()) == pytest.approx(3600 / EACH, abs=1)
    assert len(wave_png(peaks.all(), 3600)) < 2000


def test_sound_that_was_recorded_too_loud_is_as_loud_as_can_be(tmp_path: Path) -> None:
    out = BytesIO()
    clipped = np.clip(4 * tones(440), -1, 1)
    make_sound_preview(saved(tmp_path, "wav", clipped), out, progress=lambda _done, _of: None)
    with open_sound(Stored(out), 16_000, 1) as sound:
        heard = np.concatenate([piece.copy() for piece in sound])[: len(clipped), 0]
    assert np.abs(heard).mean() == pytest.approx(np.abs(clipped).mean(), rel=0.1)
