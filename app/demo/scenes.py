"""Pictures of a drawn school's events, with the truth about them: who stands where.

`scene` composes people over a place; `rows` arranges a group as a photographer would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from app.demo.canvas import Canvas, Colour, Pixels
from app.demo.figures import paint_figure, paint_person
from app.demo.heads import Head, Light, Pose, outline
from app.demo.looks import Face
from app.demo.places import LIGHTS, Place, background
from app.demo.portraits import developed
from consent_store.rules.sightings import Box

OVERSAMPLING = 2
FOREHEAD = 0.8  # from the eyes up to where a face box starts, in units of the head


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody in a picture: `key` is the caller's own name for them, `at` the point between the eyes as shares of the
    picture's width and height, `size` the width of the head as a share of the picture's height."""

    key: str
    face: Face
    at: tuple[float, float]
    size: float
    pose: Pose = field(default_factory=Pose)
    smile: float = 0.6
    away: bool = False  # with their back to us: nothing of the face is seen
    cloth: Colour | None = None  # another shirt than their own
    raised: int = 0  # the side of a waving arm: -1 the viewer's left, 1 the right
    framed: bool = False  # only as a picture in a picture: on a poster, in a mirror


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture, uint8 RGB (height, width, 3), and the true box of every face in it, by key, in the order painted."""

    pixels: Pixels
    boxes: tuple[tuple[str, Box], ...]


def scene(place: str, people: Sequence[Placed], size: tuple[int, int] = (1600, 1067), seed: int = 0) -> Scene:
    """Paint people over a place, the first furthest away. `size` is width, height; `place` a value of `Place`.

    Who turns away, or falls outside the picture, has no box. Raises ValueError for an unknown place.
    """
    width, height = size
    here = Place(place)
    ground = background(here, width, height, seed)
    large = (width * OVERSAMPLING, height * OVERSAMPLING)
    canvas = Canvas(np.asarray(cv2.resize(ground, large, interpolation=cv2.INTER_LINEAR), dtype=np.uint8))
    heads = [_head(placed, large, LIGHTS[here]) for placed in people]
    for placed, head in zip(people, heads, strict=True):
        _paint(canvas, placed, head)
    draw = np.random.default_rng((seed, 47))
    pixels = developed(canvas.reduced(width, height), LIGHTS[here], draw)
    boxes = ((p.key, _box(h).clipped(width, height)) for p, h in zip(people, heads, strict=True) if not p.away)
    return Scene(pixels, tuple((key, box) for key, box in boxes if box is not None))


def rows(people: Sequence[tuple[str, Face]], seed: int = 0, width: float = 0.11, level: float = 0.5) -> tuple[Placed, ...]:
    """Arrange a group in up to three rows that overlap, the tall behind, each with a turn of the head and a smile.

    `width` is the width of a head as a share of the picture's height, `level` the height of the front row's eyes.
    """
    draw = np.random.default_rng((seed, 53))
    order = sorted(people, key=lambda one: not one[1].adult)
    count = 1 if len(order) <= 4 else 2 if len(order) <= 9 else 3
    parts = [order[round(i * len(order) / count) : round((i + 1) * len(order) / count)] for i in range(count)]
    gap = min(0.88 / max(1, *map(len, parts)), 1.5 * width)
    placed: list[Placed] = []
    for depth, part in enumerate(parts):
        back = count - 1 - depth
        # Heads show between the heads before them: neighbouring rows stand half a place apart.
        aside = (len(part) + depth) % 2 - 0.5 if count > 1 else 0.0
        start = 0.5 - gap * (len(part) - 1 + aside) / 2
        size, eyes = width * (1 - 0.07 * back), level - 0.15 * back * width / 0.11
        placed += [_stood(key, face, start + place * gap, size, eyes, draw) for place, (key, face) in enumerate(part)]
    return tuple(placed)


def _stood(key: str, face: Face, x: float, size: float, level: float, draw: np.random.Generator) -> Placed:
    """Somebody who stands in a row, turned a little to its middle; now and then one at the edge waves."""
    tall = size * (1.06 if face.adult else 1.0)
    place = (x + draw.normal(0, 0.004), max(tall, level + draw.normal(0, 0.012) - 0.5 * size * face.adult))
    pose = Pose(float(np.clip((0.5 - x) * 22 + draw.normal(0, 6), -20, 20)), *draw.normal(0, (3.5, 3.5)))
    smile, waves = float(draw.uniform(0.35, 0.98)), draw.random() < 0.4 and abs(x - 0.5) > 0.2
    return Placed(key, face, place, tall, pose, smile, raised=int(np.sign(x - 0.5)) * int(waves))


def _head(placed: Placed, large: tuple[int, int], light: Light) -> Head:
    centre = (placed.at[0] * large[0], placed.at[1] * large[1])
    return Head(placed.face, centre, placed.size * large[1] / 2, placed.pose, light, placed.smile)


def _paint(canvas: Canvas, placed: Placed, head: Head) -> None:
    if placed.framed:
        _frame(canvas, head)
    else:
        paint_figure(canvas, head, placed.away, placed.cloth, placed.raised)


def _frame(canvas: Canvas, head: Head) -> None:
    """A framed picture on the wall, with the person in it."""
    wide, tall = round(4.2 * head.unit), round(5 * head.unit)
    left, top = round(head.centre[0] - wide / 2), round(head.centre[1] - tall * 0.43)
    inside = Canvas.plain(wide, tall, (214, 224, 222))
    paint_person(inside, replace(head, centre=(head.centre[0] - left, head.centre[1] - top)))
    corners = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)]) + np.array([left, top], dtype=np.float64)
    canvas.fill(corners + 0.1 * head.unit, (40, 36, 40), 0.4, 0.12 * head.unit)
    window = canvas.window(corners, 0)
    if window is not None:
        down, across = window
        canvas.pixels[window] = inside.pixels[down.start - top : down.stop - top, across.start - left : across.stop - left]
    canvas.line(np.concatenate([corners, corners[:2]]), (0.2 * head.unit,) * 2, (122, 88, 62))


def _box(head: Head) -> Box:
    """The box of the face in pixels of the finished picture: from the forehead to the chin, from cheek to cheek."""
    edge = outline(head)
    top = head.centre[1] - FOREHEAD * head.unit
    left, right, bottom = edge[:, 0].min(), edge[:, 0].max(), edge[:, 1].max()
    return Box(*(round(float(side) / OVERSAMPLING) for side in (left, top, right, bottom)))
