"""A film from outside as a stream of frames, upright and in plain colour, read in the box; its sound beside them where wanted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.media.images import Pixels
from app.media.sources import Source
from app.media.streams import Room, Said, Stream, believed, moment, open_stream
from app.media.unplayable import Unplayable

__all__ = ["DROPPED", "LONGEST", "RATE", "Film", "Frame", "Planes", "Sound", "Unplayable", "open_film"]

Planes = NDArray[np.uint8]
"""Y, U and V of a frame one below the other: 4:2:0, BT.709, video range, shape (height * 3 / 2, width)."""

LONGEST: Final = 1920
RATE: Final = 48_000
DROPPED: Final = {"picture", "sound", "subtitles", "cover", "data", "chapters"}

_TASK: Final = "app.media._film_child"
_SLOTS: Final = 3
_MOST_SECONDS: Final = 4 * 3600.0
_SOUND_BYTES: Final = 4 * RATE  # a second of it


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a film: its second, whether a shot begins here, and its planes, to be used before the next is asked for."""

    time: float
    cut: bool
    planes: Planes

    def pixels(self, longest: int) -> Pixels:
        """The frame as sRGB, the longer side at most `longest`."""
        height, width = self.planes.shape[0] * 2 // 3, self.planes.shape[1]
        shown = cv2.cvtColor(self.planes, cv2.COLOR_YUV2RGB_I420)
        scale = longest / max(height, width)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        return np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA) if scale < 1 else shown, np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A piece of sound: seconds from the first frame (may be before it), and samples, int16 (n, 2), 48 kHz."""

    time: float | None
    samples: NDArray[np.int16]


@dataclass(slots=True, eq=False)
class Film:
    """An opened film; `scale` of its own pixels are one of its frames here.

    `claimed` is how long its file says it is, in seconds, or None; `duration` how long it was, once it has been read.
    `taken_at` is when the camera says that it was made, or None.
    `dropped` names what does not go on, once for each (`DROPPED`): other tracks, subtitles, chapters, cover pictures, data.
    """

    width: int
    height: int
    scale: float
    fps: float
    claimed: float | None
    has_sound: bool
    dropped: tuple[str, ...]
    taken_at: datetime | None
    _stream: Stream = field(repr=False)
    duration: float = 0.0

    def __iter__(self) -> Iterator[Frame | Sound]:
        """Frames and sound as they come, each in its own order. Raises Unplayable, wherever in it that comes to light."""
        last = -1.0
        for said, slot in self._stream:
            if "sound" in said:
                yield _sound(said, slot)
                continue
            frame = believed(lambda: self._frame(said, slot))  # noqa: B023
            if not last < frame.time <= _MOST_SECONDS:
                raise Unplayable("broken")
            last = frame.time
            yield frame
        self.duration = believed(lambda: float(self._stream.end["duration"]))

    def _frame(self, said: Said, slot: NDArray[np.uint8]) -> Frame:
        planes = slot[: self.width * self.height * 3 // 2].reshape(-1, self.width)
        return Frame(float(said["time"]), bool(said["cut"]), planes)


@contextmanager
def open_film(
    source: Source,
    *,
    longest: int = LONGEST,
    narrow: int = LONGEST,
    step: float | None = None,
    busy: float | None = None,
    sound: bool = False,
    start: float = 0.0,
) -> Iterator[Film]:
    """The film in `source`, its longer side at most `longest` pixels, its shorter one at most `narrow`, from second `start` on.

    Every frame, or one each `step` seconds, each `busy` seconds while something moves, and one at each cut. Times count from the first
    frame of the film, wherever reading starts.

    Raises Unplayable for whatever is wrong with it, `boxed.BoxUnavailable`, and what `source` raises.
    """
    room = Room(_SLOTS, max(longest * min(longest, narrow) * 3 // 2, _SOUND_BYTES))
    with ExitStack() as stack:
        wanted = {"longest": longest, "narrow": narrow, "step": step, "busy": busy, "sound": sound, "start": start}
        stream = open_stream(stack, _TASK, source, wanted, room)
        yield believed(lambda: _film(stream, longest))


def _film(stream: Stream, longest: int) -> Film:
    said = stream.said
    width, height, scale, fps = int(said["width"]), int(said["height"]), float(said["scale"]), float(said["fps"])
    claimed = float(said["duration"]) if said["duration"] is not None else None
    dropped = tuple(str(each) for each in said["dropped"])
    honest = 0 < max(width, height) <= longest and min(width, height) > 1 and not width % 2 and not height % 2
    if not (honest and 1 <= scale < 100 and 0 < fps < 10_000 and set(dropped) <= DROPPED and len(dropped) < 1000):
        raise ValueError("an answer that no film gives")
    return Film(width, height, scale, fps, claimed, bool(said["sound"]), dropped, moment(said["made"]), stream)


def _sound(said: Said, slot: NDArray[np.uint8]) -> Sound:
    def checked() -> Sound:
        count = int(said["sound"])
        if not 0 <= count * 4 <= len(slot):
            raise ValueError("more sound than there is room for")
        return Sound(float(said["time"]) if said["time"] is not None else None, slot[: count * 4].view(np.int16).reshape(-1, 2))

    return believed(checked)
