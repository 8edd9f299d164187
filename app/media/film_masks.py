"""Masks in a film: the same opaque arch as in pictures (`masks`), painted into the planes of a frame."""

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media import masks
from app.media.film import Planes
from consent_store.rules.sightings import Box

MASK_COLOUR: Final = "#33566b"


def covered(
    planes: Planes, faces: Collection[Box], shown: Collection[Box], colour: str = MASK_COLOUR, places: Collection[Box] = ()
) -> Planes:
    """A copy of a frame's `planes` with `faces` under arches of `colour`, "#rrggbb", which yield to the faces that are `shown`, and with
    `places` under plain rectangles.

    Boxes in pixels of the frame; one wholly outside covers nothing. Every sample of brightness and of colour under a mask is replaced.
    """
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    result, fill = planes.copy(), _fill(colour)
    for face in faces:
        region = _even(masks.around(face)).clipped(width, height)
        if region:
            _paint(parts(result), region, _over(masks.arch(face, region, shown), region, face), fill)
    for place in places:
        region = _even(place).clipped(width, height)
        if region:
            _paint(parts(result), region, _over(np.zeros((region.height, region.width), bool), region, place), fill)
    return result


def parts(planes: Planes) -> tuple[Planes, Planes, Planes]:
    """Y (height, width), U and V (half of each) of a frame, in the same memory."""
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    quarter, flat = height * width // 4, planes.reshape(-1)
    bright, *colours = np.split(flat, [4 * quarter, 5 * quarter])
    first, second = (plane.reshape(height // 2, width // 2) for plane in colours)
    return bright.reshape(height, width), first, second


def _over(under: NDArray[np.bool_], region: Box, box: Box) -> NDArray[np.bool_]:
    """The pixels of `region` that are covered, and with them all of `box`."""
    own = box.clipped(region.right, region.bottom)
    if own:
        under[own.top - region.top : own.bottom - region.top, own.left - region.left : own.right - region.left] = True
    return under


def _paint(planes: tuple[Planes, Planes, Planes], region: Box, under: NDArray[np.bool_], fill: tuple[int, int, int]) -> None:
    luma, *chroma = planes
    luma[region.top : region.bottom, region.left : region.right][under] = fill[0]
    halved = under.reshape(region.height // 2, 2, region.width // 2, 2).any(axis=(1, 3))
    for plane, value in zip(chroma, fill[1:], strict=True):
        plane[region.top // 2 : region.bottom // 2, region.left // 2 : region.right // 2][halved] = value


def _even(box: Box) -> Box:
    """The box, widened so that it covers whole samples of colour."""
    return Box(box.left - box.left % 2, box.top - box.top % 2, box.right + box.right % 2, box.bottom + box.bottom % 2)


def _fill(colour: str) -> tuple[int, int, int]:
    """Y, U and V of a colour: BT.709 in video range (ITU-R BT.709-6, 3.2 to 3.5)."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour.removeprefix("#")))
    bright = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return round(16 + 219 * bright), round(128 + 224 * (blue - bright) / 1.8556), round(128 + 224 * (red - bright) / 1.5748)
