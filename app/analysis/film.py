"""Finding people in a film: faces in frames, denser where things move and at every cut; tracks of them; tracks of one person together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.analysis.film_people import people
from app.analysis.film_tracks import Sight, Track, Tracker
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from app.media.film import LONGEST, Film, Frame, open_film
from consent_store.rules.sightings import Box

LOOK = 960  # length of a frame as it is looked at: faces of 14 pixels there, 28 in a film of 1,920
STEP, BUSY = 0.5, 0.25  # seconds between looks while little and while much moves

Progress = Callable[[float, float | None], None]
"""Told how many seconds of the film are done, and how many there are, as far as the file says."""


def unwatched(done: float, of: float | None) -> None:
    """Progress that nobody follows."""


@dataclass(frozen=True, slots=True)
class PersonTrack:
    """One face through a shot, and whose: person and track are counted from 1, each person in order of appearance."""

    track: int
    person: int
    sights: Sequence[Sight]
    spans: Sequence[tuple[float, float]]
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """What was found in a film, in frames of `width` by `height` pixels, each `scale` of its own; `dropped` is what does not go on."""

    width: int
    height: int
    scale: float
    fps: float
    duration: float
    dropped: Sequence[str]
    tracks: Sequence[PersonTrack]
    cuts: Sequence[float]

    @property
    def people(self) -> list[int]:
        """Every person by number."""
        return sorted({track.person for track in self.tracks})


def find_people(path: Path, engine: Engine, progress: Progress = unwatched) -> FoundFilm:
    """Who is in the film at `path`, and where. Nothing of a face is kept. Raises `app.media.film.Unplayable` and `BoxUnavailable`."""
    tracker, cuts = Tracker(engine), list[float]()
    with open_film(path, longest=LONGEST, step=STEP, busy=BUSY) as film:
        for frame in film:
            if not isinstance(frame, Frame):
                continue
            pixels = frame.pixels(LONGEST)
            tracker.look(frame.time, frame.cut, pixels, glance(engine, pixels))
            cuts += [frame.time] if frame.cut else []
            progress(frame.time, film.claimed)
    return _found(film, tracker.finish(film.duration), cuts, engine.thresholds.group)


def glance(engine: Engine, pixels: Pixels) -> list[FoundFace]:
    """The faces of a frame, found in a smaller one, in pixels of the frame."""
    scale = max(1.0, max(pixels.shape) / LOOK)
    size = round(pixels.shape[1] / scale), round(pixels.shape[0] / scale)
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8) if scale > 1 else pixels
    return [_scaled(face, scale) for face in engine.detector.glance(small)]


def _scaled(face: FoundFace, scale: float) -> FoundFace:
    box = Box(*(round(side * scale) for side in (face.box.left, face.box.top, face.box.right, face.box.bottom)))
    return FoundFace(box, face.score, Landmarks(*(Point(x * scale, y * scale) for x, y in face.landmarks)))


def _found(film: Film, tracks: Sequence[Track], cuts: Sequence[float], furthest: float) -> FoundFilm:
    made = [
        PersonTrack(number, person + 1, track.sights, track.spans(2 * STEP), track.before, track.after)
        for number, (track, person) in enumerate(zip(tracks, people(tracks, furthest), strict=True), 1)
    ]
    return FoundFilm(film.width, film.height, film.scale, film.fps, film.duration, film.dropped, made, cuts)
