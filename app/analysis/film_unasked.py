"""Faces in what is about to go out of a film that lie in nobody's cover: nobody was asked about them, so they are followed, to be asked.

The looks of the analysis are a quarter to half a second apart. Whoever is seen for less is seen here, in every frame that leaves.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from app.analysis.film_covers import Covers
from app.analysis.film_finding import Followed, whole
from app.analysis.film_people import people
from app.analysis.film_recipe import Recipe
from app.analysis.film_sights import Sight, Track
from app.analysis.film_tracks import Tracker
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace, Pixels
from app.media.film_framing import Framing
from app.media.masks import around
from consent_store.rules.sightings import Box

_NEAR: Final = 60.0  # seconds within which tracks of one person are put together: of hours they are too many to be compared
_IN: Final = 0.5  # of a face that lies in a cover, for it to be the one whom that covers


class Known:
    """Where everybody is who was found: in the covers that they have, or would have."""

    def __init__(self, recipe: Recipe) -> None:
        self._shown, self._masked = (Covers(tracks, recipe.cuts) for tracks in (recipe.shown, recipe.masked))
        self._by_hand = recipe.covers

    def has(self, sight: Sight) -> bool:
        """Whether most of a face lies where somebody would be covered, or a place is, or any of it where somebody is: they show beside
        their mask.
        """
        would_be, is_ = self._shown.at(sight.time), [around(cover) for cover in self._masked.at(sight.time)]
        most = any(_share(sight.box, cover) >= _IN for cover in [*would_be, *self._by_hand])
        return most or any(_share(sight.box, cover) for cover in is_)


class Unasked:
    """Follows faces through what was written; their boxes are in its pixels, and those of whoever is `found` in pixels of the source."""

    def __init__(self, engine: Engine, framing: Framing, *, describe: bool) -> None:
        self._tracker = Tracker(engine, describe=describe)
        self._framing, self._closest = framing, engine.thresholds.group

    def look(self, time: float, cut: bool, pixels: Pixels, faces: Sequence[FoundFace]) -> None:
        """Those in the next frame, which shows second `time` of the source."""
        self._tracker.look(whole(time), cut, pixels, faces)

    def found(self, end: float) -> list[Followed]:
        """Everybody who was seen until the last frame, at second `end` of the source, in order of appearance; somebody who comes back
        after long as somebody else.
        """
        self._tracker.finish(whole(end))
        tracks = sorted(self._tracker.take(), key=lambda track: track.number)
        return [each for _, near in groupby(tracks, key=lambda track: track.first // _NEAR) for each in self._followed(list(near))]

    def _followed(self, tracks: Sequence[Track]) -> list[Followed]:
        first: dict[int, int] = {}
        persons = [first.setdefault(label, track.number) for label, track in zip(people(tracks, self._closest), tracks, strict=True)]
        return [Followed(self._placed(track), person, ended=True) for track, person in zip(tracks, persons, strict=True)]

    def _placed(self, track: Track) -> Track:
        looks = [replace(look, sight=self._outside(look.sight)) for look in track.looks]
        return replace(track, sights=[self._outside(sight) for sight in track.sights], looks=looks)

    def _outside(self, sight: Sight) -> Sight:
        return Sight(sight.time, self._framing.outside(sight.box))


def _share(face: Box, cover: Box) -> float:
    """How much of a face lies in a cover, 0 to 1."""
    across = min(face.right, cover.right) - max(face.left, cover.left)
    down = min(face.bottom, cover.bottom) - max(face.top, cover.top)
    return max(0, across) * max(0, down) / (face.width * face.height)
