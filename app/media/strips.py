"""Small pictures of a film side by side, each for the same share of its length, and the one that stands for all of it."""

from typing import Final

import numpy as np

from app.media.film import Frame
from app.media.images import Pixels, resized

__all__ = ["COUNT", "HEIGHT", "Strip"]

COUNT: Final = 48
HEIGHT: Final = 72
_POSTER: Final = 480  # pixels along the longest side, as the small picture of a photo has


class Strip:
    """Keeps some of the frames that are shown to it, ever fewer of them the longer the film: how long it is, only its end tells."""

    def __init__(self) -> None:
        self._kept: list[tuple[float, Pixels]] = []
        self._step = 0.0
        self._liveliest = -1.0
        self.poster: Pixels = np.empty((0, 0, 3), np.uint8)

    def show(self, frame: Frame) -> None:
        """The next frame."""
        if self._kept and frame.time < self._kept[-1][0] + self._step:
            return
        picture = frame.pixels(_POSTER)
        self._kept.append((frame.time, _small(picture)))
        lively = float(picture.std())
        if lively > self._liveliest:
            self._liveliest, self.poster = lively, picture
        if len(self._kept) == 4 * COUNT:
            self._step = 2 * (frame.time - self._kept[0][0]) / len(self._kept)
            del self._kept[1::2]

    def pixels(self, seconds: float) -> Pixels:
        """`COUNT` pictures side by side, the film being so many `seconds` long: each the nearest to the middle of its share."""
        times = np.array([time for time, _ in self._kept])
        middles = (np.arange(COUNT) + 0.5) * seconds / COUNT
        return np.concatenate([self._kept[int(np.abs(times - middle).argmin())][1] for middle in middles], axis=1)


def _small(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    return resized(picture, round(max(height, width) * HEIGHT / height))
