"""Sound from outside, opened in the box as a stream: plain samples at a rate of one's choice, at their true times.

Whatever carries sound can be read: MP3, M4A, WAV, FLAC, Ogg, Opus, and the sound track of a film. One track goes on; what else there is
is dropped, and named.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.boxed import Limits
from app.media.sources import Source
from app.media.streams import Room, Stream, believed, moment, open_stream
from app.media.unplayable import Unplayable
from consent_store.rules.spans import Span, merged

__all__ = ["LONGEST", "Sound", "open_sound"]

LONGEST: Final = 4 * 3600.0
"""Seconds that a recording may last."""

_TASK: Final = "app.media._sound_child"
_ROOM: Final = Room(slots=8, bytes=1 << 18)
_LIMITS: Final = Limits(memory=1_500_000_000, cpu=7200, seconds=60.0)
_KINDS: Final = {"video", "audio", "subtitle", "data", "attachment", "unknown"}

Samples = NDArray[np.float32]


@dataclass(slots=True)
class Sound:
    """A recording that is being read: samples a second, channels, kinds of tracks that were dropped, the seconds that it claims to last.

    `taken_at` is when the recorder says that it was made, or None. `lost` are the parts that cannot be read and are silent, once it has
    been read.
    """

    rate: int
    channels: int
    dropped: tuple[str, ...]
    claimed: float | None
    taken_at: datetime | None
    _stream: Stream
    lost: tuple[Span, ...] = ()

    def __iter__(self) -> Iterator[Samples]:
        """Pieces float32 (n, channels), about -1 to 1, in order. Raises Unplayable, wherever in the recording that comes to light."""
        samples = 0
        for said, slot in self._stream:
            samples += (count := believed(lambda said=said: int(said["count"])))  # type: ignore[misc]
            values = slot.view(np.float32)
            if not 0 < count * self.channels <= len(values) or samples > (LONGEST + 1) * self.rate:
                raise Unplayable("broken")
            piece = values[: count * self.channels].reshape(count, self.channels)
            yield np.nan_to_num(piece, nan=0.0, posinf=1.0, neginf=-1.0)
        self.lost = believed(lambda: merged(self._span(*each) for each in self._stream.end["lost"]))

    def _span(self, start: int, end: int) -> Span:
        if not 0 <= int(start) < int(end) <= (LONGEST + 1) * self.rate:
            raise ValueError("a part that is not in the recording")
        return Span(int(start) * 1000 // self.rate, -(int(end) * -1000 // self.rate))


@contextmanager
def open_sound(source: Source, rate: int = 0, channels: int = 0) -> Iterator[Sound]:
    """The sound of `source`. `rate` and `channels` of 0 leave both as they are, as far as encoders take them.

    Raises Unplayable for whatever is wrong with the recording, BoxUnavailable where no process could be had, and what `source` raises.
    """
    with ExitStack() as stack:
        stream = open_stream(stack, _TASK, source, {"rate": rate, "channels": channels}, _ROOM, _LIMITS)
        yield believed(lambda: _checked(stream))


def _checked(stream: Stream) -> Sound:
    said = stream.said
    claimed = None if said["claimed"] is None else float(said["claimed"])
    sound = Sound(int(said["rate"]), int(said["channels"]), tuple(map(str, said["dropped"])), claimed, moment(said["made"]), stream)
    if sound.channels not in {1, 2} or not 8_000 <= sound.rate <= 48_000 or not set(sound.dropped) <= _KINDS:
        raise ValueError("an answer that no sound gives")
    return sound
