"""Faces followed through a film: where one face went, from sight to sight, until the shot ends or it is gone for too long.

It splits rather than merges: where two faces may have changed places, what they look like decides, and where that does not, a new track
begins. Tracks of one person are put together afterwards (`film_people`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from app.analysis.pipeline import Engine
from app.analysis.ports import DescribedFace, Descriptors, FoundFace, Pixels
from consent_store.rules.sightings import Box

GAP = 1.5  # seconds that a face may be hidden within one track
_NEAR, _NEARER = 0.45, 0.8  # of a face's height: how far from where it is expected, and how much further for each second
_FAR = 8.0  # likewise, in each second, for a face that looks like the one that is gone
_SIZES = 0.6  # the smaller of two heights by the larger, at least
_SETTLED = 0.5  # how much of the speed is believed: people stop and turn
_APART = 0.6  # of its height by which one face must be nearer than another to be taken without a look at both
_LOOKS = 3  # how much more looks count than places, where places leave it open
_AGAIN = 1.0  # seconds after which a face is described again
_KEPT = 4  # descriptors of a track, the best


class Sight(NamedTuple):
    """A face that was found: its second, and its box in pixels of the film."""

    time: float
    box: Box


@dataclass(slots=True)
class Look:
    """What a face looked like: its descriptor, and `Quality.score` and whether that is good."""

    descriptor: Descriptors = field(repr=False)
    quality: float
    good: bool


@dataclass(slots=True)
class Track:
    """One face through a shot. `before`, `after`: the nearest looks at which it was not seen, or where the shot begins and ends."""

    sights: list[Sight]
    before: float
    after: float = 0.0
    looks: list[Look] = field(default_factory=list)
    described: float = -math.inf

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
        """Keep what the face looked like, if it is among the best."""
        self.described = time
        self.looks = sorted([*self.looks, look], key=lambda each: -each.quality)[:_KEPT]

    def distance(self, look: Look) -> float | None:
        """How far the nearest look is, or None where the face was never described."""
        return min((float(np.linalg.norm(each.descriptor - look.descriptor)) for each in self.looks), default=None)


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


class Tracker:
    """Follows faces from look to look; looks come in order of time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._limits = engine.thresholds
        self._other = (self._limits.sure + self._limits.unsure) / 2  # beyond it, two good faces of one track are two people's
        self._open: list[Track] = []
        self._done: list[Track] = []
        self._at = 0.0

    def look(self, time: float, cut: bool, pixels: Pixels, faces: Sequence[FoundFace]) -> None:
        """What was found at `time`; `cut` where a shot began since the look before. Boxes and `pixels` as large as the film."""
        for track in [track for track in self._open if cut or time - track.last > GAP]:
            self._close(track, time if cut else min(time, track.after or time))
        for track in self._open:
            track.after = track.after or time
        chosen = self._chosen(time, pixels, faces)
        for face, known in zip(faces, chosen, strict=True):
            if known:
                self._go_on(known, Sight(time, face.box))
        self._begin(time, pixels, [face for face, known in zip(faces, chosen, strict=True) if not known], time if cut else self._at)
        self._describe(time, pixels, faces)
        self._at = time

    def finish(self, end: float) -> list[Track]:
        """Every track, in order of when it was first seen. `end`: how long the film is."""
        for track in list(self._open):
            self._close(track, track.after or end)
        return sorted(self._done, key=lambda track: (track.first, track.sights[0].box.left))

    def _close(self, track: Track, after: float) -> None:
        track.after = after
        self._open.remove(track)
        self._done.append(track)

    def _go_on(self, track: Track, sight: Sight) -> None:
        track.sights.append(sight)
        track.after = 0.0

    def _begin(self, time: float, pixels: Pixels, faces: Sequence[FoundFace], before: float) -> None:
        """Faces that are nowhere expected: somebody who moved fast goes on, everybody else is new."""
        looks = self._looks(pixels, faces)
        for face, look in zip(faces, looks, strict=True):
            lost = [track for track in self._open if track.last < time and _within_reach(track, face.box, time)]
            alike = [track for track in lost if look.good and (track.distance(look) or math.inf) <= self._limits.group]
            if len(alike) == 1:
                self._go_on(alike[0], Sight(time, face.box))
            else:
                self._open.append(Track([Sight(time, face.box)], before))
                self._open[-1].remember(look, time)

    def _chosen(self, time: float, pixels: Pixels, faces: Sequence[FoundFace]) -> list[Track | None]:
        """For each face the track that it goes on, or None."""
        near = {(row, at): gone for row, face in enumerate(faces) for at, track in enumerate(self._open)
                if (gone := _away(track, face.box, time)) is not None}  # fmt: skip
        unclear = _unclear(near)
        looks = self._looks(pixels, [faces[row] for row in unclear])
        known = dict(zip(unclear, looks, strict=True))
        order = sorted((self._cost(self._open[at], known.get(row), gone), row, at) for (row, at), gone in near.items())
        result: list[Track | None] = [None] * len(faces)
        taken: set[int] = set()
        for cost, row, at in order:
            if cost < math.inf and result[row] is None and at not in taken:
                result[row] = self._open[at]
                taken.add(at)
        return result

    def _cost(self, track: Track, look: Look | None, gone: float) -> float:
        """How little a face that is `gone` so far from where it is expected goes with a track."""
        apart = track.distance(look) if look else None
        if apart is None:
            return gone
        return gone + _LOOKS * apart if apart <= self._limits.group else math.inf

    def _looks(self, pixels: Pixels, faces: Sequence[FoundFace]) -> list[Look]:
        if not faces:
            return []
        [described] = self._engine.describe([pixels], [faces])
        return [_look(each) for each in described]

    def _describe(self, time: float, pixels: Pixels, faces: Sequence[FoundFace]) -> None:
        """Describe new faces, and now and then old ones; a track whose face has become another's is parted."""
        by_box = {face.box: face for face in faces}
        due = [track for track in self._open if track.last == time and time - track.described >= _AGAIN]
        looks = self._looks(pixels, [by_box[track.sights[-1].box] for track in due])
        for track, look in zip(due, looks, strict=True):
            apart = track.distance(look)
            if apart is not None and apart > self._other and look.good and any(each.good for each in track.looks):
                self._parted(track).remember(look, time)
            else:
                track.remember(look, time)

    def _parted(self, track: Track) -> Track:
        """A track of its own for the last sight."""
        sight = track.sights.pop()
        self._close(track, sight.time)
        self._open.append(Track([sight], track.last))
        return self._open[-1]


