"""Picture and sound of a film count from one beginning, whichever other tracks there are."""

from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from app.media import film
from app.media.film import Frame, Sound, open_film
from app.media.film_sound import Beside
from app.media.film_writing import FilmWriter
from tests.media.filming import shade
from tests.media.sounds import RATE
from tests.media.test_sound import heard

BEGINS = 0.6  # seconds by which the dropped track is ahead of those that go on


def ahead(path: Path) -> Path:
    """A film whose second sound starts before its picture and its first sound, which are dark and silent for half a second."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        tracks = [container.add_stream("flac", rate=RATE, layout="mono") for _ in range(2)]
        wave = (np.where(np.arange(RATE) < RATE // 2, 0, 9000) * np.sin(np.arange(RATE) / 6)).astype(np.int16)
        for track, begins in zip(tracks, (BEGINS, 0.0), strict=True):
            frame = AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, round(begins * RATE), Fraction(1, RATE)
            container.mux([*track.encode(frame), *track.encode(None)])
        for number in range(10):
            picture = VideoFrame.from_ndarray(np.zeros_like(shade(0)) if number < 5 else shade(0), format="rgb24").reformat(
                format="yuv420p"
            )
            picture.pts, picture.time_base = number + round(BEGINS * 10), Fraction(1, 10)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
    return path


def test_what_is_heard_at_a_second_is_seen_at_that_second(tmp_path: Path) -> None:
    path = ahead(tmp_path / "two.mkv")
    with open_film(path) as opened:
        light = [piece.time for piece in opened if isinstance(piece, Frame) and piece.planes.mean() > 60]
    loud = np.flatnonzero(np.abs(heard(path)[:, 0]) > 0.1)[0] / RATE
    assert loud == pytest.approx(0.5, abs=0.02)
    assert light[0] == pytest.approx(0.5, abs=0.02)


class Heard:
    """What takes samples, as a `FilmWriter` does."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def sound(self, sound: Sound) -> None:
        """Some more of it."""
        self.seconds += len(sound.samples) / film.RATE


def test_sound_is_never_far_ahead_of_its_picture() -> None:
    writer = Heard()
    beside = Beside(iter([np.zeros((film.RATE // 2, 2), np.float32)] * 10), cast(FilmWriter, writer))
    heard_at = []
    for time in (0.0, 0.1, 0.2, 1.2, 1.3):
        beside.until(time)
        heard_at.append(writer.seconds)
    assert heard_at == [0.0, 0.5, 0.5, 1.5, 1.5]
    beside.until(inf)
    assert writer.seconds == 5.0
