"""Masking people in a film: a rendition in which they are covered, a look at every one of its frames, repairs until nobody is left."""

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.analysis.film import FoundFilm, PersonTrack, Progress
from app.analysis.film_covers import Covers, Timeline, grown, place
from app.analysis.film_finding import glance
from app.analysis.film_sights import Sight
from app.analysis.pipeline import Engine
from app.media.files import whole_or_nothing
from app.media.film import LONGEST, Frame, open_film
from app.media.film_masks import MASK_COLOUR, covered
from app.media.film_writing import drafting_film
from app.media.unplayable import Uncovered
from consent_store.rules.sightings import Box

_ROUNDS: Final = 4
_LARGER: Final = 0.25  # of a face that was still found: how much larger it is covered, more in every round
_KNOWN: Final = 0.25  # overlap of a face with somebody who may be shown
_SLACK: Final = 0.6  # seconds before and after the sights of somebody who may be shown


class NotCovered(Uncovered):
    """People could still be found after every repair: there is no rendition."""

    def __init__(self, frames: int) -> None:
        super().__init__(f"After {_ROUNDS} attempts somebody could still be found in {frames} frames. Nothing was written.")
        self.frames = frames


@dataclass(frozen=True, slots=True)
class Masked:
    """What came of it: frames that were looked at in the rendition, and how often it was made."""

    frames: int
    rounds: int


Steps = Callable[[str], Progress]
"""Called with the name of each step of the work, for what is told of its progress."""


def mask_people(
    source: Path, out: Path, found: FoundFilm, masked: Collection[int], engine: Engine, *, colour: str = MASK_COLOUR, steps: Steps
) -> Masked:
    """Write the film at `source` to `out`, with the people `masked` covered in every frame, as H.264 and AAC in MP4.

    `out` is there once the engine has gone over every frame and found nobody who should be covered; before that nothing is. Whoever is
    found and is not known to be somebody who may be shown is covered too. Raises NotCovered, Uncovered, `Unplayable` and `BoxUnavailable`.
    """
    hidden = [track for track in found.tracks if track.person in masked]
    shown: Timeline[PersonTrack] = Timeline()
    for track in found.tracks:
        if track.person not in masked:
            shown.add(track, track.sights[0].time - _SLACK, track.sights[-1].time + _SLACK)
    covers = Covers(hidden, found.cuts)
    with whole_or_nothing(out) as draft:
        for attempt in range(1, _ROUNDS + 1):
            written = _write(source, draft, found, covers, shown, colour, steps("masking"))
            frames, left = _check(draft, shown, engine, steps("checking"))
            if frames != written:
                raise Uncovered("Not every frame of the new film could be looked at. Nothing was written.")
            if not left:
                return Masked(frames, attempt)
            for sight in left:
                covers.add(Sight(sight.time, grown(sight.box, _LARGER * attempt)))
        raise NotCovered(len({sight.time for sight in left}))


def _write(source: Path, out: Path, found: FoundFilm, covers: Covers, shown: Timeline[PersonTrack], colour: str, progress: Progress) -> int:
    """How many frames were written."""
    size, frames = (found.width, found.height), 0
    with open_film(source, longest=LONGEST, sound=True) as film, drafting_film(out, size, film.fps, sound=film.has_sound) as writer:
        for piece in film:
            if isinstance(piece, Frame):
                frames += 1
                faces = covers.at(piece.time)
                beside = _places(shown, piece.time) if faces else []
                writer.show(piece.time, covered(piece.planes, faces, beside, colour) if faces else piece.planes)
                progress(piece.time, found.duration)
            else:
                writer.sound(piece)
    return frames


def _check(rendition: Path, shown: Timeline[PersonTrack], engine: Engine, progress: Progress) -> tuple[int, list[Sight]]:
    """How many frames the rendition has, and every face in it that should have been covered."""
    left: list[Sight] = []
    frames = 0
    with open_film(rendition, longest=LONGEST) as film:
        for frame in film:
            if not isinstance(frame, Frame):
                continue
            frames += 1
            faces = [face.box for face in glance(engine, frame.pixels(LONGEST))]
            if faces:
                known = _places(shown, frame.time)
                left += [Sight(frame.time, box) for box in faces if not any(box.overlap(other) >= _KNOWN for other in known)]
            progress(frame.time, film.claimed)
    return frames, left


def _places(shown: Timeline[PersonTrack], time: float) -> list[Box]:
    """Where those who may be shown are at `time`, if they were seen shortly before or after: in a gap somebody else may be there."""
    return [place(track.sights, time) for track in shown.near(time) if _seen(track, time)]


def _seen(track: PersonTrack, time: float) -> bool:
    after = bisect_left(track.sights, time, key=lambda sight: sight.time)
    return any(abs(sight.time - time) <= _SLACK for sight in track.sights[max(0, after - 1) : after + 1])
