"""Masks: an opaque arch over head, hair and ears, in the school's colour. Solid underneath; never blur, never pixelation.

A face's own box is always covered, every pixel of it. The arch around it is wider, and there it yields to the face of a neighbour who
may be shown: so a mask neither uncovers its own face nor takes more of another than its own box does.
"""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.images import Pixels
from consent_store.rules.sightings import Box

_BESIDE, _ABOVE, _BELOW = 0.4, 0.6, 0.2  # of the face's width and height: ears, hair, the end of a chin
_LEAST: Final = 3  # pixels, around the smallest face
_ROUND: Final = 0.6  # of the arch's height, at most: a wide one stays an arch
_NEIGHBOUR: Final = 1.1  # of a shown face's box, as an ellipse


def masked(pixels: Pixels, faces: Collection[Box], places: Collection[Box], shown: Collection[Box], colour: str) -> Pixels:
    """A copy of `pixels` (height, width, 3) in which `faces` are under arches and `places` under plain rectangles of `colour`, "#rrggbb".

    `shown` are the faces that stay. All boxes in pixels, clipped to the picture; one wholly outside covers nothing.
    """
    covered, fill = pixels.copy(), np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8)
    for face in faces:
        region = around(face).clipped(pixels.shape[1], pixels.shape[0])
        if region:
            covered[region.top : region.bottom, region.left : region.right][arch(face, region, shown)] = fill
    for box in (*faces, *places):
        inside = box.clipped(pixels.shape[1], pixels.shape[0])
        if inside:
            covered[inside.top : inside.bottom, inside.left : inside.right] = fill
    return covered


def around(face: Box) -> Box:
    """What the arch over a face fills, with its corners; perhaps partly outside the picture."""
    beside = max(_LEAST, round(face.width * _BESIDE))
    above, below = max(_LEAST, round(face.height * _ABOVE)), max(_LEAST, round(face.height * _BELOW))
    return Box(face.left - beside, face.top - above, face.right + beside, face.bottom + below)


def arch(face: Box, region: Box, shown: Collection[Box]) -> NDArray[np.bool_]:
    """Which pixels of `region` are under the arch over `face`, without the neighbours' faces."""
    whole = around(face)
    across, down = whole.width / 2, min(whole.width / 2, whole.height * _ROUND)
    y, x = np.ogrid[region.top : region.bottom, region.left : region.right]
    from_middle = (x + 0.5 - (whole.left + whole.right) / 2) / across
    from_shoulder = np.minimum(0, (y + 0.5 - whole.top - down) / down)
    arch: NDArray[np.bool_] = from_middle**2 + from_shoulder**2 <= 1
    for other in shown:
        if other.overlap(whole) > 0:
            arch &= ~_ellipse(other, x, y)
    return arch


def _ellipse(box: Box, x: NDArray[np.intp], y: NDArray[np.intp]) -> NDArray[np.bool_]:
    from_middle = (x + 0.5 - (box.left + box.right) / 2) / (box.width / 2 * _NEIGHBOUR)
    from_centre = (y + 0.5 - (box.top + box.bottom) / 2) / (box.height / 2 * _NEIGHBOUR)
    inside: NDArray[np.bool_] = from_middle**2 + from_centre**2 <= 1
    return inside
