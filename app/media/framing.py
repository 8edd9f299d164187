"""Sizes: which part of a picture a form shows, and how large."""

from collections.abc import Collection, Sequence

import numpy as np
from PIL import Image

from app.media import images
from app.media.images import Pixels
from consent_store.rules.forms import CANVAS, LONGEST, SHOWN_LONGEST, Form
from consent_store.rules.sightings import Box

_MOST = 2.0  # times that a picture may be enlarged to fill a canvas
_ROOM = 0.35  # of a face's longer side: hair, and some air


class TooSmall(ValueError):
    """The picture, or what was cut out of it, would have to be enlarged too much."""


def window(width: int, height: int, form: Form, shown: Collection[Box], within: Box | None = None) -> Box:
    """The part of a picture of `width` by `height` pixels that a form shows: as large as it can be, `within` what somebody cut out.

    It slides along its free side to where it cuts through the fewest faces of `shown`, holds the most of them whole, and has them in
    its middle: in this order, but one whole face goes before none.
    """
    limits = within or Box(0, 0, width, height)
    if form not in CANVAS:
        return limits
    across, down = CANVAS[form]
    scale = min(limits.width / across, limits.height / down)
    wide, high = max(1, round(across * scale)), max(1, round(down * scale))
    if wide < limits.width:
        left = limits.left + _slide([(f.left - limits.left, f.right - limits.left) for f in map(_roomy, shown)], wide, limits.width)
        return Box(left, limits.top, left + wide, limits.top + high)
    top = limits.top + _slide([(f.top - limits.top, f.bottom - limits.top) for f in map(_roomy, shown)], high, limits.height)
    return Box(limits.left, top, limits.left + wide, top + high)


def framed(pixels: Pixels, part: Box, form: Form, *, shown: bool = False) -> Pixels:
    """A part of a picture at the size of a form, or at that of what is `shown` to a family. Raises `TooSmall`."""
    cut = pixels[part.top : part.bottom, part.left : part.right]
    if form not in CANVAS:
        longest = SHOWN_LONGEST if shown else LONGEST.get(form)
        return images.resized(cut, longest) if longest else cut
    if enlarged_too_much(part, form):
        raise TooSmall
    return np.asarray(Image.fromarray(cut).resize(CANVAS[form], Image.Resampling.LANCZOS, reducing_gap=2.0))


def enlarged_too_much(part: Box, form: Form) -> bool:
    """Whether a part is too small to fill the canvas of `form`, a key of `CANVAS`."""
    return CANVAS[form][0] > part.width * _MOST


def _roomy(face: Box) -> Box:
    more = round(max(face.width, face.height) * _ROOM)
    return Box(face.left - more, face.top - more, face.right + more, face.bottom + more)


def _slide(spans: Sequence[tuple[int, int]], length: int, whole: int) -> int:
    """Where a stretch of `length` begins on a side of `whole` pixels."""
    inside = [(max(0, start), min(whole, end)) for start, end in spans if start < whole and end > 0]
    middle = (min(s for s, _ in inside) + max(e for _, e in inside)) // 2 if inside else whole // 2
    wished = [middle - length // 2, *(edge - step for span in inside for edge in span for step in (0, length))]
    starts = {min(max(0, start), whole - length) for start in wished}

    def worth(start: int) -> tuple[bool, int, int, int, int]:
        kept = sum(start <= s and e <= start + length for s, e in inside)
        cut = sum(s < start < e or s < start + length < e for s, e in inside)
        return not kept, cut, -kept, abs(start + length // 2 - middle), start

    return min(starts, key=worth)
