"""Sizes of film: which part of its frames a form shows, and how large. The same part throughout: nothing may look out at its edge."""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import cv2
import numpy as np

from app.media.film import Planes
from app.media.film_masks import parts
from app.media.framing import TooSmall, enlarged_too_much, window
from consent_store.rules.forms import CANVAS, LINES, Form
from consent_store.rules.sightings import Box

_WIDE: Final = 16 / 9  # the longer side by the shorter, at most


@dataclass(frozen=True, slots=True)
class Framing:
    """`part` of each frame goes out as so many pixels; all sides are even, as samples of colour are."""

    part: Box
    width: int
    height: int

    @classmethod
    def of(cls, size: tuple[int, int], form: Form, shown: Collection[Box], within: Box | None = None) -> "Framing":
        """What a form shows of frames of a size, `within` what somebody cut out, around the faces that are `shown`. Raises `TooSmall`."""
        part = _even(window(*size, form, shown, within))
        if form not in CANVAS:
            lines, longest = LINES[form], LINES[form] * _WIDE
            scale = min(1.0, lines / min(part.width, part.height), longest / max(part.width, part.height))
            return cls(part, *(max(2, 2 * round(side * scale / 2)) for side in (part.width, part.height)))
        if enlarged_too_much(part, form):
            raise TooSmall
        return cls(part, *CANVAS[form])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what goes out."""
        return self.width, self.height

    def framed(self, planes: Planes) -> Planes:
        """A frame as it goes out."""
        if self.part == Box(0, 0, planes.shape[1], planes.shape[0] * 2 // 3) and (self.part.width, self.part.height) == self.size:
            return planes
        result = np.empty((self.height * 3 // 2, self.width), np.uint8)
        for into, plane, by in zip(parts(result), parts(planes), (1, 2, 2), strict=True):
            cut = plane[self.part.top // by : self.part.bottom // by, self.part.left // by : self.part.right // by]
            smaller = into.shape[0] <= cut.shape[0]
            cv2.resize(cut, into.shape[::-1], dst=into, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
        return result

    def inside(self, box: Box) -> Box | None:
        """Where a place of the frame is in what goes out, or None where it is not in it."""
        across, down = self._scale
        part = self.part
        return Box(
            floor((box.left - part.left) * across),
            floor((box.top - part.top) * down),
            ceil((box.right - part.left) * across),
            ceil((box.bottom - part.top) * down),
        ).clipped(self.width, self.height)

    def outside(self, box: Box) -> Box:
        """Where a place of what goes out is in the frame."""
        across, down = self._scale
        part = self.part
        return Box(
            part.left + floor(box.left / across),
            part.top + floor(box.top / down),
            min(part.right, part.left + ceil(box.right / across)),
            min(part.bottom, part.top + ceil(box.bottom / down)),
        )

    @property
    def _scale(self) -> tuple[float, float]:
        return self.width / self.part.width, self.height / self.part.height


def _even(box: Box) -> Box:
    """The box, made smaller to whole samples of colour. Raises `TooSmall` where none is left."""
    left, top, right, bottom = box.left + box.left % 2, box.top + box.top % 2, box.right - box.right % 2, box.bottom - box.bottom % 2
    if left >= right or top >= bottom:
        raise TooSmall
    return Box(left, top, right, bottom)
