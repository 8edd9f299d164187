"""What is covered when somebody is masked in a film: in every frame the union of where they were, are and will be, and a little more.

Between two sights the face goes on in a straight line; a gap is covered wholly from where it was lost to where it came back; before the
first sight and after the last the mask stays until the look at which nobody was there, and a little longer, but not across a cut.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.analysis.film import PersonTrack
from app.analysis.film_tracks import Sight
from consent_store.rules.sightings import Box

_AROUND = 0.1  # seconds before and after a frame whose places are covered in it too
_HELD = 0.5  # seconds beyond the look at which a face was not there any more
_USUAL = 0.6  # seconds between two sights: after longer the face may have been anywhere between them
_GROWN = 0.04  # of a face's width and height, on every side


@dataclass(slots=True)
class Covers:
    """Where masks are: `tracks` of people, and `extra` sights, each covered `held` seconds before and after, that a check found open."""

    tracks: Sequence[PersonTrack]
    cuts: Sequence[float]
    extra: list[Sight] = field(default_factory=list)
    held: float = 0.2

    def at(self, time: float) -> list[Box]:
        """The boxes to cover in the frame at `time`; perhaps partly outside it."""
        found = [box for track in self.tracks if (box := self._of(track, time))]
        return found + [sight.box for sight in self.extra if abs(sight.time - time) <= self.held]

    def _of(self, track: PersonTrack, time: float) -> Box | None:
        begins, ends = self._reach(track)
        if not begins <= time <= ends:
            return None
        places = [place(track.sights, moment) for moment in (time - _AROUND, time, time + _AROUND)]
        return grown(union([*places, *_gap(track.sights, time)]), _GROWN)

    def _reach(self, track: PersonTrack) -> tuple[float, float]:
        """From when to when the track is covered: a cut ends what goes before it and begins what comes after."""
        shot = bisect_left(self.cuts, track.sights[0].time + 1e-6)
        begins = self.cuts[shot - 1] if shot else 0.0
        ends = self.cuts[shot] if shot < len(self.cuts) else float("inf")
        return max(begins, track.before - _HELD), min(ends - 1e-6, track.after + _HELD)


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
