"""A small painter for drawn people and places: soft shapes, tapered lines and strands on an RGB picture.

Everything is painted straight onto one `uint8` array at a multiple of the size wanted, and reduced at the end, so that
edges come out soft without a layer for each. Points are `(n, 2)` float arrays of x, y in pixels of the large array.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]
Coverage = NDArray[np.float32]
Colour = tuple[float, float, float]
Window = tuple[slice, slice]
SUBPIXEL_BITS = 4


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from one to the other."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def toned(colour: Colour, factor: float) -> Colour:
    """The colour made lighter (factor over 1) or darker, its shadows kept warm."""
    warm = (1.0, 1.0, 1.0) if factor >= 1 else (1.0, 0.965, 0.935)
    red, green, blue = (min(255.0, c * factor * w) for c, w in zip(colour, warm, strict=True))
    return red, green, blue


def smooth(points: ArrayLike, closed: bool = True, steps: int = 8) -> Points:
    """A Catmull-Rom curve through the points (n, 2), `steps` points for each span."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        before, after, after_next = np.roll(knots, 1, 0), np.roll(knots, -1, 0), np.roll(knots, -2, 0)
    else:
        padded = np.concatenate([knots[:1], knots, knots[-1:]])
        before, knots, after, after_next = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (p[:, None, :] for p in (before, knots, after, after_next))
    curve = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * (p1 - p2) + p3 - p0) * t**3)
    return curve.reshape(-1, 2) if closed else np.concatenate([curve.reshape(-1, 2), after[-1:]])


def ellipse(centre: ArrayLike, across: float, down: float, turn: float = 0.0, steps: int = 28) -> Points:
    """The outline (steps, 2) of an ellipse with the half axes given, turned by `turn` radians."""
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    x, y = across * np.cos(angle), down * np.sin(angle)
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=1) + np.asarray(centre, dtype=np.float64)


def moved(points: Points, right: float, down: float) -> Points:
    """The points (n, 2) shifted."""
    return np.asarray(points + np.array([right, down]), dtype=np.float64)


def ribbon(spine: Points, widths: ArrayLike) -> Points:
    """The outline of a line that swells and tapers: `widths` (m,) in pixels are spread along the spine (n, 2)."""
    along = np.gradient(spine, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-9)
    given = np.asarray(widths, dtype=np.float64)
    half = np.interp(np.linspace(0, 1, len(spine)), np.linspace(0, 1, len(given)), given)[:, None] / 2
    return np.concatenate([spine + normal * half, (spine - normal * half)[::-1]])


class Canvas:
    """An RGB picture (height, width, 3) that shapes are painted onto, the last on top."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels

    @classmethod
    def plain(cls, width: int, height: int, colour: Colour) -> "Canvas":
        """A canvas of one colour."""
        return cls(np.full((height, width, 3), np.round(colour), dtype=np.uint8))

    def window(self, outline: Points, margin: float = 2) -> Window | None:
        """The part of the canvas the outline reaches, with a margin; None where it reaches none."""
        height, width = self.pixels.shape[:2]
        left, top = np.floor(outline.min(axis=0) - margin).astype(int)
        right, bottom = np.ceil(outline.max(axis=0) + margin).astype(int)
        rows, columns = slice(max(0, top), min(height, bottom)), slice(max(0, left), min(width, right))
        return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None

    def fill(
        self,
        outline: Points,
        colour: Colour,
        opacity: float = 1.0,
        soft: float = 0.0,
        inside: Points | None = None,
    ) -> None:
        """Paint a shape; `soft` is the blur of its edge in pixels, `inside` another outline that it may not leave."""
        window = self.window(outline, 2 + 3 * soft)
        if window is None:
            return
        cover = coverage(outline, window, soft) * np.float32(opacity)
        if inside is not None:
            cover *= coverage(inside, window, 0.0)
        self.blend(window, np.asarray(colour, dtype=np.float32), cover)

    def blend(self, window: Window, paint: NDArray[np.float32], cover: Coverage) -> None:
        """Lay paint, (3,) or (height, width, 3), over the window as far as `cover` (height, width), 0 to 1, says."""
        ground = self.pixels[window].astype(np.float32)
        ground += (paint - ground) * cover[:, :, None]
        self.pixels[window] = cv2.convertScaleAbs(ground)

    def line(self, spine: Points, widths: ArrayLike, colour: Colour, opacity: float = 1.0, soft: float = 0.0) -> None:
        """Paint a line that swells and tapers by `widths` (m,) in pixels."""
        self.fill(ribbon(spine, widths), colour, opacity, soft)

    def strands(self, lines: Sequence[Points], colours: Sequence[Colour], width: float, inside: Points, opacity: float) -> None:
        """Paint many thin lines at once, each in its colour, within one outline: hair, folds, grass."""
        window = self.window(inside)
        if window is None:
            return
        paint = np.ascontiguousarray(self.pixels[window])
        offset = np.array([window[1].start, window[0].start])
        for line, colour in zip(lines, colours, strict=True):
            cv2.polylines(paint, [fixed(line - offset)], False, colour, max(1, round(width)), cv2.LINE_AA, SUBPIXEL_BITS)
        cover = coverage(inside, window, 0.0) * np.float32(opacity)
        self.blend(window, paint.astype(np.float32), cover)

    def reduced(self, width: int, height: int) -> Pixels:
        """The picture at its final size (height, width, 3)."""
        return np.asarray(cv2.resize(self.pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def fixed(points: Points) -> NDArray[np.int32]:
    """Points (n, 2) as OpenCV's fixed-point numbers, a sixteenth of a pixel fine."""
    return np.round(points * (1 << SUBPIXEL_BITS)).astype(np.int32)


def coverage(outline: Points, window: Window, soft: float) -> Coverage:
    """How much of each pixel of the window the shape covers (height, width), 0 to 1.

    Soft shapes are drawn and blurred small and then enlarged, which shows no difference and costs a tenth.
    """
    height, width = window[0].stop - window[0].start, window[1].stop - window[1].start
    shrink = max(1.0, soft / 3)
    small = (max(1, round(height / shrink)), max(1, round(width / shrink)))
    mask = np.zeros(small, dtype=np.uint8)
    scale = np.array([small[1] / width, small[0] / height])
    cv2.fillPoly(mask, [fixed((outline - (window[1].start, window[0].start)) * scale)], 255, cv2.LINE_AA, SUBPIXEL_BITS)
    cover = mask.astype(np.float32) / np.float32(255)
    if soft > 0:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), soft / shrink), dtype=np.float32)
    return np.asarray(cv2.resize(cover, (width, height)), dtype=np.float32) if shrink > 1 else cover
