"""One face, one box: of candidates that mean the same face the best is kept."""

import numpy as np
from numpy.typing import NDArray

from app.analysis.centerface import Candidates, Floats

_SAME = 0.3  # intersection over union, as CenterFace's own authors use
_INSIDE = 0.7  # share of the smaller box that lies in the other: a part of a face taken for a face, at another scale


def suppressed(candidates: Candidates) -> Candidates:
    """The candidates that remain, best score first: none overlaps a better one or lies mostly inside it."""
    order = np.argsort(-candidates.scores, kind="stable")
    kept: list[int] = []
    while len(order):
        best, order = int(order[0]), order[1:]
        kept.append(best)
        order = order[~_means_the_same(candidates.boxes[best], candidates.boxes[order])]
    return candidates[np.array(kept, np.intp)]


def joined(candidates: Candidates, others: Candidates) -> Candidates:
    """The `candidates`, and those of the `others` that mean none of them."""
    fresh = [row for row, box in enumerate(others.boxes) if not _means_the_same(box, candidates.boxes).any()]
    return Candidates.of([candidates, others[np.array(fresh, np.intp)]])


def _means_the_same(box: Floats, others: Floats) -> NDArray[np.bool_]:
    corners = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    shared = np.prod(np.clip(corners[1] - corners[0], 0, None), axis=1)
    area, areas = np.prod(box[2:] - box[:2]), np.prod(others[:, 2:] - others[:, :2], axis=1)
    union, smaller = area + areas - shared, np.minimum(area, areas)
    same: NDArray[np.bool_] = (shared > _SAME * union) | (shared > _INSIDE * smaller)
    return same