def _look(face: DescribedFace) -> Look:
    return Look(face.descriptor, face.quality.score, face.quality.good)


def _away(track: Track, box: Box, time: float) -> float | None:
    """How far a face is from where the track expects it, in its heights; None where it is too far to be taken for the same."""
    gone = _gone(track, box, time)
    return gone if gone <= _NEAR + _NEARER * (time - track.last) else None


def _within_reach(track: Track, box: Box, time: float) -> bool:
    """Whether somebody fast may have come there."""
    return _gone(track, box, time) <= _NEAR + _FAR * (time - track.last)


def _gone(track: Track, box: Box, time: float) -> float:
    """How far a face is from where the track expects it, or from where it was, in its heights; infinite where its size is another."""
    last = track.sights[-1].box
    if min(last.height, box.height) < _SIZES * max(last.height, box.height):
        return math.inf
    expected, stood, middle = track.expected(time), _middle(last), _middle(box)
    return min(math.dist(middle, expected), math.dist(middle, stood)) / max(last.height, box.height)


def _unclear(near: dict[tuple[int, int], float]) -> list[int]:
    """The faces that may go with several tracks, or that share one with another face."""
    rows: set[int] = set()
    for (row, at), gone in near.items():
        rivals = [other for (one, two), other in near.items() if (one == row) != (two == at)]
        if any(rival < gone + _APART for rival in rivals):
            rows.add(row)
    return sorted(rows)
