"""Portraits of drawn people: for the demo school, for tests and for load. Nobody here is real.

`Face.from_seed` makes the person, `portrait` a picture of them. A `variation` is another moment: another turn of the head,
light and smile; the same arguments always give the same bytes.
"""

import cv2
import numpy as np

from app.demo.canvas import Canvas, Colour, Pixels
from app.demo.figures import paint_person
from app.demo.heads import Head, Light, Pose
from app.demo.looks import Face

__all__ = ["Face", "Light", "Pose", "portrait"]

OVERSAMPLING = 2
WALLS: tuple[Colour, ...] = ((226, 231, 233), (233, 226, 214), (214, 226, 220), (222, 218, 230), (205, 219, 230))


def portrait(
    face: Face,
    size: int = 480,
    pose: Pose | None = None,
    light: Light | None = None,
    smile: float | None = None,
    variation: int = 0,
) -> Pixels:
    """A school photographer's picture of one person, uint8 RGB (size, size, 3).

    What is not given is drawn from the variation: head turned up to 12 degrees, light from either side, `smile` 0 to 1.
    """
    draw = np.random.default_rng((face.seed, variation, 5))
    yaw, pitch, roll = draw.normal(0, (5.0, 3.0, 2.5)).clip(-12, 12)
    shine = Light(float(draw.choice((-1, 1)) * draw.uniform(0.3, 0.6)), float(draw.uniform(0.94, 1.06)), float(draw.uniform(0.3, 0.7)))
    happy = float(draw.uniform(0.4, 0.95))
    large = size * OVERSAMPLING
    centre = (large * float(0.5 + draw.normal(0, 0.012)), large * float(0.45 + draw.normal(0, 0.01)))
    unit = large * 0.21
    head = Head(face, centre, unit, pose or Pose(yaw, pitch, roll), light or shine, happy if smile is None else smile)
    canvas = _studio(large, WALLS[int(draw.integers(len(WALLS)))])
    paint_person(canvas, head)
    return developed(canvas.reduced(size, size), head.light, draw)


def _studio(size: int, wall: Colour) -> Canvas:
    """A soft wall, lighter in the middle."""
    y, x = np.mgrid[-1:1:48j, -1:1:48j]
    fall = (1.04 - 0.13 * (x**2 + y**2)).astype(np.float32)
    small = cv2.convertScaleAbs(fall[:, :, None] * np.asarray(wall, dtype=np.float32))
    return Canvas(np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC), dtype=np.uint8))


def developed(pixels: Pixels, light: Light, draw: np.random.Generator) -> Pixels:
    """What a camera adds, uint8 RGB (height, width, 3): the warmth of the light, its level, and grain."""
    warm = (light.warmth - 0.35) * np.array([0.05, 0.008, -0.07])
    gain = (light.level * (1 + warm)).astype(np.float32)
    grain = draw.normal(0, 1.6, (*pixels.shape[:2], 1)).astype(np.float32)
    return np.asarray(np.clip(pixels * gain + grain + 0.5, 0, 255), dtype=np.uint8)
