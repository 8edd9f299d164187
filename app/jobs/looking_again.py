"""A masked file is looked at once more, as anybody would who has it: no face that was to be covered may be found, or matched."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.analysis.ports import DescribedFace, FoundFace, Pixels
from app.jobs.workshop import Workshop
from consent_store.operations.making import Order
from consent_store.rules.sightings import SAME_FACE, Box

_TOUCHES = 0.1  # of intersection over union: a chin or a forehead that looks out under a mask is found as a smaller face


def shows(shop: Workshop, order: Order, before: Pixels, part: Box, after: Pixels) -> bool:
    """Whether a masked face is still found in `after`, which shows `part` of `before`; or a face that nobody listed looks like one, or one
    in which nobody can be recognised surely is one.
    """
    hidden, others = (_moved(boxes.values(), part, after) for boxes in (order.masked, order.shown))
    nameless = _moved([box for sighting, box in order.shown.items() if sighting in order.nameless], part, after)
    with shop.turn:
        [found] = shop.engine.find([after])
        strays, blurs = [], []
        for face in found:
            masked, shown = _best(face.box, hidden), _best(face.box, others)
            if masked >= _TOUCHES and masked > shown:
                return True
            if shown < SAME_FACE:
                strays.append(face)
            elif shown == _best(face.box, nameless):
                blurs.append(face)
        return any(_around(face.box, hidden) for face in strays) or (
            bool(strays or blurs) and _alike(shop, order, before, after, strays, blurs)
        )


def _around(face: Box, masked: Iterable[Box]) -> bool:
    """Whether the middle of a mask lies in a face: then somebody drew it too small to hide that."""
    middles = (((each.left + each.right) / 2, (each.top + each.bottom) / 2) for each in masked)
    return any(face.left <= x < face.right and face.top <= y < face.bottom for x, y in middles)


def _moved(boxes: Iterable[Box], part: Box, after: Pixels) -> list[Box]:
    """Boxes of the picture, where they are in the file; those outside it are left out."""
    across, down = after.shape[1] / part.width, after.shape[0] / part.height
    inside = (
        Box(b.left - part.left, b.top - part.top, b.right - part.left, b.bottom - part.top).clipped(part.width, part.height) for b in boxes
    )
    return [
        Box(int(b.left * across), int(b.top * down), int(np.ceil(b.right * across)), int(np.ceil(b.bottom * down))) for b in inside if b
    ]


def _best(box: Box, others: Sequence[Box]) -> float:
    return max((box.overlap(other) for other in others), default=0.0)


def _alike(shop: Workshop, order: Order, before: Pixels, after: Pixels, strays: list[FoundFace], blurs: list[FoundFace]) -> bool:
    """Whether a masked person is there once more, in a mirror, on a poster: a face that nobody listed might be one; or one of the `blurs`,
    good enough to tell after all, surely is.
    """
    [found] = shop.engine.find([before])
    hidden = [face for face in found if _best(face.box, list(order.masked.values())) >= SAME_FACE]
    if not hidden:
        return False
    covered, seen = shop.engine.describe([before, after], [hidden, [*strays, *blurs]])
    limits, near = shop.engine.thresholds, distances(covered, seen[: len(strays)])
    clear = distances([face for face in covered if face.quality.good], [face for face in seen[len(strays) :] if face.quality.good])
    return bool((near <= limits.unsure).any() or (clear <= limits.sure).any())


def distances(some: Sequence[DescribedFace], others: Sequence[DescribedFace]) -> NDArray[np.float32]:
    """Between each and each of the others, in any order; none where one of the two is empty."""
    pairs = [(one.descriptor, other.descriptor) for one in some for other in others]
    return np.array([np.linalg.norm(one - other) for one, other in pairs], np.float32)
