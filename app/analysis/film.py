"""Finding people in a film: faces in frames, denser where things move and at every cut; tracks of them; tracks of one person together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.film_finding import BUSY, STEP, Finder, Followed
from app.analysis.film_sights import Sight
from app.analysis.pipeline import Engine
from app.media.film import LONGEST, Film, Frame, open_film

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
    finder = Finder(engine)
    with open_film(path, longest=LONGEST, step=STEP, busy=BUSY) as film:
        for frame in film:
            if isinstance(frame, Frame):
                finder.look(frame.time, frame.cut, frame.pixels(LONGEST))
                progress(frame.time, film.claimed)
    return _found(film, *finder.part(film.duration))


def _found(film: Film, tracks: Sequence[Followed], cuts: Sequence[float]) -> FoundFilm:
    person: dict[int, int] = {}
    made = [
        PersonTrack(
            number,
            person.setdefault(each.person, len(person) + 1),
            each.track.sights,
            each.track.spans(2 * STEP),
            each.track.before,
            each.track.after,
        )
        for number, each in enumerate(tracks, 1)
    ]
    return FoundFilm(film.width, film.height, film.scale, film.fps, film.duration, film.dropped, made, cuts)
