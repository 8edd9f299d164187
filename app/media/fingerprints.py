"""Perceptual hashes: what a picture found somewhere has in common with one of ours, after resizing, recompression and cropping.

The hash is PDQ (Facebook, 2019): 256 bits that say which of the slowest waves of a picture are stronger than the middle one. A copy
differs in a few bits, another picture in about 128. It does not withstand cropping, so a picture is known by the hashes of what is left
of it when up to a tenth is cut off each side; and a screenshot by what lies between its borders.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.media.images import Pixels, resized

Hashes = NDArray[np.uint8]
"""Shape (hashes, 32): 256 bits each, packed."""

BITS: Final = 256
WIDTH: Final = BITS // 8  # bytes
_SIDE: Final = 512  # pixels of what is hashed at most: more changes nothing
_GRID, _WAVES = 64, 16
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_COSINES = np.cos(np.pi / (2 * _GRID) * np.outer(np.arange(1, _WAVES + 1), 2 * np.arange(_GRID) + 1)).astype(np.float32)
_CUTS: Final = (0.0, 0.05, 0.1)  # of the length, at either end
_FLAT: Final = 12.0  # grey levels by which a border may vary
_AT_ONCE: Final = 16_384  # hashes: half a megabyte, which stays in the cache
_LEAST: Final = 64  # pixels that the inside of a screenshot has at least


def fingerprint(pixels: Pixels) -> Hashes:
    """The hashes by which a picture is known: the whole first, then with up to a tenth cut off each side."""
    luma = _luma(pixels)
    return np.stack([_hash(part) for part in _cut(luma)])


def likenesses(pixels: Pixels) -> Hashes:
    """The hashes to look for a picture by: as it is and mirrored, and the same of what its borders enclose."""
    luma = _luma(pixels)
    inside = _inside(luma)
    seen = [luma] if inside.shape == luma.shape else [luma, inside]
    return np.stack([_hash(np.ascontiguousarray(part)) for each in seen for part in (each, each[:, ::-1])])


def distances(known: Hashes, hashes: Hashes) -> NDArray[np.uint16]:
    """For each known hash in how many bits, of 256, it differs from the nearest of the others. Shape (known,)."""
    words, wanted = (np.ascontiguousarray(each).view(np.uint64) for each in (known, hashes))
    nearest = np.full(len(words), BITS, np.uint16)
    for start in range(0, len(words), _AT_ONCE):
        part, least = np.ascontiguousarray(words[start : start + _AT_ONCE].T), nearest[start : start + _AT_ONCE]
        for one in wanted:
            np.minimum(least, np.bitwise_count(part ^ one[:, None]).sum(axis=0, dtype=np.uint16), out=least)
    return nearest


def _luma(pixels: Pixels) -> NDArray[np.float32]:
    return (resized(pixels, _SIDE).astype(np.float32) @ _LUMA).astype(np.float32)


def _hash(luma: NDArray[np.float32]) -> NDArray[np.uint8]:
    """PDQ, bit for bit that of the reference implementation."""
    height, width = luma.shape
    blurred = _blurred(luma)
    small = blurred[np.ix_(_centres(height), _centres(width))]
    waves = _COSINES @ small @ _COSINES.T
    return np.packbits((waves > np.median(waves)).ravel()[::-1])


def _blurred(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Twice the mean over a window of half a grid cell; at the edge over what there is of it."""
    height, width = luma.shape
    across, down = -(-width // (2 * _GRID)), -(-height // (2 * _GRID))
    anchor = across - (across + 2) // 2 if across > 1 else 0, down - (down + 2) // 2 if down > 1 else 0

    def sums(values: NDArray[np.float32]) -> NDArray[np.float32]:
        summed = cv2.boxFilter(values, -1, (across, down), anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT)
        return np.asarray(summed, np.float32)

    number = sums(np.ones_like(luma))
    return np.asarray(sums(sums(luma) / number) / number, np.float32)


def _centres(length: int) -> NDArray[np.intp]:
    return ((np.arange(_GRID) + 0.5) * length / _GRID).astype(np.intp)


def _cut(luma: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    height, width = luma.shape
    for top, bottom, left, right in product(_CUTS, repeat=4):
        yield np.ascontiguousarray(
            luma[round(height * top) : round(height * (1 - bottom)), round(width * left) : round(width * (1 - right))]
        )


def _inside(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the borders of a screenshot enclose: the longest run of rows in which something goes on, then of columns of those."""
    rows = _longest_run(np.ptp(luma, axis=1) > _FLAT)
    columns = _longest_run(np.ptp(luma[rows], axis=0) > _FLAT)
    found = luma[rows, columns]
    return found if min(found.shape) >= _LEAST else luma


def _longest_run(busy: NDArray[np.bool_]) -> slice:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], busy, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return slice(0, len(busy))
    longest = int(np.argmax(ends - starts))
    return slice(int(starts[longest]), int(ends[longest]))
