"""Time in film and sound: spans, tracks of a face through a film, and how a covered voice sounds.

All moments are whole milliseconds from the first frame. A *track* is one face followed without a break; a strip, which is one sighting,
has one or more of them, and what is heard has spans alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from consent_store.ids import SightingId, TrackId
from consent_store.rules.sightings import SAME_FACE, Box, Origin, paired
from consent_store.rules.spans import Span, outside, shared

ELSEWHERE = 0.1  # intersection over union: of less at one moment, two boxes are two places


_HELD = 1000  # milliseconds before and after a track in which a cover may still lie where it was


class Hush(StrEnum):
    """How a covered voice sounds. `CUT`, its time taken out, is for sound on its own alone."""

    SILENCE = "silence"
    TONE = "tone"
    CUT = "cut"


class Sight(NamedTuple):
    """Where a face is at one look: `at` in milliseconds, `box` in pixels of the frames as they were analysed."""

    at: int
    box: Box


@dataclass(frozen=True, slots=True)
class Track:
    """A face followed through one shot. `sights` are in order of time, at least one; `before` and `after` are the nearest looks at which
    it was not seen, or the ends of the shot: in between it may be seen.
    """

    id: TrackId
    sighting: SightingId
    origin: Origin
    sights: tuple[Sight, ...]
    before: int
    after: int

    def __post_init__(self) -> None:
        if not self.sights or any(one.at >= other.at for one, other in pairwise(self.sights)):
            raise ValueError("a track has sights, in order of time")
        if not (self.before <= self.sights[0].at and self.sights[-1].at < self.after):
            raise ValueError("a track may be seen wherever it was seen")

    @property
    def span(self) -> Span:
        """When it may be seen."""
        return Span(self.before, self.after)

    def at(self, moment: int) -> Box | None:
        """Where it is at a moment: on the straight line between two sights, at the nearest sight before the first and after the last;
        None when it may not be seen.
        """
        return where(self.sights, moment) if self.before <= moment < self.after else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a track, or a track to be: when somebody may be seen or heard, and where; without sights there is no place."""

    span: Span
    sights: tuple[Sight, ...] = ()


def where(sights: Sequence[Sight], moment: int) -> Box:
    """Where a face is: on the straight line between two sights, at the first before it and at the last after it."""
    after = bisect_left(sights, moment, key=lambda sight: sight.at)
    if after == 0 or after == len(sights):
        return sights[0 if after == 0 else -1].box
    return between(sights[after - 1], sights[after], moment)


def parted(stretch: Stretch, window: Span) -> tuple[list[Stretch], list[Stretch]]:
    """What of a stretch is in a window, and what is not. Every sight is in one part, and each part says where it begins and ends."""
    inside = [part for part in [_part(stretch, window)] if part]
    rest = outside([stretch.span], [window])
    return inside, [part for span in rest if (part := _part(stretch, span))]


def placed(stretch: Stretch, sight: Sight, machine: Mapping[int, Box]) -> Stretch:
    """A stretch with a sight by hand, in time order, and at least until then. What the `machine` saw at that moment stays covered."""
    seen = union([sight.box, machine[sight.at]]) if sight.at in machine else sight.box
    sights = sorted({**dict(stretch.sights), sight.at: seen}.items())
    span = Span(min(stretch.span.start, sight.at), max(stretch.span.end, sight.at + 1))
    return Stretch(span, tuple(Sight(at, box) for at, box in sights))


def shot(moment: int, cuts: Sequence[int], length: int) -> Span:
    """The shot of a film of `length` milliseconds that a moment is in; shots begin at `cuts`, in order."""
    after = bisect_right(cuts, moment)
    return Span(cuts[after - 1] if after else 0, min(length, cuts[after]) if after < len(cuts) else length)


def between(one: Sight, other: Sight, moment: int) -> Box:
    """The box on the straight line from one sight to the other."""
    share = (moment - one.at) / (other.at - one.at)
    return Box(*(round(a + share * (b - a)) for a, b in zip(_sides(one.box), _sides(other.box), strict=True)))


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all."""
    sides = [_sides(box) for box in boxes]
    return Box(min(s[0] for s in sides), min(s[1] for s in sides), max(s[2] for s in sides), max(s[3] for s in sides))


def _part(stretch: Stretch, window: Span) -> Stretch | None:
    span = Span(max(stretch.span.start, window.start), min(stretch.span.end, window.end))
    if span.start >= span.end:
        return None
    kept = {at: box for at, box in stretch.sights if span.start <= at < span.end}
    if stretch.sights:
        first, last = stretch.sights[0].at, stretch.sights[-1].at
        edges = [moment for moment in (span.start, span.end - 1) if first < moment < last]
        kept |= {moment: where(stretch.sights, moment) for moment in (edges if kept or edges else [span.start])}
    return Stretch(span, tuple(Sight(at, kept[at]) for at in sorted(kept)))


def best(tracks: Iterable[Track], box: Box | None, *, hidden: Iterable[Track] = ()) -> Sight:
    """The sight by which a strip is shown: the one with the sighting's own box, or else the largest; if there is one, where no cover of
    who is `hidden` may lie upon it. Raises `ValueError` without tracks.
    """
    sights, others = [sight for track in tracks for sight in track.sights], list(hidden)
    return max(sights, key=lambda sight: (not _covered(sight, others), sight.box == box, sight.box.width * sight.box.height, -sight.at))


def _covered(sight: Sight, tracks: Iterable[Track]) -> bool:
    near = (track for track in tracks if track.before - _HELD <= sight.at < track.after + _HELD)
    return any(where(track.sights, sight.at).overlap(sight.box) > 0 for track in near)


def agreement(sights: Sequence[Sight], tracks: Iterable[Track]) -> float:
    """How many of the sights, 0 to 1, are at the place where one of the tracks is at that moment."""
    known = list(tracks)
    there = sum(any((box := track.at(at)) and box.overlap(place) >= SAME_FACE for track in known) for at, place in sights)
    return there / len(sights)


def apart(one: Iterable[Track], other: Iterable[Track]) -> int | None:
    """The first moment in milliseconds at which two strips are seen in two places; None where they may be one person.

    Held before its first sight and after its last, a track says nothing of where somebody is.
    """
    theirs = list(other)
    return min((at for a in one for b in theirs for at in _in_both(a.sights, b.sights) if _elsewhere(a, b, at)), default=None)


def same_voices(found: Sequence[Sequence[Span]], known: Mapping[SightingId, Sequence[Span]]) -> dict[int, SightingId]:
    """Which of the voices found (by index) is which known one: those that have most of their time in common."""
    return paired((shared(theirs, ours), index, voice) for index, theirs in enumerate(found) for voice, ours in known.items())


def _in_both(one: Sequence[Sight], other: Sequence[Sight]) -> list[int]:
    first, last = max(one[0].at, other[0].at), min(one[-1].at, other[-1].at)
    return [sight.at for sight in (*one, *other) if first <= sight.at <= last] if first <= last else []


def _elsewhere(one: Track, other: Track, moment: int) -> bool:
    return where(one.sights, moment).overlap(where(other.sights, moment)) < ELSEWHERE


def _sides(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom
