"""What becomes of a recording of which voices are covered and parts cut out, sample by sample."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.sound import Samples
from app.media.trims import Left
from consent_store.rules.spans import Span, merged
from consent_store.rules.timeline import Hush
from consent_store.rules.trimming import HEARD_AROUND

__all__ = ["MARGIN", "TONE", "Sounding", "inside"]

MARGIN: Final = HEARD_AROUND / 1000
"""Seconds that are covered before and after each span: words begin and end softly, and encoders smear."""

TONE: Final = 0.1
"""How loud a tone is."""

_TONE_HZ: Final = 440.0
_SECOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Sounding:
    """What is heard of a recording: `silenced`, with `MARGIN` around each span, as `hush` has it, and without what `trims` cut out."""

    silenced: Sequence[Span] = ()
    hush: Hush = Hush.SILENCE
    trims: Sequence[Span] = ()

    @property
    def covered(self) -> tuple[Span, ...]:
        """Where silence or the tone is, in the time of the whole."""
        return () if self.hush is Hush.CUT else self._widened

    @property
    def left(self) -> Left:
        """What is not cut out."""
        return Left([*self.trims, *self._widened] if self.hush is Hush.CUT else self.trims)

    @property
    def _widened(self) -> tuple[Span, ...]:
        margin = round(MARGIN * _SECOND)
        return merged(Span(max(0, start - margin), end + margin) for start, end in self.silenced)

    def of(self, pieces: Iterable[Samples], rate: int) -> Iterator[Samples]:
        """What is heard of a recording that comes in pieces, `rate` samples a second; some may be empty."""
        covered, gone, first = self.covered, self.left.trims, 0
        for samples in pieces:
            under = inside(covered, first, len(samples), rate)
            heard = np.where(under[:, None], self._cover(first, len(samples), rate), samples)
            yield heard[~inside(gone, first, len(samples), rate)]
            first += len(samples)

    def _cover(self, first: int, count: int, rate: int) -> Samples:
        if self.hush is not Hush.TONE:
            return np.zeros((count, 1), np.float32)
        turns = (np.arange(first, first + count) * _TONE_HZ / rate) % 1
        return (TONE * np.sin(2 * np.pi * turns)).astype(np.float32)[:, None]


def inside(spans: Sequence[Span], first: int, count: int, rate: int) -> NDArray[np.bool_]:
    """Which of `count` samples from `first` lie in `spans`, which are in order and do not touch."""
    result = np.zeros(count, bool)
    for start, end in spans[bisect_right(spans, first * _SECOND // rate, key=lambda span: span.end) :]:
        begin = start * rate // _SECOND - first
        if begin >= count:
            break
        result[max(0, begin) : max(0, end * rate // _SECOND - first)] = True
    return result


def whole_seconds(pieces: Iterable[Samples], rate: int) -> Iterator[Samples]:
    """The same samples, a second at a time."""
    waiting: list[Samples] = []
    for piece in pieces:
        waiting.append(piece)
        while sum(map(len, waiting)) >= rate:
            together = np.concatenate(waiting)
            yield together[:rate]
            waiting = [together[rate:]]
    if rest := sum(map(len, waiting)):
        yield np.concatenate(waiting)[:rest]
