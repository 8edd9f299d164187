"""Sound that goes out: AAC in M4A, WAV or FLAC, with nothing in it but the sound."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from app.media.mp4 import add_packet, index_first
from app.media.targets import Target, opened

__all__ = ["FORMATS", "SoundWriter", "WrongFormat", "ending_of", "writing_sound"]

FORMATS: Final = {".m4a": ("ipod", "aac", "fltp"), ".wav": ("wav", "pcm_s16le", "s16"), ".flac": ("flac", "flac", "s16")}
"""By the ending of a name: FFmpeg's container, its encoder, and the samples that this takes."""

_BITS: Final = {1: 96_000, 2: 160_000}  # a second, by channels; where the encoder loses anything
_FULL: Final = 32767
_BUFFER: Final = 1 << 18

Samples = NDArray[np.float32]


class WrongFormat(ValueError):
    """A name that does not end in a format that can be written."""


def ending_of(path: Path) -> str:
    """The ending of a name, a key of `FORMATS`. Raises WrongFormat."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise WrongFormat(f"{path.name} has to end in {', '.join(FORMATS)}: sound is written as one of these.")
    return ending


class SoundWriter:
    """Takes samples in order."""

    def __init__(self, container: OutputContainer, ending: str, rate: int, channels: int) -> None:
        _, codec, self._kind = FORMATS[ending]
        self._layout = "mono" if channels == 1 else "stereo"
        self._container, self._rate, self._written = container, rate, 0
        self._track = cast(AudioStream, container.add_stream(codec, rate=rate, layout=self._layout, options={"flags": "+bitexact"}))
        if codec == "aac":
            self._track.bit_rate = _BITS[channels]

    def write(self, samples: Samples) -> None:
        """The next samples, float32 (n, channels); beyond -1 to 1 they are cut."""
        flat = np.clip(samples, -1, 1)
        packed: Any = flat.T if self._kind == "fltp" else np.rint(flat * _FULL).astype(np.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(packed), format=self._kind, layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._written, Fraction(1, self._rate)
        self._written += len(samples)
        self._container.mux(self._track.encode(frame))

    def finish(self) -> None:
        """Whatever the encoder still holds."""
        self._container.mux(self._track.encode(None))


@contextmanager
def writing_sound(target: Target, ending: str, rate: int, channels: int, *, packet: bytes = b"") -> Iterator[SoundWriter]:
    """What writes the sound to `target` in the format of `ending`, a key of `FORMATS`; M4A with an XMP packet where there is one."""
    container_format = FORMATS[ending][0]
    options = {"fflags": "+bitexact", "empty_hdlr_name": "1"}
    with opened(target) as file:
        with av.open(file, "w", format=container_format, container_options=options, buffer_size=_BUFFER) as container:
            writer = SoundWriter(container, ending, rate, channels)
            yield writer
            writer.finish()
        if container_format == "ipod":
            index_first(file)
            add_packet(file, packet)
