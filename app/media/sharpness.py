"""How sharp a picture is beside others of the same thing."""

import cv2
import numpy as np

from app.media.images import Pixels

_SIDE = 1024  # pixels along the longest side of what is measured: a smaller picture is enlarged, and is less sharp for that
_TILE = 64


def sharpness(pixels: Pixels) -> float:
    """The strength of the edges in the sharpest tenth of a picture: the variance of its Laplacian there, in grey levels squared.

    Says nothing beside a picture of something else (Pech-Pacheco and others, 2000). The sharpest part counts because behind a face in
    focus the rest is often meant to be soft.
    """
    grey = cv2.cvtColor(_scaled(pixels), cv2.COLOR_RGB2GRAY)
    edges = cv2.Laplacian(cv2.GaussianBlur(grey, (3, 3), 0), cv2.CV_32F)
    height, width = (max(_TILE, side // _TILE * _TILE) for side in edges.shape)
    if edges.shape[0] < height or edges.shape[1] < width:
        return float(edges.var())
    tiles = edges[:height, :width].reshape(height // _TILE, _TILE, width // _TILE, _TILE)
    return float(np.quantile(tiles.var(axis=(1, 3)), 0.9))


def _scaled(pixels: Pixels) -> Pixels:
    scale = _SIDE / max(pixels.shape[:2])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8)
