"""What is covered when somebody is masked in a film: in every frame the union of where they were, are and will be, and a little more.

Between two sights the face goes on in a straight line; a gap is covered wholly from where it was lost to where it came back; before the
first sight and after the last the mask stays until the look at which nobody was there, and a little longer, but not across a cut.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from app.analysis.film_sights import Sight
from consent_store.rules.sightings import Box

_AROUND = 0.1  # seconds before and after a frame whose places are covered in it too
_HELD = 0.5  # seconds beyond the look at which a face was not there any more
_FLASH = 0.2  # seconds: a shorter shot may be the flash of a camera, in which nobody is found and everybody still stands there
_USUAL = 0.6  # seconds between two sights: after longer the face may have been anywhere between them
_GROWN = 0.04  # of a face's width and height, on every side
_AGAIN = 0.2  # seconds before and after a frame in which a check found somebody
_ROUNDED = 1e-6  # seconds that a moment may be off

Anything = TypeVar("Anything")


class Placed(Protocol):
    """A face through a shot, as `PersonTrack` and `film_sights.Track` are."""

    @property
    def sights(self) -> Sequence[Sight]:
        """Where it was seen, in order of time."""

    @property
    def before(self) -> float:
        """The nearest look at which it was not seen yet, or where the shot begins, in seconds."""

    @property
    def after(self) -> float:
        """The nearest look at which it was not seen any more, or where the shot ends."""


class Timeline(Generic[Anything]):
    """Things by the seconds in which they are there, so that a frame of a long film asks few of them."""

    def __init__(self) -> None:
        self._by_second: dict[int, list[Anything]] = defaultdict(list)

    def add(self, thing: Anything, begins: float, ends: float) -> None:
        """`thing` is there from `begins` to `ends`."""
        for second in range(math.floor(begins), math.floor(ends) + 1):
            self._by_second[second].append(thing)

    def near(self, time: float) -> list[Anything]:
        """What is there in the second of `time`, and perhaps at `time`."""
        return self._by_second.get(math.floor(time), [])


class Covers:
    """Where masks are: on tracks of people, and on what a check found open. `cuts`: when shots begin, in order."""

    def __init__(self, tracks: Sequence[Placed], cuts: Sequence[float]) -> None:
        self._tracks: Timeline[tuple[Placed, float, float]] = Timeline()
        self._extra: Timeline[Sight] = Timeline()
        for track in tracks:
            begins, ends = _reach(track, cuts)
            self._tracks.add((track, begins, ends), begins, ends)

    def add(self, sight: Sight) -> None:
        """Cover this too, shortly before and after."""
        self._extra.add(sight, sight.time - _AGAIN, sight.time + _AGAIN)

    def at(self, time: float) -> list[Box]:
        """The boxes to cover in the frame at `time`; perhaps partly outside it."""
        found = [_cover(track, time) for track, begins, ends in self._tracks.near(time) if begins <= time <= ends]
        return found + [sight.box for sight in self._extra.near(time) if abs(sight.time - time) <= _AGAIN]


def _cover(track: Placed, time: float) -> Box:
    places = [place(track.sights, moment) for moment in (time - _AROUND, time, time + _AROUND)]
    return grown(union([*places, *_gap(track.sights, time)]), _GROWN)


def _reach(track: Placed, cuts: Sequence[float]) -> tuple[float, float]:
    """From when to when a track is covered: wherever it may be seen, and a little longer up to the next cut."""
    begins, ends = shot(track, cuts)
    return max(begins, track.before - _HELD), min(ends, track.after + _HELD)


def shot(track: Placed, cuts: Sequence[float]) -> tuple[float, float]:
    """From when to when the shot is that a track is in, or by hand the several. A flash ends none."""
    first, last = bisect_left(cuts, track.before + _ROUNDED), bisect_left(cuts, track.after - _ROUNDED)
    while first > 1 and cuts[first - 1] - cuts[first - 2] < _FLASH:
        first -= 1
    while last + 1 < len(cuts) and cuts[last + 1] - cuts[last] < _FLASH:
        last += 1
    begins = cuts[first - 1] if first else 0.0
    return begins, cuts[last] - _ROUNDED if last < len(cuts) else math.inf


def place(sights: Sequence[Sight], time: float) -> Box:
    """Where a face is at `time`: on the straight line between two sights, or where it was first or last."""
    at = bisect_left(sights, time, key=lambda sight: sight.time)
    if at in {0, len(sights)}:
        return sights[min(at, len(sights) - 1)].box
    before, after = sights[at - 1], sights[at]
    share = (time - before.time) / (after.time - before.time)
    sides = zip(_sides(before.box), _sides(after.box), strict=True)
    return Box(*(round(one + (other - one) * share) for one, other in sides))


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    lefts, tops, rights, bottoms = zip(*map(_sides, boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def grown(box: Box, share: float) -> Box:
    """The box, larger on every side by a share of its width and height, and by a pixel at least."""
    across, down = 1 + round(box.width * share), 1 + round(box.height * share)
    return Box(box.left - across, box.top - down, box.right + across, box.bottom + down)


def _gap(sights: Sequence[Sight], time: float) -> list[Box]:
    """Both ends of a gap that `time` is in."""
    at = bisect_left(sights, time, key=lambda sight: sight.time)
    if at in {0, len(sights)} or sights[at].time - sights[at - 1].time <= _USUAL:
        return []
    return [sights[at - 1].box, sights[at].box]


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom
