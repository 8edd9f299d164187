"""What is known of one face in a film: where it was seen, and what it looked like when it was seen best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from app.analysis.ports import Descriptors, Pixels
from consent_store.rules.sightings import Box

_SETTLED = 0.5  # how much of the speed is believed: people stop and turn
_KEPT = 4  # looks of a track, the best
_NEAR, _NEARER = 0.45, 0.8  # of a face's height: how far from where it is expected, and how much further for each second
_FAR = 8.0  # likewise, in each second, for a face that looks like the one that is gone
_SIZES = 0.6  # the smaller of two heights by the larger, at least


class Sight(NamedTuple):
    """A face that was found: its second, and its box in pixels of the film."""

    time: float
    box: Box


@dataclass(slots=True)
class Look:
    """What a face looked like when it was seen: its descriptor (empty where faces are not described), `Quality.score` and whether that is
    good, the detector's score, and a picture of it where one is wanted.
    """

    descriptor: Descriptors = field(repr=False)
    quality: float
    good: bool
    sight: Sight
    score: float
    picture: Pixels | None = field(default=None, repr=False)


def apart(one: Look, other: Look) -> float:
    """The distance of two looks; infinite where faces are not described: nothing says that they are one person's."""
    if not one.descriptor.size or not other.descriptor.size:
        return math.inf
    return float(np.linalg.norm(one.descriptor - other.descriptor))


def best(looks: Sequence[Look]) -> list[Look]:
    """The looks worth keeping, the best first."""
    return sorted(looks, key=lambda look: (-look.quality, -look.sight.box.height))[:_KEPT]


@dataclass(slots=True)
class Track:
    """One face through a shot, its `number` in order of appearance from 1.

    `before`, `after`: the nearest looks at which it was not seen, or where the shot begins and ends; `after` is 0 while it is seen.
    """

    sights: list[Sight]
    before: float
    after: float = 0.0
    looks: list[Look] = field(default_factory=list)
    described: float = -math.inf
    number: int = 0

    @property
    def first(self) -> float:
        """When it was first seen, in seconds."""
        return self.sights[0].time

    @property
    def last(self) -> float:
        """When it was last seen, in seconds."""
        return self.sights[-1].time

    def spans(self, most: float) -> list[tuple[float, float]]:
        """When it was seen, without gaps of more than `most` seconds."""
        times = np.array([sight.time for sight in self.sights])
        breaks = np.flatnonzero(np.diff(times) > most)
        starts, ends = [0, *(breaks + 1)], [*breaks, len(times) - 1]
        return [(float(times[start]), float(times[end])) for start, end in zip(starts, ends, strict=True)]

    def expected(self, time: float) -> tuple[float, float]:
        """Where the middle of the face should be at `time`."""
        x, y = _middle(self.sights[-1].box)
        if len(self.sights) < 2:
            return x, y
        earlier = self.sights[-2]
        before = _middle(earlier.box)
        ahead = _SETTLED * (time - self.last) / max(self.last - earlier.time, 1e-3)
        return x + (x - before[0]) * ahead, y + (y - before[1]) * ahead

    def remember(self, look: Look, time: float) -> None:
        """Keep what the face looked like, if it is among the best; a picture of the very best is enough."""
        self.described = time
        self.looks = best([*self.looks, look])
        for other in self.looks[1:]:
            other.picture = None

    def distance(self, look: Look) -> float | None:
        """How far the nearest look is, or None where the face was never described."""
        return min((apart(each, look) for each in self.looks), default=None)

    def away(self, box: Box, time: float) -> float | None:
        """How far a face is from where it is expected, in its heights; None where it is too far to be taken for the same."""
        gone = self._gone(box, time)
        return gone if gone <= _NEAR + _NEARER * (time - self.last) else None

    def within_reach(self, box: Box, time: float) -> bool:
        """Whether somebody fast may have come there."""
        return self._gone(box, time) <= _NEAR + _FAR * (time - self.last)

    def _gone(self, box: Box, time: float) -> float:
        """How far a face is from where it is expected, or from where it was, in its heights; infinite where its size is another."""
        last = self.sights[-1].box
        if min(last.height, box.height) < _SIZES * max(last.height, box.height):
            return math.inf
        expected, stood, middle = self.expected(time), _middle(last), _middle(box)
        return min(math.dist(middle, expected), math.dist(middle, stood)) / max(last.height, box.height)


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
