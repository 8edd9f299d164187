"""How loud a recording is from its start to its end, as a picture to lay under it: bars in a mask, which pages give their colour."""

from collections.abc import Iterator
from io import BytesIO
from math import ceil
from typing import Final

import numpy as np
from PIL import Image

from app.media.sound import Samples

__all__ = ["Peaks", "wave_png"]

EACH: Final = 0.02  # seconds of a peak
HEIGHT: Final = 96
_COLUMNS: Final = 20, 4000, 8000  # for each second; and the fewest and the most there are
_BEND: Final = 0.6  # Stevens' power of loudness over pressure
_QUIET: Final = 0.05  # what is never louder is drawn as quiet as it is


class Peaks:
    """The loudest sample of each piece of `EACH` seconds, 0 to 1, as pieces come: of four hours these are a few megabytes."""

    def __init__(self, rate: int) -> None:
        self._each = round(rate * EACH)
        self._rest: Samples = np.empty(0, np.float32)
        self._peaks: list[Samples] = []

    def add(self, samples: Samples) -> None:
        """The next samples, (n, channels), from -1 to 1."""
        loud = np.concatenate([self._rest, np.abs(samples).max(axis=1, initial=0)])
        whole = len(loud) // self._each * self._each
        self._peaks.append(loud[:whole].reshape(-1, self._each).max(axis=1))
        self._rest = loud[whole:]

    def all(self) -> Samples:
        """Every peak so far, (n,)."""
        return np.concatenate([*self._peaks, self._rest.max(initial=0)[None]])


def wave_png(peaks: Samples, seconds: float) -> bytes:
    """Peaks of `EACH` seconds as a PNG that is as wide as `seconds`: all white, bars opaque around the middle, the rest clear.

    What is quiet is drawn higher than it is: so is it heard.
    """
    level = (_columns(peaks, seconds) / max(_QUIET, float(peaks.max(initial=0)))) ** _BEND
    reach = np.maximum(1, np.round(level * HEIGHT / 2))
    from_middle = np.abs(np.arange(HEIGHT) - (HEIGHT - 1) / 2)
    bars = np.where(from_middle[:, None] < reach, 255, 0).astype(np.uint8)
    file = BytesIO()
    Image.merge("LA", [Image.new("L", bars.shape[::-1], 255), Image.fromarray(bars)]).save(file, "PNG", optimize=True)
    return file.getvalue()


def _columns(peaks: Samples, seconds: float) -> Samples:
    """The loudest peak in each column of the picture; silence where the recording goes on without sound."""
    each, fewest, most = _COLUMNS
    count = max(1, ceil(seconds / EACH))
    padded = np.zeros(count, np.float32)
    padded[: len(peaks)] = peaks[:count]
    columns = max(fewest, min(most, ceil(seconds * each)))
    return np.asarray([padded[first:end].max() for first, end in _parts(count, columns)], np.float32)


def _parts(count: int, columns: int) -> Iterator[tuple[int, int]]:
    """Which of `count` peaks belong to each column: at least one."""
    for column in range(columns):
        first = column * count // columns
        yield first, max(first + 1, (column + 1) * count // columns)
