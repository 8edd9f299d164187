"""The voices of one recording: who speaks when, as voice 1, 2, 3, never who that is. No voiceprint outlives the call."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.diarisation import Moments, attribute
from app.analysis.listening import MOMENT, Listener
from app.analysis.mel import RATE, Sound
from app.analysis.speech import Spans

__all__ = ["RATE", "Recording", "Voice", "find"]

_TICK = 100  # times a second that it is decided who speaks


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice, numbered from 1 in order of appearance, and when it speaks, in seconds. Where two speak at once, both do."""

    number: int
    spans: tuple[tuple[float, float], ...]

    @property
    def seconds(self) -> float:
        """How long it speaks in all."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Recording:
    """How long it lasts, in seconds, and the voices in it."""

    duration: float
    voices: tuple[Voice, ...]


def find(pieces: Iterable[Sound], cache: Path, threads: int = 2, heard: Callable[[float], None] = lambda _: None) -> Recording:
    """The voices in samples float32 (n,) at 16 kHz, given in pieces. `heard` is told the seconds that each piece brought.

    Raises `weights.WeightsError` where a network cannot be had.
    """
    listener = Listener(cache, threads)
    for piece in pieces:
        listener.hear(piece)
        heard(len(piece) / RATE)
    listener.close()
    return Recording(listener.samples / RATE, _voices(listener.moments(), listener.speech))


def _voices(moments: Moments, speech: Spans) -> tuple[Voice, ...]:
    """Every bit of speech goes to whom the moment nearest to it belongs; what lies near none is nobody's but its own."""
    if not speech:
        return ()
    count = round(speech[-1][1] * _TICK)
    ticks = np.flatnonzero(_marked(speech, count))
    if not len(moments.steps):
        return (Voice(1, tuple(speech)),)
    nearest = _nearest(moments.steps, ticks / _TICK)
    spans = sorted(filter(None, (_spans(_at(ticks[row[nearest]], count)) for row in attribute(moments))))
    return tuple(Voice(number, each) for number, each in enumerate(spans, 1))


def _marked(spans: Spans, count: int) -> NDArray[np.bool_]:
    marked = np.zeros(count, bool)
    for start, end in spans:
        marked[round(start * _TICK) : round(end * _TICK)] = True
    return marked


def _at(ticks: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    marked = np.zeros(count, bool)
    marked[ticks] = True
    return marked


def _nearest(steps: NDArray[np.int64], times: NDArray[np.float64]) -> NDArray[np.int64]:
    """The place of the moment whose middle is nearest to each time."""
    middles = (steps + 1) * MOMENT
    borders = np.array([(one + other) / 2 for one, other in pairwise(middles)])
    return np.searchsorted(borders, times)


def _spans(speaks: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    edges = np.flatnonzero(np.diff(speaks, prepend=False, append=False)).reshape(-1, 2) / _TICK
    return tuple((float(start), float(end)) for start, end in edges)
