"""Every face of a picture, large and small.

CenterFace sees faces of 14 to 800 pixels: measured on 64 portraits at sizes from 8 to 1,000, it found 69 % at 12 pixels, 88 % at
14, all from 16 to 800, and 75 % at 1,000. So a picture is looked at in three ways, and each look counts for its own sizes:

1. *Overall*, 640 and 240 pixels long: faces that fill the picture, and those too large for a tile.
2. *Main*, 1,600 pixels long or half size, whichever is more, in overlapping tiles where it is large: nearly all faces.
3. *Closer*, at full size, only where the main look had a faint hint of something small: faces of 20 pixels in 24 megapixels. Of faces of
   12 pixels 92 % give such a hint, and hints cover 8 % of a photo: a tenth of the work of looking everywhere.

Tiles are cut from the picture one by one: no second copy of a large picture is ever made. Weak candidates are put to a second network.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from app.analysis import weights
from app.analysis.centerface import Candidates, CenterFace, Floats
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from app.analysis.second_opinion import SecondOpinion
from app.analysis.suppression import joined, suppressed
from consent_store.rules.sightings import Box

_THRESHOLD = 0.35
_HINT = 0.03
_OVERALL, _MAIN = (640, 240), 1600  # length of the picture in each look
_MAIN_SCALE = 0.5  # at least
_LARGEST = 400  # height of a face in the main look; of larger ones CenterFace draws the box too small
_LARGE = 24_000_000 * 3  # samples of a picture beside which there must be room for what is made of it
_AT_ONCE = 2_000_000  # pixels of the main look: the network takes some 140 bytes for each
_TILE, _OVERLAP = 1600, 256  # in pixels of the main look; where there are tiles, no face larger than the overlap is taken from it
_BOTH = 0.6  # of the largest face of the main look: from there on the overall look counts too
_HINT_LARGEST = 24
_CELL, _MARGIN = 96, 16  # of a closer look, in pixels of the picture
_CELLS = 32  # a batch


class FaceFinder:
    """CenterFace at several scales with a second opinion. Safe for one thread at a time."""

    def __init__(self, cache: Path, threads: int) -> None:
        self._network = CenterFace(weights.centerface_onnx(cache), threads)
        self._opinion = SecondOpinion(weights.second_opinion_onnx(cache), threads)
        self.id = f"centerface-{weights.CENTERFACE.sha256[:12]}"

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Every face in `picture`, best score first."""
        main = self._main(picture)
        certain = main[main.scores > _THRESHOLD]
        looks = [self._overall(picture), certain, self._closer(picture, main[main.scores <= _THRESHOLD])]
        candidates = suppressed(Candidates.of(looks))
        faces = [face for row in range(len(candidates)) if (face := _face(candidates, row, picture))]
        if picture.size > _LARGE:
            self._network.let_go()
        return self._opinion.confirmed(picture, faces)

    def glance(self, picture: Pixels) -> list[FoundFace]:
        """Faces of 14 pixels and more, in one look at the size that `picture` has: for frames of a film.

        Of faces that fill the frame a second, small look draws the better box: where the first saw a large one, and where both saw it.
        """
        candidates = self._scaled(picture, 1, _THRESHOLD)
        if (candidates.heights > _BOTH * _LARGEST).any():
            small = self._scaled(picture, min(1.0, _OVERALL[-1] / max(picture.shape)), _THRESHOLD)
            usual = candidates.heights < _LARGEST
            clear = suppressed(Candidates.of([candidates[usual], small[small.heights > _BOTH * _LARGEST]]))
            candidates = joined(clear, candidates[~usual])
        return self._opinion.confirmed(picture, [face for row in range(len(candidates)) if (face := _face(candidates, row, picture))])

    def _overall(self, picture: Pixels) -> Candidates:
        """Faces too large for a tile of the main look; whole pictures are seen there as well."""
        longest = max(picture.shape)
        smallest, parts = _BOTH * _main_largest(picture), []
        for length in _OVERALL:
            found = self._scaled(picture, min(1.0, length / longest), _THRESHOLD)
            parts.append(found[found.heights > smallest])
            smallest = _BOTH * _LARGEST * longest / length
        return Candidates.of(parts)

    def _main(self, picture: Pixels) -> Candidates:
        """Candidates above the threshold, and below it hints of small faces where the picture was made smaller."""
        scale = _main_scale(picture)
        size = round(_TILE / scale) if _in_tiles(picture) else max(picture.shape)
        threshold = _HINT if scale < 1 else _THRESHOLD
        tiles = _cut(picture, size, round(_OVERLAP / scale))
        parts = [self._scaled(tile, scale, threshold).moved((1, 1), left, top) for left, top, tile in tiles]
        found = Candidates.of(parts)
        hint = (found.scores <= _THRESHOLD) & (found.heights < _HINT_LARGEST / scale)
        return found[hint | ((found.scores > _THRESHOLD) & (found.heights < _main_largest(picture)))]

    def _closer(self, picture: Pixels, hints: Candidates) -> Candidates:
        """The places of the hints at full size, in cells of one size so that they go through the network together."""
        centres = np.clip((hints.boxes[:, :2] + hints.boxes[:, 2:]) / 2, 0, (picture.shape[1] - 1, picture.shape[0] - 1))
        places = np.unique((centres // _CELL).astype(int), axis=0)
        corners = [(int(x) * _CELL - _MARGIN, int(y) * _CELL - _MARGIN) for x, y in places]
        found = []
        for start in range(0, len(corners), _CELLS):
            batch = corners[start : start + _CELLS]
            cells = np.stack([_cell(picture, left, top) for left, top in batch])
            for (left, top), seen in zip(batch, self._network.candidates(cells, _THRESHOLD), strict=True):
                found.append(seen[seen.heights < _CELL / 2].moved((1, 1), left, top))
        return suppressed(Candidates.of(found))

    def _scaled(self, picture: Pixels, scale: float, threshold: float) -> Candidates:
        """The candidates of one look, in pixels of `picture`; above `_THRESHOLD` one for each face, below it all."""
        height, width = picture.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = picture if scale == 1 else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        (found,) = self._network.candidates(np.asarray(small, np.uint8)[None], threshold)
        certain = found.scores > _THRESHOLD
        both = Candidates.of([suppressed(found[certain]), found[~certain]])
        return both.moved((width / size[0], height / size[1]))


def _main_scale(picture: Pixels) -> float:
    longest: int = max(picture.shape)
    return min(1.0, max(_MAIN_SCALE, _MAIN / longest))


def _in_tiles(picture: Pixels) -> bool:
    return bool(picture.shape[0] * picture.shape[1] * _main_scale(picture) ** 2 > _AT_ONCE)


def _main_largest(picture: Pixels) -> float:
    """Height of the largest face that the main look counts for, in pixels of the picture."""
    return (_OVERLAP if _in_tiles(picture) else _LARGEST) / _main_scale(picture)


def _cut(picture: Pixels, size: int, overlap: int) -> Iterator[tuple[int, int, Pixels]]:
    """Views of at most `size` pixels square that overlap by at least `overlap`, each with its left and upper edge."""
    height, width = picture.shape[:2]
    for top, bottom in _spans(height, size, overlap):
        for left, right in _spans(width, size, overlap):
            yield left, top, picture[top:bottom, left:right]


def _spans(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """One side cut into as few equal parts as will do."""
    count = max(1, -(-(length - overlap) // (size - overlap)))
    part = -(-(length + (count - 1) * overlap) // count)
    starts = [min(step * (part - overlap), length - part) for step in range(count)]
    return [(start, start + part) for start in starts]


def _cell(picture: Pixels, left: int, top: int) -> Pixels:
    """A square of the picture, continued by its edge where it reaches outside."""
    size = _CELL + 2 * _MARGIN
    bottom, right = top + size, left + size
    inside = picture[max(0, top) : bottom, max(0, left) : right]
    over = max(0, -top), max(0, bottom - picture.shape[0]), max(0, -left), max(0, right - picture.shape[1])
    return np.asarray(cv2.copyMakeBorder(inside, *over, cv2.BORDER_REPLICATE), np.uint8)


def _face(candidates: Candidates, row: int, picture: Pixels) -> FoundFace | None:
    """The candidate as a face, its box rounded outwards and cut to the picture; None where nothing of it is inside."""
    left, top, right, bottom = (float(side) for side in candidates.boxes[row])
    box = Box(int(np.floor(left)), int(np.floor(top)), int(np.ceil(right)), int(np.ceil(bottom)))
    inside = box.clipped(picture.shape[1], picture.shape[0])
    return FoundFace(inside, float(candidates.scores[row]), _landmarks(candidates.points[row])) if inside else None


def _landmarks(points: Floats) -> Landmarks:
    return Landmarks(*(Point(float(x), float(y)) for x, y in points))
