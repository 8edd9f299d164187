"""A film written anew by a recipe, and every frame of what came of it looked at."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from typing import Final

from app.analysis.film import Progress
from app.analysis.film_covers import Covers, Placed, Timeline, place, shot
from app.analysis.film_finding import Followed, glance
from app.analysis.film_recipe import Recipe
from app.analysis.film_sights import Sight
from app.analysis.film_unasked import Known, Unasked
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace
from app.media.film import LONGEST, Film, Frame, Planes, open_film
from app.media.film_framing import Framing
from app.media.film_masks import covered
from app.media.film_sound import Beside, heard
from app.media.film_writing import FilmWriter, drafting_film
from app.media.sources import Source
from app.media.targets import Target, emptied, written
from app.media.trims import NothingLeft
from app.media.unplayable import Uncovered
from consent_store.rules.sightings import Box

_KNOWN: Final = 0.25  # overlap of a face with somebody who may be shown
_SLACK: Final = 0.6  # seconds before and after the sights of somebody who may be shown

_Shown = Timeline[tuple[Placed, float, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """What was written: its framing, how many seconds it is, whether it has sound, and which second of the source each frame shows."""

    framing: Framing
    seconds: float
    sounds: bool
    times: "array[float]"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at every frame found: `bare` sights of whoever should have been covered, and who is `unasked`, followed; at the seconds
    and places that they have in the source.
    """

    bare: list[Sight]
    unasked: list[Followed]


class Rendering:
    """The film in `source` on its way to `out`."""

    def __init__(self, source: Source, out: Target, recipe: Recipe, engine: Engine) -> None:
        self._source, self._out, self._recipe, self._engine = source, out, recipe, engine
        self._left = recipe.sounding.left
        self._covers = Covers(recipe.masked, recipe.cuts)
        self._known = Known(recipe)
        self._shown: _Shown = Timeline()
        for track in recipe.shown:
            begins, ends = shot(track, recipe.cuts)
            begins, ends = max(begins, track.sights[0].time - _SLACK), min(ends, track.sights[-1].time + _SLACK)
            self._shown.add((track, begins, ends), begins, ends)

    def cover(self, sights: Iterable[Sight]) -> None:
        """Cover these too when it is written the next time."""
        for sight in sights:
            self._covers.add(sight)

    def write(self, progress: Progress) -> Attempt:
        """Write all of it. Raises TooSmall, NothingLeft, Unplayable, BoxUnavailable."""
        recipe = self._recipe
        with ExitStack() as stack:
            film = stack.enter_context(open_film(self._source, longest=LONGEST))
            framing = Framing.of((film.width, film.height), recipe.form, recipe.places, recipe.crop)
            sound = heard(stack, self._source, recipe.sounding) if film.has_sound else None
            draft = drafting_film(emptied(self._out), framing.size, film.fps, sound=bool(sound), packet=recipe.packet)
            writer = stack.enter_context(draft)
            times = self._show(film, framing, writer, Beside(sound or iter(()), writer), progress)
        return Attempt(framing, self._left.after(film.duration), bool(sound), times)

    def _show(self, film: Film, framing: Framing, writer: FilmWriter, sound: Beside, progress: Progress) -> "array[float]":
        times = array("d")
        for frame in film:
            if not isinstance(frame, Frame):
                continue
            progress(frame.time, film.claimed)
            if self._left.keeps(frame.time):
                # The first stands from the beginning, as whoever reads the film will count.
                time = self._left.after(frame.time) if times else 0.0
                sound.until(time)
                writer.show(time, framing.framed(self._covered(frame)))
                times.append(frame.time)
        if not times:
            raise NothingLeft
        sound.until(inf)
        return times

    def _covered(self, frame: Frame) -> Planes:
        faces, places = self._covers.at(frame.time), self._recipe.covers
        if not faces and not places:
            return frame.planes
        return covered(frame.planes, faces, _places(self._shown, frame.time) if faces else [], self._recipe.colour, places)

    def look(self, made: Attempt, progress: Progress) -> Seen:
        """Go over every frame of what was written. Raises Uncovered where that has other frames than were written."""
        bare: list[Sight] = []
        unasked = Unasked(self._engine, made.framing, describe=self._recipe.describe)
        frames = 0
        with open_film(written(self._out), longest=LONGEST) as film:
            for frame in film:
                if isinstance(frame, Frame) and frames < len(made.times):
                    bare += self._open(frame, made.times[frames], made.framing, unasked)
                    progress(frame.time, film.claimed)
                frames += isinstance(frame, Frame)
        if frames != len(made.times):
            raise Uncovered("Not every frame of the new film could be looked at. Nothing was written.")
        return Seen(bare, unasked.found(made.times[-1]))

    def _open(self, frame: Frame, time: float, framing: Framing, unasked: Unasked) -> list[Sight]:
        """Whoever should have been covered in a frame. Who is nowhere known goes to `unasked`, and should where nobody asks about them."""
        pixels = frame.pixels(LONGEST)
        faces = {Sight(time, framing.outside(face.box)): face for face in self._not_shown(glance(self._engine, pixels), time, framing)}
        strange = {sight: face for sight, face in faces.items() if not self._known.has(sight)}
        unasked.look(time, frame.cut, pixels, list(strange.values()))
        if not self._recipe.asks:
            return list(faces)
        return [sight for sight in faces if sight not in strange] if self._recipe.masked or self._recipe.covers else []

    def _not_shown(self, faces: list[FoundFace], time: float, framing: Framing) -> list[FoundFace]:
        """The faces that are not where somebody who may be shown is."""
        places = [framing.inside(box) for box in _places(self._shown, time)] if faces else []
        return [face for face in faces if not any(place and face.box.overlap(place) >= _KNOWN for place in places)]


def _places(shown: _Shown, time: float) -> list[Box]:
    """Where those who may be shown are at `time`, if they were seen shortly before or after: in a gap, and in the next shot, somebody else
    may be there.
    """
    return [place(track.sights, time) for track, begins, ends in shown.near(time) if begins <= time <= ends and _seen(track, time)]


def _seen(track: Placed, time: float) -> bool:
    after = bisect_left(track.sights, time, key=lambda sight: sight.time)
    return any(abs(sight.time - time) <= _SLACK for sight in track.sights[max(0, after - 1) : after + 1])
