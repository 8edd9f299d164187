"""Drawn group photos for the bench: from 1 to 30 people, made once, as large as cameras make them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.looks import Face
from app.demo.scenes import rows, scene
from app.media.images import encode_jpeg

Pixels = NDArray[np.uint8]

SMALL = 1600, 1200


def group(count: int, width: int, height: int, seed: int = 3) -> Pixels:
    """A photo of `count` drawn people, uint8 (height, width, 3), with the grain of a sensor so that no part is flat."""
    people = [(str(number), Face.from_seed(4000 + number, number % 7 == 0)) for number in range(count)]
    heads = 0.16 if count == 1 else 0.11 if count <= 10 else 0.07
    drawn = scene("playground", rows(people, seed, width=heads), SMALL, seed).pixels
    large = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(seed).normal(0, 4, (512, 512, 1)).astype(np.int8)
    tiled = np.tile(grain, (height // 512 + 1, width // 512 + 1, 1))[:height, :width]
    return np.asarray(cv2.add(large, np.repeat(tiled, 3, axis=2), dtype=cv2.CV_8U), np.uint8)


def jpeg(count: int, width: int, height: int) -> bytes:
    """The same as a file."""
    return encode_jpeg(group(count, width, height), 88)
