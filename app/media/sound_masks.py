"""Covering voices: spans of a recording replaced by silence or by a tone, and the outcome heard again before it is anybody's.

Everything is done on plain samples at the rate of the recording, so that a span begins and ends on a sample.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.files import whole_or_nothing
from app.media.sound import Sound, open_sound
from app.media.sound_writing import ending_of, writing_sound
from app.media.unplayable import Uncovered

__all__ = ["MARGIN", "mask_sound"]

MARGIN: Final = 0.15
"""Seconds that are covered before and after each span: words begin and end softly, and encoders smear."""

_TONE_HZ: Final = 440.0
_TONE: Final = 0.1
_SMEARED: Final = 0.06  # seconds inside a cover, at each of its ends, that an encoder may fill with what stands beside it
_SILENT: Final = 0.002  # the loudest sample of what is silent
_SAME: Final = 0.5  # the most that a second may differ from what it should be, as a share of its own strength,
_ROUNDING: Final = 0.005  # and besides

Spans = Sequence[tuple[float, float]]
Samples = NDArray[np.float32]
Progress = Callable[[float, float | None], None]


def mask_sound(source: Path, out: Path, spans: Spans, *, tone: bool = False, steps: Callable[[str], Progress]) -> None:
    """The sound of `source` at `out`, with `spans` (seconds) and `MARGIN` around each of them silent, or a tone.

    The name of `out` says what it becomes: .m4a (AAC), .wav or .flac. `steps` gives what is told how far each step is, in seconds.
    Raises WrongFormat, Unplayable, BoxUnavailable, OSError, and Uncovered where the outcome does not hold up; then there is no `out`.
    """
    ending = ending_of(out)
    with whole_or_nothing(out) as part:
        with open_sound(source) as sound, writing_sound(part, ending, sound.rate, sound.channels) as writer:
            for samples in _told(_covered(sound, spans, tone), sound, steps("covering")):
                writer.write(samples)
        _check(source, part, spans, tone, steps("checking"))


def _covered(sound: Sound, spans: Spans, tone: bool) -> Iterator[Samples]:
    first = 0
    for samples in sound:
        yield np.where(
            _inside(spans, first, len(samples), sound.rate, MARGIN)[:, None], _cover(first, len(samples), sound.rate, tone), samples
        )
        first += len(samples)


def _inside(spans: Spans, first: int, count: int, rate: int, margin: float) -> NDArray[np.bool_]:
    """Which of `count` samples from `first` lie in a span that was made larger by `margin` seconds at both ends."""
    inside = np.zeros(count, bool)
    for start, end in spans:
        begin, stop = int((start - margin) * rate) - first, int(np.ceil((end + margin) * rate)) - first
        inside[max(0, begin) : max(0, stop)] = True
    return inside


def _cover(first: int, count: int, rate: int, tone: bool) -> Samples:
    if not tone:
        return np.zeros((count, 1), np.float32)
    turns = (np.arange(first, first + count) * _TONE_HZ / rate) % 1
    return (_TONE * np.sin(2 * np.pi * turns)).astype(np.float32)[:, None]


def _told(pieces: Iterable[Samples], sound: Sound, progress: Progress) -> Iterator[Samples]:
    done = 0.0
    for piece in pieces:
        yield piece
        done += len(piece) / sound.rate
        progress(done, sound.claimed)


def _check(source: Path, part: Path, spans: Spans, tone: bool, progress: Progress) -> None:
    """Read both again, a second at a time: what is covered must be so, and the rest the same as it was, as far as an encoder can."""
    with open_sound(source) as sound, open_sound(part, sound.rate, sound.channels) as made:
        first = 0
        found = _seconds(made)
        for wanted in _seconds(_told(_covered(sound, spans, tone), sound, progress)):
            got = next(found, np.empty((0, 1), np.float32))
            if len(got) < len(wanted):
                raise Uncovered("The new recording is shorter than it should be. Nothing was written.")
            _check_second(wanted, got[: len(wanted)], _inside(spans, first, len(wanted), sound.rate, MARGIN - _SMEARED), tone)
            first += len(wanted)


def _check_second(wanted: Samples, got: Samples, covered: NDArray[np.bool_], tone: bool) -> None:
    wrong = np.abs(got - wanted)
    if not tone and wrong[covered].max(initial=0) > _SILENT:
        raise Uncovered("A voice that should be covered can still be heard in the new recording. Nothing was written.")
    if _strength(wrong) > _SAME * _strength(wanted) + _ROUNDING or (tone and _strength(wrong[covered]) > _SAME * _TONE):
        raise Uncovered("The new recording does not sound as it should. Nothing was written.")


def _strength(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples).mean())) if samples.size else 0.0


def _seconds(pieces: Iterable[Samples]) -> Iterator[Samples]:
    """The same samples, 48,000 at a time."""
    waiting: list[Samples] = []
    for piece in pieces:
        waiting.append(piece)
        while sum(map(len, waiting)) >= _PIECE:
            together = np.concatenate(waiting)
            yield together[:_PIECE]
            waiting = [together[_PIECE:]]
    if rest := sum(map(len, waiting)):
        yield np.concatenate(waiting)[:rest]


_PIECE: Final = 48_000
