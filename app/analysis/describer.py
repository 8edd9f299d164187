"""dlib's face description: five points, an upright chip of 150 pixels, a ResNet, 128 numbers.

The descriptors are those of `face_recognition.face_encodings` on the same boxes; only the network runs in ONNX Runtime.
"""

from collections.abc import Sequence
from pathlib import Path

import dlib
import numpy as np

from app.analysis import weights
from app.analysis.ports import Descriptors, FoundFace, Pixels
from app.analysis.runtime import session
from consent_store.rules.sightings import Box

_CHIP = 150
_PADDING = 0.25
_BATCH = 16
_SIDE = 0.76  # of the height of CenterFace's box: the square that dlib's own detector draws, median of 101 faces found by both
_CENTRE = 0.565  # of that height, from its top


class DlibDescriber:
    """Aligns and describes faces. Safe for one thread at a time."""

    length = 128

    def __init__(self, cache: Path, threads: int) -> None:
        self._points = dlib.shape_predictor(str(weights.FIVE_POINTS.checked_path()))
        self._session = session(weights.resnet_onnx(cache), threads)
        self.id = f"dlib-resnet-{weights.RESNET.sha256[:12]}"

    def chip(self, picture: Pixels, face: FoundFace) -> Pixels:
        """The face upright, eyes level, uint8 (150, 150, 3)."""
        return self.chip_at(picture, dlib_square(face.box))

    def chip_at(self, picture: Pixels, square: Box) -> Pixels:
        """The same for a box as dlib's detectors draw them."""
        rectangle = dlib.rectangle(square.left, square.top, square.right, square.bottom)
        shape = self._points(picture, rectangle)
        return np.asarray(dlib.get_face_chip(picture, shape, _CHIP, _PADDING), np.uint8)

    def describe(self, chips: Sequence[Pixels]) -> Descriptors:
        """Descriptors float32 (n, 128) of chips, in batches."""
        parts = [self._run(chips[start : start + _BATCH]) for start in range(0, len(chips), _BATCH)]
        return np.concatenate(parts) if parts else np.empty((0, self.length), np.float32)

    def _run(self, chips: Sequence[Pixels]) -> Descriptors:
        (descriptors,) = self._session.run(None, {"pictures": np.stack(chips)})
        return np.asarray(descriptors, np.float32)


def dlib_square(box: Box) -> Box:
    """The square dlib's aligner expects, from CenterFace's taller box."""
    side = _SIDE * box.height
    middle = (box.left + box.right) / 2, box.top + _CENTRE * box.height
    left, top = round(middle[0] - side / 2), round(middle[1] - side / 2)
    size = max(1, round(side))
    return Box(left, top, left + size, top + size)
