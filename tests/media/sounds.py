"""Drawn sound, in the files that phones and editors make."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame

RATE = 16_000
# Name, encoder, what it takes, samples a second.
FORMATS = {
    "mp3": ("s.mp3", "libmp3lame", "s16p", 16_000),
    "m4a": ("s.m4a", "aac", "fltp", 44_100),
    "wav": ("s.wav", "pcm_s16le", "s16", 16_000),
    "wav24": ("s.wav", "pcm_s24le", "s32", 48_000),
    "flac": ("s.flac", "flac", "s16", 16_000),
    "opus": ("s.ogg", "libopus", "flt", 48_000),
    "alac": ("s.mov", "alac", "s16p", 44_100),
    "matroska": ("s.mkv", "libopus", "flt", 48_000),
    "avi": ("s.avi", "libmp3lame", "s16p", 44_100),
}


def tones(*pitches: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    """A second of each pitch, float32 (n,)."""
    times = np.arange(int(seconds * rate)) / rate
    return np.concatenate([0.3 * np.sin(2 * np.pi * pitch * times) for pitch in pitches]).astype(np.float32)


def saved(folder: Path, name: str, samples: np.ndarray, *, starts: Sequence[float] = (0.0,), film: bool = False) -> Path:
    """The samples at 16 kHz as a file of `FORMATS`, once from each of `starts` (seconds); as the sound of a film with `film`."""
    file, codec, kind, rate = FORMATS[name]
    with av.open(str(folder / file), "w") as container:
        video: Any = container.add_stream("mpeg4", rate=5) if film else None
        if film:
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        track: Any = container.add_stream(codec, rate=rate, layout="mono")
        for frame in _pictures() if film else []:
            container.mux(video.encode(frame))
        for start in starts:
            for frame in _resampled(samples, kind, rate, start):
                container.mux(track.encode(frame))
        for each in (video, track):
            container.mux(each.encode(None) if each else [])
    return folder / file


def _resampled(samples: np.ndarray, kind: str, rate: int, start: float) -> list[AudioFrame]:
    frame = AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, round(start * RATE), Fraction(1, RATE)
    resampler = AudioResampler(kind, "mono", rate)
    return [*resampler.resample(frame), *resampler.resample(None)]


def _pictures() -> list[VideoFrame]:
    return [VideoFrame.from_ndarray(np.full((72, 64), 16 * number, np.uint8), format="yuv420p") for number in range(10)]


def picture_only(folder: Path) -> Path:
    """A film without sound."""
    with av.open(str(folder / "mute.mp4"), "w") as container:
        track: Any = container.add_stream("mpeg4", rate=5)
        track.width, track.height, track.pix_fmt = 64, 48, "yuv420p"
        for frame in _pictures():
            container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return folder / "mute.mp4"
