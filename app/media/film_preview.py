"""What is looked at instead of a recording while it is reviewed: smaller, quick to enter anywhere, with pictures of it and of its sound."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from typing import Final

from app.media.film import RATE, Frame, open_film
from app.media.film_sound import Beside, heard
from app.media.film_writing import Coding, drafting_film
from app.media.images import Pixels
from app.media.sound import Samples, open_sound
from app.media.sound_covers import Sounding
from app.media.sound_writing import writing_sound
from app.media.sources import Source
from app.media.still import Still, always, asking
from app.media.strips import Strip
from app.media.targets import Target
from app.media.waves import Peaks, wave_png

__all__ = ["Preview", "make_preview", "make_sound_preview"]

Progress = Callable[[float, float | None], None]

_LONGEST: Final = 1280
_NARROW: Final = 720
_BETWEEN: Final = 1 / 30  # seconds from one frame to the next at least: what is filmed faster is shown with fewer
_CODING: Final = Coding("superfast", 25, key=2.0)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What was made of a recording that is `duration` seconds long; of sound alone without size, `strip` and `poster`.

    `strip` are `strips.COUNT` small pictures side by side, each for the same share of the film; `poster` one that stands for it;
    `wave` is a PNG as `waves.wave_png` makes it, or None where there is no sound.
    """

    width: int
    height: int
    duration: float
    strip: Pixels | None
    poster: Pixels | None
    wave: bytes | None


def make_preview(source: Source, out: Target, *, progress: Progress, still: Still = always) -> Preview:
    """The film in `source` at most 720 lines high, to be entered every two seconds: MP4 (H.264, AAC) in `out`.

    `progress` is told how far it is, in seconds, and of how many where the file says so. Raises Unplayable, BoxUnavailable, OSError,
    Stopped, and what `source` does: `out` is to go then.
    """
    strip, ask = Strip(), asking(still)
    with ExitStack() as stack:
        film = stack.enter_context(open_film(source, longest=_LONGEST, narrow=_NARROW, step=_BETWEEN, busy=_BETWEEN))
        size, fps = (film.width, film.height), min(film.fps, 1 / _BETWEEN)
        sound = heard(stack, source, Sounding()) if film.has_sound else None
        peaks = Peaks(RATE) if sound else None
        writer = stack.enter_context(drafting_film(out, size, fps, sound=bool(sound), coding=_CODING))
        beside = Beside(_measured(sound, peaks) if sound and peaks else iter(()), writer)
        for frame in film:
            ask()
            if isinstance(frame, Frame):
                beside.until(frame.time)
                writer.show(frame.time, frame.planes)
                strip.show(frame)
                progress(frame.time, film.claimed)
        beside.until(inf)
    wave = wave_png(peaks.all(), film.duration) if peaks else None
    return Preview(*size, film.duration, strip.pixels(film.duration), strip.poster, wave)


def _measured(pieces: Iterator[Samples], peaks: Peaks) -> Iterator[Samples]:
    for piece in pieces:
        peaks.add(piece)
        yield piece


def make_sound_preview(source: Source, out: Target, *, progress: Progress, still: Still = always) -> Preview:
    """The sound of `source` as M4A (AAC) in `out`; else as `make_preview`."""
    ask = asking(still)
    with open_sound(source) as sound, writing_sound(out, ".m4a", sound.rate, sound.channels) as writer:
        peaks, count = Peaks(sound.rate), 0
        for samples in _measured(iter(sound), peaks):
            ask()
            writer.write(samples)
            count += len(samples)
            progress(count / sound.rate, sound.claimed)
    seconds = count / sound.rate
    return Preview(0, 0, seconds, None, None, wave_png(peaks.all(), seconds))
