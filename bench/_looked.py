"""What the real engine finds in the drawn event: looked at once, then kept beside the drawings under the name of the engine's version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from app.analysis.pipeline import Engine
from app.analysis.ports import Descriptors
from app.analysis.weights import DEFAULT_CACHE
from app.media.images import open_picture
from bench._drawn import PORTRAITS, Drawn
from consent_store.rules.sightings import Box


class Face(NamedTuple):
    """A face that was found: its box, how sure the detector was, its quality, and its descriptor, float32 (length,)."""

    box: Box
    score: float
    quality: float
    descriptor: Descriptors


@dataclass(frozen=True, slots=True)
class Looked:
    """The faces of each photo, and those of each registered person's portraits."""

    photos: tuple[tuple[Face, ...], ...]
    portraits: tuple[tuple[Face, ...], ...]

    @classmethod
    def at(cls, drawn: Drawn, engine: Engine, cache: Path = DEFAULT_CACHE) -> Self:
        """As kept, or by looking now: some minutes."""
        path = cache / "bench" / f"looked-{drawn.mark}-{sha256(engine.version.encode()).hexdigest()[:12]}.npz"
        if not path.exists():
            files = [*(shot.path for shot in drawn.shots), *(each for person in drawn.portraits for each in person)]
            _keep(path, [_faces(engine, file) for file in files])
        found = list(_kept(path))
        photos, portraits = found[: len(drawn.shots)], found[len(drawn.shots) :]
        persons = (portraits[start : start + PORTRAITS] for start in range(0, len(portraits), PORTRAITS))
        return cls(tuple(photos), tuple(tuple(face for faces in person for face in faces[:1]) for person in persons))


def _faces(engine: Engine, file: Path) -> tuple[Face, ...]:
    pixels = open_picture(file.read_bytes()).pixels
    [found] = engine.describe([pixels], engine.find([pixels]))
    return tuple(Face(each.face.box, each.face.score, each.quality.score, each.descriptor) for each in found)


def _keep(path: Path, files: Sequence[Sequence[Face]]) -> None:
    every = [face for faces in files for face in faces]
    boxes = [(box.left, box.top, box.right, box.bottom) for box in (face.box for face in every)]
    figures = np.array([(face.score, face.quality) for face in every])
    descriptors = np.stack([face.descriptor for face in every])
    part = path.with_suffix(".part.npz")
    np.savez(part, counts=[len(faces) for faces in files], boxes=boxes, figures=figures, descriptors=descriptors)
    part.replace(path)


def _kept(path: Path) -> Iterator[tuple[Face, ...]]:
    with np.load(path) as kept:
        rows = zip(kept["boxes"].tolist(), *kept["figures"].T.tolist(), kept["descriptors"], strict=True)
        every = iter([Face(Box(*box), score, quality, descriptor) for box, score, quality, descriptor in rows])
        for count in kept["counts"].tolist():
            yield tuple(next(every) for _ in range(count))
