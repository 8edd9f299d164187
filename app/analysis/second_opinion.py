"""A second network's word on weak candidates: CenterFace also takes flowers, dolls and painted owls for small faces."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.analysis.ports import FoundFace, Pixels
from app.analysis.runtime import session

# From these scores on CenterFace is believed without asking. Below 32 pixels the second network misses real faces too.
_SURE_SCORE, _SURE_SMALL, _SMALL = 0.6, 0.46, 32
_SIDE = 200  # pixels of the crop
_FACE = 88  # height of the face in it; dlib's detector was trained on windows of 80
_KEPT_FROM = -1.15  # dlib's score: flowers and clouds had less, 95 % of real faces of 20 pixels and more above -0.8


class SecondOpinion:
    """dlib's CNN face detector, asked about crops."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = session(model, threads)

    def confirmed(self, picture: Pixels, faces: Sequence[FoundFace]) -> list[FoundFace]:
        """The faces without those that are weak and that the second network does not take for faces. Order is kept."""
        weak = [face for face in faces if not _believed(face)]
        if not weak:
            return list(faces)
        refused = [face for face, score in zip(weak, self.scores(picture, weak), strict=True) if score < _KEPT_FROM]
        return [face for face in faces if face not in refused]

    def scores(self, picture: Pixels, faces: Sequence[FoundFace]) -> NDArray[np.float32]:
        """dlib's score for each face, (n,): the best near the middle of its crop."""
        crops = np.stack([_crop(picture, face) for face in faces])
        (maps,) = self._session.run(None, {"pictures": crops})
        middle = maps.shape[2] // 2
        best: NDArray[np.float32] = maps[:, 0, middle - 3 : middle + 4, middle - 3 : middle + 4].max(axis=(1, 2))
        return best


def _believed(face: FoundFace) -> bool:
    return face.score >= (_SURE_SMALL if face.box.height < _SMALL else _SURE_SCORE)


def _crop(picture: Pixels, face: FoundFace) -> Pixels:
    box = face.box
    scale = _FACE / max(box.width, box.height)
    centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    matrix = np.array([[scale, 0, _SIDE / 2 - scale * centre[0]], [0, scale, _SIDE / 2 - scale * centre[1]]])
    crop = cv2.warpAffine(picture, matrix, (_SIDE, _SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, np.uint8)
