"""A film that goes out: H.264 and AAC in an MP4 that starts at once, with nothing in it but picture, sound, and a packet of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from app.media.files import whole_or_nothing
from app.media.film import RATE, Planes, Sound
from app.media.mp4 import add_packet, index_first
from app.media.targets import Target, opened

__all__ = ["GOING_OUT", "Coding", "FilmWriter", "drafting_film", "writing_film"]

_TICKS: Final = 90_000
_SOUND_BITS: Final = 160_000
_CONTAINER: Final = {"fflags": "+bitexact", "write_tmcd": "0", "empty_hdlr_name": "1"}
_BUFFER: Final = 1 << 18
_UNTIDY: Final = RATE // 10  # samples by which sound may be off before it is put where it says it belongs
_MOST_SILENCE: Final = RATE * 60


@dataclass(frozen=True, slots=True)
class Coding:
    """How a film is coded: x264's `preset` and `quality` (its constant rate factor), and at most how many seconds after one key frame the
    next one comes.
    """

    preset: str
    quality: int
    key: float = inf


GOING_OUT: Final = Coding("veryfast", 21)


@contextmanager
def writing_film(
    path: Path, size: tuple[int, int], fps: float, *, sound: bool, packet: bytes = b"", threads: int = 2
) -> Iterator["FilmWriter"]:
    """What writes the film at `path`, `size` pixels wide and high (both even): there, whole, once this ends without an error, else not."""
    with whole_or_nothing(path) as part, drafting_film(part, size, fps, sound=sound, packet=packet, threads=threads) as writer:
        yield writer


@contextmanager
def drafting_film(
    target: Target, size: tuple[int, int], fps: float, *, sound: bool, packet: bytes = b"", coding: Coding = GOING_OUT, threads: int = 2
) -> Iterator["FilmWriter"]:
    """As `writing_film`, into a file that is nobody's yet: half a film may be left in it."""
    with opened(target) as file:
        with av.open(file, "w", format="mp4", container_options=dict(_CONTAINER), buffer_size=_BUFFER) as container:
            writer = FilmWriter(container, size, fps, sound=sound, coding=coding, threads=threads)
            yield writer
            writer.finish()
        index_first(file)
        add_packet(file, packet)


class FilmWriter:
    """Takes frames and sound, each in its own order."""

    def __init__(self, container: OutputContainer, size: tuple[int, int], fps: float, *, sound: bool, coding: Coding, threads: int) -> None:
        self._container, self._coding, self._key = container, coding, 0.0
        self._video = _video(container, size, fps, coding, threads)
        # What the encoder says of itself stands in messages beside the pictures (H.264, 7.3.2.3: unit type 6).
        self._silent = BitStreamFilterContext("filter_units=remove_types=6", self._video)
        self._audio: Any = _audio(container) if sound else None
        self._heard = 0

    def show(self, time: float, planes: Planes) -> None:
        """The next frame, `time` seconds from the start; planes as `film.Frame` has them."""
        frame = VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = round(time * _TICKS), Fraction(1, _TICKS)
        if time >= self._key:
            frame.pict_type, self._key = PictureType.I, time + self._coding.key
        self._write_video(frame)

    def sound(self, sound: Sound) -> None:
        """The next piece of sound, where it says it belongs: silence before it, or without its start where that is past."""
        samples = sound.samples
        ahead = round(sound.time * RATE) - self._heard if sound.time is not None else 0
        if _UNTIDY < ahead <= _MOST_SILENCE:
            self._write_sound(np.zeros((ahead, 2), np.int16))
        elif ahead < -_UNTIDY or (ahead < 0 and not self._heard):
            samples = samples[-ahead:]
        self._write_sound(samples)

    def finish(self) -> None:
        """Whatever the encoders still hold."""
        self._write_video(None)
        self._mux(self._silent.filter(None))
        if self._audio is not None:
            self._container.mux(self._audio.encode(None))

    def _write_video(self, frame: VideoFrame | None) -> None:
        for packet in self._video.encode(frame):
            self._mux(self._silent.filter(packet))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            packet.stream = self._video
            self._container.mux(packet)

    def _write_sound(self, samples: NDArray[np.int16]) -> None:
        if not len(samples) or self._audio is None:
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._heard, Fraction(1, RATE)
        self._heard += len(samples)
        self._container.mux(self._audio.encode(frame))


def _video(container: OutputContainer, size: tuple[int, int], fps: float, coding: Coding, threads: int) -> Any:
    options = {"preset": coding.preset, "crf": str(coding.quality)}
    track: Any = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001), options=options)
    track.width, track.height, track.pix_fmt = *size, "yuv420p"
    track.time_base = track.codec_context.time_base = Fraction(1, _TICKS)
    context = track.codec_context
    context.thread_count = threads
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return track


def _audio(container: OutputContainer) -> Any:
    track: Any = container.add_stream("aac", rate=RATE, layout="stereo", options={"flags": "+bitexact"})
    track.bit_rate = _SOUND_BITS
    return track
