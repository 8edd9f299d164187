"""The school play on film: two views of the stage, who is on it in each frame, and who speaks when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from app.demo.families import FACES
from app.demo.films import Shot, Walk, drawn_film
from app.demo.places import Place
from app.demo.talking import Voice, mixed, speech
from app.media.film import RATE, Sound
from app.media.film_writing import writing_film
from consent_store.rules.sightings import Box
from consent_store.rules.spans import Span, overlap

SIZE, FPS = (800, 450), 10.0
LOW, HIGH = Voice(180, 1.1), Voice(290, 0.8)  # which the engine tells apart
_SAME_FACE = 0.4


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who speaks, with which voice, from which second, for how many."""

    who: str
    voice: Voice
    start: float
    seconds: float

    @property
    def span(self) -> Span:
        """When."""
        return Span(round(self.start * 1000), round((self.start + self.seconds) * 1000))


_SHOTS = (
    Shot(
        Place.STAGE,
        6,
        (
            Walk("Zofia", FACES["Zofia"], (0.22, 0.42), (0.34, 0.43), 0.19, turn=12),
            Walk("Kwame", FACES["Kwame"], (0.68, 0.42), (0.6, 0.42), 0.2, turn=10, period=5),
        ),
    ),
    Shot(
        Place.STAGE,
        6,
        (
            Walk("Kwame", FACES["Kwame"], (0.3, 0.42), (0.34, 0.42), 0.21, turn=8),
            Walk("Priya", FACES["Priya"], (0.72, 0.43), (0.66, 0.42), 0.2, turn=14, period=5),
        ),
    ),
)
_SPOKEN = (Spoken("Kwame", LOW, 0.8, 3.0), Spoken("Priya", HIGH, 5.4, 3.2), Spoken("Kwame", LOW, 9.2, 1.6))


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so: by frame (its millisecond) the box of each face, and when each of them speaks."""

    faces: tuple[tuple[int, dict[str, Box]], ...]
    spoken: dict[str, tuple[Span, ...]]

    def seen_at(self, moment: int, box: Box) -> str | None:
        """Whose face is in a box at a moment, or None."""
        _time, here = min(self.faces, key=lambda frame: abs(frame[0] - moment))
        best = max(here, key=lambda key: box.overlap(here[key]), default=None)
        return best if best is not None and box.overlap(here[best]) >= _SAME_FACE else None

    def heard_in(self, spans: Iterable[Span]) -> str:
        """Whose voice is heard most in these spans."""
        heard = tuple(spans)
        return max(self.spoken, key=lambda key: overlap(self.spoken[key], heard))


def film_the_play(path: Path) -> Truth:
    """Write the demo school's film at `path`, and tell what is in it."""
    return film_it(path, _SHOTS, _SPOKEN)


def film_it(path: Path, shots: Sequence[Shot], spoken: Sequence[Spoken], size: tuple[int, int] = SIZE) -> Truth:
    """Write a film of these shots at `path`, `size` pixels wide and high (both even), and tell what is in it."""
    faces: list[tuple[int, dict[str, Box]]] = []
    with writing_film(path, size, FPS, sound=True) as film:
        film.sound(_sound(spoken, sum(shot.seconds for shot in shots)))
        for frame in drawn_film(shots, size, FPS):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
            faces.append((round(frame.time * 1000), {key: seen.box for key, seen in frame.faces.items()}))
    when = {part.who: tuple(other.span for other in spoken if other.who == part.who) for part in spoken}
    return Truth(tuple(faces), when)


def _sound(spoken: Sequence[Spoken], seconds: float) -> Sound:
    parts = [(part.start, speech(part.voice, part.seconds, RATE, seed)) for seed, part in enumerate(spoken, start=1)]
    whole = (mixed(parts, seconds, RATE) * 30_000).astype(np.int16)
    return Sound(0.0, np.repeat(whole[:, None], 2, axis=1))
