"""The drawn film of the bench, made once: eight people who walk, turn, hide, cross and are cut, and where each face is in each frame."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from app.demo.films import DrawnFrame, Seen, Shot, Walk, drawn_film
from app.demo.looks import Face
from app.media.film_writing import writing_film
from consent_store.rules.sightings import Box

PEOPLE: Final = 8
FPS: Final = 25
Truth = list[tuple[float, dict[str, Seen]]]


def cast(count: int = PEOPLE) -> list[Face]:
    """So many people who look different."""
    return [Face.from_seed(4000 + 7 * number, number % 4 == 0) for number in range(count)]


def shots(seconds: float) -> list[Shot]:
    """A film of about so many seconds: rounds of five shots."""
    faces = cast()
    someone = [Walk(str(number), face, (0, 0), (0, 0)) for number, face in enumerate(faces)]
    rounds = max(1, round(seconds / 20))
    return [shot for turn in range(rounds) for shot in _round([*someone[turn % 3 :], *someone[: turn % 3]], seconds / rounds / 20)]


def _round(who: Sequence[Walk], pace: float) -> list[Shot]:
    a, b, c, d, e, f, g, h = who
    return [
        Shot("playground", 5 * pace, [
            _walk(a, (-0.05, 0.4), (1.05, 0.42), 0.09), _walk(b, (0.25, 0.45), (0.3, 0.45), 0.1, turn=60.0),
            _walk(c, (0.75, 0.38), (0.7, 0.4)),
        ]),
        Shot("classroom", 4 * pace, [
            _walk(d, (0.2, 0.42), (0.8, 0.42), 0.1), _walk(e, (0.8, 0.45), (0.2, 0.45), 0.11), _walk(f, (0.5, 0.3), (0.5, 0.3), 0.07),
        ]),
        Shot("corridor", 4 * pace, [_walk(g, (0.1, 0.4), (0.9, 0.4), 0.11), _walk(h, (0.7, 0.45), (0.68, 0.45), 0.1)], [(0.35, 0.42)]),
        Shot("stage", 5 * pace, [
            _walk(person, (0.1 + 0.11 * place, 0.42), (0.12 + 0.11 * place, 0.4), 0.075) for place, person in enumerate(who)
        ]),
        Shot("playground", 2 * pace, [_walk(b, (0.45, 0.4), (0.5, 0.4), 0.2), _walk(h, (0.8, 0.4), (0.8, 0.4), 0.09, leaves=0.4 * pace)]),
    ]  # fmt: skip


def _walk(
    who: Walk, start: tuple[float, float], end: tuple[float, float], size: float = 0.08, turn: float = 20.0, leaves: float = 1e9
) -> Walk:
    return Walk(who.key, who.face, start, end, size, turn, leaves=leaves)


def made(folder: Path, seconds: float, size: tuple[int, int] = (1920, 1080)) -> tuple[Path, Truth]:
    """The film, in `folder`, and its truth."""
    path = folder / f"drawn-{seconds:g}-{size[1]}.mp4"
    beside = path.with_suffix(".json")
    if not beside.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(write(path, shots(seconds), size)))
    return path, [
        (time, {key: Seen(Box(*box), *rest) for key, (box, *rest) in faces.items()}) for time, faces in json.loads(beside.read_text())
    ]


def write(path: Path, chosen: Sequence[Shot], size: tuple[int, int], fps: float = FPS) -> list[object]:
    """Draw a film at `path`; what is in each frame, for `made` to keep."""
    kept: list[object] = []
    with writing_film(path, size, float(Fraction(fps)), sound=False) as film:
        for frame in drawn_film(chosen, size, fps):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
            kept.append((frame.time, _plain(frame)))
    return kept


def _plain(frame: DrawnFrame) -> dict[str, object]:
    return {key: ((s.box.left, s.box.top, s.box.right, s.box.bottom), s.share, s.turn) for key, s in frame.faces.items()}
