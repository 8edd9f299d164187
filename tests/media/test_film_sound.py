"""Picture and sound of a film count from one beginning, whichever other tracks there are."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from app.media.film import Frame, open_film
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
    with open_film(path) as film:
        light = [piece.time for piece in film if isinstance(piece, Frame) and piece.planes.mean() > 60]
    loud = np.flatnonzero(np.abs(heard(path)[:, 0]) > 0.1)[0] / RATE
    assert loud == pytest.approx(0.5, abs=0.02)
    assert light[0] == pytest.approx(0.5, abs=0.02)
