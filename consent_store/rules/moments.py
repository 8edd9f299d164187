"""The moments of a strip at which a look is worth most: where the machine may have followed somebody else from there on."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from consent_store.rules.timeline import Sight, Track

NEAR = 500  # milliseconds: of two moments nearer than that one is enough
TOUCH = 0.1  # intersection over union: more, and two may have changed places


class Why(StrEnum):
    """Why a moment is worth a look."""

    FIRST = "first"  # where somebody appears
    GAP = "gap"  # where they come back after the longest time unseen
    CROSSING = "crossing"  # where somebody else is nearest
    SMALLEST = "smallest"  # where their face is smallest


class Moment(NamedTuple):
    """A moment in milliseconds, and why."""

    at: int
    why: Why


def moments(strip: Sequence[Track], others: Iterable[Track]) -> list[Moment]:
    """What to check of a strip, in order of time; of nearly the same moment only the first reason is said."""
    sights = sorted(sight for track in strip for sight in track.sights)
    if not sights:
        return []
    found = [Moment(sights[0].at, Why.FIRST)]
    gap = max(pairwise(sights), key=lambda pair: pair[1].at - pair[0].at, default=None)
    if gap and gap[1].at - gap[0].at > 2 * NEAR:
        found.append(Moment(gap[1].at, Why.GAP))
    nearest = _nearest(strip, others)
    if nearest is not None:
        found.append(Moment(nearest, Why.CROSSING))
    found.append(Moment(min(sights, key=lambda sight: (_area(sight), sight.at)).at, Why.SMALLEST))
    kept = [moment for index, moment in enumerate(found) if all(abs(moment.at - other.at) > NEAR for other in found[:index])]
    return sorted(kept)


def _nearest(strip: Sequence[Track], others: Iterable[Track]) -> int | None:
    """When another's box overlaps most, or None where nobody touches."""
    closest, when = TOUCH, None
    theirs = list(others)
    for track in strip:
        beside = [other for other in theirs if other.before < track.after and track.before < other.after]
        for at, box in track.sights:
            for other in beside:
                place = other.at(at)
                if place is not None and box.overlap(place) > closest:
                    closest, when = box.overlap(place), at
    return when


def _area(sight: Sight) -> int:
    return sight.box.width * sight.box.height
