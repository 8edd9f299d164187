"""Finding people in a film part by part: who was found is kept by the caller, and another finder goes on from there.

What a part found stands: later parts add to a person, and never move somebody from one to another. So the first people of a long film can
be named while the rest of it is looked at, and what is kept in memory is small however long the film is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf

import cv2
import numpy as np

from app.analysis.film_people import people
from app.analysis.film_sights import Look, Sight, Track, best
from app.analysis.film_tracks import Tracker
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from consent_store.rules.sightings import Box

LOOK = 960  # length of a frame as it is looked at: faces of 14 pixels there, 28 in a film of 1,920
STEP, BUSY = 0.5, 0.25  # seconds between looks while little and while much moves
_LEAST = 480  # length at which a frame may be looked at between two thorough looks,
_EASY = 24  # where the smallest face on screen is so many pixels high there: CenterFace misses none of that size
_SAVES = 0.8  # of the length of a thorough look: a longer one between saves too little
_YOUNG = 2.0  # seconds that a track must have lasted for its looks to say much
_SECOND, _ROUNDED = 1000, 1e-6  # milliseconds, and of one what a sum of fractions may lack


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A track as a part of the film left it. `person` is the number of the first track of the same person; `ended`: it goes on no more."""

    track: Track
    person: int
    ended: bool


@dataclass(slots=True)
class _Person:
    """What is remembered of somebody: the best looks, and the last sight."""

    looks: list[Look]
    last: Sight


class Finder:
    """Looks at the frames of one film in order. `describe`: whether faces may be described; `portraits`: whether a picture of the best
    look of each track is wanted. `known` is all that another finder followed up to second `at`; this one goes on from there.

    Each half second and at each cut it looks thoroughly. Looks between follow those who are on screen, in a smaller picture in which they
    are easily found; where one of them is not, that look is thorough too. `thorough`: whether the last one was.
    """

    def __init__(
        self, engine: Engine, *, describe: bool = True, portraits: bool = False, known: Sequence[Followed] = (), at: float = 0.0
    ) -> None:
        self._engine = engine
        running = [each.track for each in known if not each.ended]
        count = max((each.track.number for each in known), default=0)
        self._tracker = Tracker(engine, describe=describe, portraits=portraits, at=at, tracks=running, count=count)
        self._person: dict[int, int] = {}  # of the tracks that run, by number
        self._people: dict[int, _Person] = {}
        self._cuts: list[float] = []
        self.at = at
        self.thorough = True
        self._keep(known)

    @property
    def settled(self) -> bool:
        """Whether everybody on screen was seen for long enough to say who is one person: a good moment to end a part."""
        return all(self.at - track.first >= _YOUNG for track in self._tracker.running)

    def look(self, time: float, cut: bool, pixels: Pixels) -> None:
        """The frame at `time`, uint8 RGB as large as the film; `cut` where a shot began since the frame before."""
        before, self.at = self.at, whole(time)
        self._cuts += [self.at] if cut else []
        faces = None if cut or self.at // STEP > before // STEP else self._followed(pixels)
        self.thorough = faces is None
        self._tracker.look(self.at, cut, pixels, glance(self._engine, pixels) if faces is None else faces, thorough=self.thorough)

    def _followed(self, pixels: Pixels) -> list[FoundFace] | None:
        """Faces found in a smaller picture; None where that saves too little, or where somebody on screen is not among them."""
        seen = self._tracker.on_screen
        smallest = min((track.sights[-1].box.height for track in seen), default=inf)
        length = round(max(_LEAST, _EASY * max(pixels.shape) / smallest))
        if length > _SAVES * min(LOOK, max(pixels.shape)):
            return None
        faces = glance(self._engine, pixels, length)
        there = all(any(track.away(face.box, self.at) is not None for face in faces) for track in seen)
        return faces if there and len(faces) >= len(seen) else None

    def part(self, end: float | None = None) -> tuple[list[Followed], list[float]]:
        """Every track that was seen or ended since the last part, in order of when it was first seen, and the cuts since then.

        `end`: how long the film was, where it is over.
        """
        if end is not None:
            self._tracker.finish(end)
        ended = self._tracker.take()
        tracks = sorted([*ended, *self._tracker.running], key=lambda track: (track.first, track.sights[0].box.left))
        self._name(tracks)
        over = {track.number for track in ended}
        found = [Followed(track, self._person[track.number], track.number in over) for track in tracks]
        self._keep(found)
        cuts, self._cuts = self._cuts, []
        return found, cuts

    def _name(self, tracks: Sequence[Track]) -> None:
        """Say whose those tracks are of which that is not known."""
        fresh = [track for track in tracks if track.number not in self._person]
        known = sorted(self._people)
        labels = people([*(self._so_far(key, tracks) for key in known), *fresh], self._engine.thresholds.group)
        keys: dict[int, int] = {}
        for label, key in zip(labels, [*known, *(track.number for track in fresh)], strict=True):
            keys.setdefault(label, key)
        for track, label in zip(fresh, labels[len(known) :], strict=True):
            self._person[track.number] = keys[label]

    def _so_far(self, key: int, tracks: Sequence[Track]) -> Track:
        """Somebody who is known, as one track: seen when they were in this part, so that nobody is in two places at once."""
        person = self._people[key]
        seen = [sight for track in tracks if self._person.get(track.number) == key for sight in track.sights]
        return Track(sorted(seen, key=lambda sight: sight.time) or [person.last], 0.0, looks=person.looks)

    def _keep(self, found: Sequence[Followed]) -> None:
        """What later parts need: how everybody looked, and who is on screen."""
        for each in found:
            person = self._people.setdefault(each.person, _Person([], each.track.sights[-1]))
            looks = [look for look in each.track.looks if not any(look is kept for kept in person.looks)]
            person.looks, person.last = best([*person.looks, *looks]), each.track.sights[-1]
        self._person = {each.track.number: each.person for each in found if not each.ended}


def whole(time: float) -> float:
    """A moment in whole milliseconds, never later: what is kept of a film is kept so, and a cut must not come after its frame."""
    return floor(time * _SECOND + _ROUNDED) / _SECOND


def glance(engine: Engine, pixels: Pixels, length: int = LOOK) -> list[FoundFace]:
    """The faces of a frame, found in a smaller one, at most `length` pixels long, in pixels of the frame."""
    scale = max(1.0, max(pixels.shape) / length)
    size = round(pixels.shape[1] / scale), round(pixels.shape[0] / scale)
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8) if scale > 1 else pixels
    return [_scaled(face, scale) for face in engine.detector.glance(small)]


def _scaled(face: FoundFace, scale: float) -> FoundFace:
    box = Box(*(round(side * scale) for side in (face.box.left, face.box.top, face.box.right, face.box.bottom)))
    return FoundFace(box, face.score, Landmarks(*(Point(x * scale, y * scale) for x, y in face.landmarks)))
