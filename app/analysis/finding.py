"""Every face of a picture, large and small.

CenterFace sees faces of 14 to 800 pixels: measured on 64 portraits at sizes from 8 to 1,000, it found 69 % at 12 pixels, 88 % at
14, all from 16 to 800, and 75 % at 1,000. So a picture is looked at several times:

1. whole, at most 640 pixels long, for faces that fill it;
2. whole, at most 1,600 pixels long, for most;
3. in tiles, at three quarters of its size, for faces from 20 pixels on.

Each look counts only for the sizes it is there for, so that a nostril at full size never becomes a face. Tiles are cut from the
picture one by one: no second copy of a large picture is ever made. A small or weak candidate is put to a second network.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from app.analysis import weights
from app.analysis.centerface import Candidates, CenterFace, Floats
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from app.analysis.second_opinion import SecondOpinion
from app.analysis.suppression import suppressed
from consent_store.rules.sightings import Box

_THRESHOLD = 0.35
_WHOLE = 1600
_FILLING = 640
_FILLING_FROM = 160  # of 640: smaller ones are found better at 1,600
_LARGEST = 800
_TILE_SCALE = 0.75
_TILE = 640
_OVERLAP = 96
_TILE_LARGEST = 64  # in a tile; a larger face is over 14 pixels in the whole picture of any camera up to 100 megapixels
_FLAT = 4.0  # grey levels: where no patch of a tile varies more than this there is nothing to see


class FaceFinder:
    """CenterFace at several scales with a second opinion. Safe for one thread at a time."""

    def __init__(self, cache: Path, threads: int) -> None:
        self._network = CenterFace(weights.centerface_onnx(cache), threads)
        self._opinion = SecondOpinion(weights.second_opinion_onnx(cache), threads)
        self.id = f"centerface-{weights.CENTERFACE.sha256[:12]}"

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Every face in `picture`, best score first."""
        looks = [self._filling(picture), self._whole(picture), *self._tiles(picture)]
        candidates = suppressed(Candidates.of(looks))
        faces = [face for row in range(len(candidates)) if (face := _face(candidates, row, picture))]
        return self._opinion.confirmed(picture, faces)

    def _filling(self, picture: Pixels) -> Candidates:
        found = self._shrunk(picture, _FILLING)
        return found[found.heights > _FILLING_FROM * max(picture.shape) / _FILLING]

    def _whole(self, picture: Pixels) -> Candidates:
        found = self._shrunk(picture, _WHOLE)
        return found[found.heights < _LARGEST * max(1.0, max(picture.shape) / _WHOLE)]

    def _shrunk(self, picture: Pixels, longest: int) -> Candidates:
        return self._scaled(picture, min(1.0, longest / max(picture.shape)))

    def _scaled(self, picture: Pixels, scale: float) -> Candidates:
        height, width = picture.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = picture if scale == 1 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        found = self._network.candidates(np.asarray(small, np.uint8), _THRESHOLD)
        return suppressed(found).moved((width / size[0], height / size[1]))

    def _tiles(self, picture: Pixels) -> Iterator[Candidates]:
        if max(picture.shape) * _TILE_SCALE <= _WHOLE:
            return
        for left, top, tile in _cut(picture, round(_TILE / _TILE_SCALE), round(_OVERLAP / _TILE_SCALE)):
            if _has_detail(tile):
                found = self._scaled(tile, _TILE_SCALE)
                small = found[found.heights < _TILE_LARGEST / _TILE_SCALE]
                yield small.moved((1, 1), left, top)


def _cut(picture: Pixels, size: int, overlap: int) -> Iterator[tuple[int, int, Pixels]]:
    """Views of squares of `size` pixels that overlap by at least `overlap`, each with its left and upper edge."""
    height, width = picture.shape[:2]
    for top in _starts(height, size, overlap):
        for left in _starts(width, size, overlap):
            yield left, top, picture[top : top + size, left : left + size]


def _starts(length: int, size: int, overlap: int) -> list[int]:
    """Where tiles begin along one side: as few as will do, evenly spread, the last one ending with the picture."""
    if length <= size:
        return [0]
    count = -(-(length - overlap) // (size - overlap))
    return [round(step * (length - size) / (count - 1)) for step in range(count)]


def _has_detail(tile: Pixels) -> bool:
    """Whether any patch of about the size of a small face varies in brightness."""
    green = tile[:, :, 1][: len(tile) // 16 * 16, : tile.shape[1] // 16 * 16]
    if not green.size:
        return True
    patches = green.reshape(len(green) // 16, 16, -1, 16)[:, ::2, :, ::2]
    return bool((patches.max(axis=(1, 3)) - patches.min(axis=(1, 3))).max() > 4 * _FLAT)


def _face(candidates: Candidates, row: int, picture: Pixels) -> FoundFace | None:
    """The candidate as a face, its box rounded outwards and cut to the picture; None where nothing of it is inside."""
    left, top, right, bottom = (float(side) for side in candidates.boxes[row])
    box = Box(int(np.floor(left)), int(np.floor(top)), int(np.ceil(right)), int(np.ceil(bottom)))
    inside = box.clipped(picture.shape[1], picture.shape[0])
    return FoundFace(inside, float(candidates.scores[row]), _landmarks(candidates.points[row])) if inside else None


def _landmarks(points: Floats) -> Landmarks:
    return Landmarks(*(Point(float(x), float(y)) for x, y in points))
