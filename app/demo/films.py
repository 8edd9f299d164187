"""Drawn films, with the truth about them: who is where in each frame, and how much of the face is seen.

People are painted once in each turn of the head, and moved over a place as a camera would see them walk, turn, hide and cross.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.demo.canvas import Canvas, Pixels
from app.demo.figures import paint_figure
from app.demo.heads import Head, Light, Pose, outline
from app.demo.looks import Face
from app.demo.places import LIGHTS, Place, background
from app.demo.scenes import FOREHEAD
from consent_store.rules.sightings import Box

UNIT = 72  # half the width of a painted head, in pixels: larger ones are enlarged
TURN = 10  # degrees between two painted turns of a head
WIDTH, ABOVE, BELOW = 6.0, 2.6, 11.2  # of a painted person, in units of the head, around the point between the eyes
PILLAR = (118, 106, 96)


@dataclass(frozen=True, slots=True)
class Walk:
    """Somebody in a shot: `key` is the caller's name for them; from and to are the point between the eyes as shares of width and height.

    `size` is the width of the head as a share of the height. The head turns by `turn` degrees to either side, once in `period`
    seconds. They are there from second `enters` to second `leaves` of the shot. `away`: with their back to us.
    """

    key: str
    face: Face
    start: tuple[float, float]
    end: tuple[float, float]
    size: float = 0.08
    turn: float = 15.0
    period: float = 4.0
    enters: float = 0.0
    leaves: float = float("inf")
    away: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """So many `seconds` of one view of a place. `pillars` stand before everybody: each its left and right, as shares of the width."""

    place: str
    seconds: float
    walks: Sequence[Walk]
    pillars: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A face in a frame: its box, the share of it that nothing hides, and by how many degrees it is turned."""

    box: Box
    share: float
    turn: float


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFrame:
    """A frame, uint8 RGB (height, width, 3), its second, and every face in it by key."""

    time: float
    pixels: Pixels
    faces: dict[str, Seen] = field(default_factory=dict)


def drawn_film(shots: Sequence[Shot], size: tuple[int, int] = (1920, 1080), fps: float = 25.0) -> Iterator[DrawnFrame]:
    """The frames of a film, one shot after the other. `size` is width, height."""
    number = 0
    for seed, shot in enumerate(shots):
        ground = background(Place(shot.place), *size, seed)
        for step in range(round(shot.seconds * fps)):
            pixels, faces = _frame(shot, ground, step / fps)
            grain = np.random.default_rng(number).normal(0, 1.5, (64, 64, 1)).astype(np.int8)
            tiled = np.tile(grain, (size[1] // 64 + 1, size[0] // 64 + 1, 3))[: size[1], : size[0]]
            yield DrawnFrame(number / fps, np.asarray(cv2.add(pixels, tiled, dtype=cv2.CV_8U), np.uint8), faces)
            number += 1


def _frame(shot: Shot, ground: Pixels, at: float) -> tuple[Pixels, dict[str, Seen]]:
    pixels, owner = ground.copy(), np.zeros(ground.shape[:2], np.uint8)
    height, width = ground.shape[0], ground.shape[1]
    there = [walk for walk in shot.walks if walk.enters <= at < walk.leaves]
    for number, walk in enumerate(there, start=1):
        _stand(pixels, owner, walk, shot, at, number)
    for left, right in shot.pillars:
        band = slice(round(left * width), round(right * width))
        pixels[:, band], owner[:, band] = PILLAR, 0
    faces = {}
    for number, walk in enumerate(there, 1):
        box = _face(walk, shot, at, width, height)
        inside = box.clipped(width, height)
        if inside and not walk.away:
            mine = (owner[inside.top : inside.bottom, inside.left : inside.right] == number).sum()
            faces[walk.key] = Seen(inside, float(mine) / (box.width * box.height), abs(_yaw(walk, at)))
    return pixels, faces


def _place(walk: Walk, shot: Shot, at: float, width: int, height: int) -> tuple[float, float, float]:
    """Where the eyes are, and half the width of the head, in pixels."""
    begins, ends = walk.enters, min(walk.leaves, shot.seconds)
    share = (at - begins) / max(ends - begins, 1e-6)
    bob = 0.004 * np.sin(at * 7 + len(walk.key))
    x = walk.start[0] + (walk.end[0] - walk.start[0]) * share
    y = walk.start[1] + (walk.end[1] - walk.start[1]) * share + bob
    return x * width, float(y) * height, walk.size * height / 2


def _yaw(walk: Walk, at: float) -> float:
    return float(walk.turn * np.sin(2 * np.pi * at / walk.period))


def _face(walk: Walk, shot: Shot, at: float, width: int, height: int) -> Box:
    x, y, unit = _place(walk, shot, at, width, height)
    left, top, right, bottom = _painted(walk.face, _turned(walk, at), walk.away, shot.place)[2]
    return Box(round(x + left * unit), round(y + top * unit), round(x + right * unit), round(y + bottom * unit))


def _turned(walk: Walk, at: float) -> int:
    return round(_yaw(walk, at) / TURN) * TURN


def _stand(pixels: Pixels, owner: NDArray[np.uint8], walk: Walk, shot: Shot, at: float, number: int) -> None:
    height, width = owner.shape
    x, y, unit = _place(walk, shot, at, width, height)
    colour, cover, _ = _painted(walk.face, _turned(walk, at), walk.away, shot.place)
    scale = unit / UNIT
    left, top = int(np.floor(x - WIDTH / 2 * unit)), int(np.floor(y - ABOVE * unit))
    size = int(WIDTH * unit) + 2, int((ABOVE + BELOW) * unit) + 2
    matrix = np.array([[scale, 0, x - WIDTH / 2 * unit - left], [0, scale, y - ABOVE * unit - top]])
    moved, share = (cv2.warpAffine(part, matrix, size, flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR) for part in (colour, cover))
    window = Box(left, top, left + size[0], top + size[1]).clipped(width, height)
    if window is None:
        return
    here = slice(window.top, window.bottom), slice(window.left, window.right)
    there = slice(window.top - top, window.bottom - top), slice(window.left - left, window.right - left)
    part = share[there][..., None].astype(np.float32) / 255
    pixels[here] = (pixels[here] * (1 - part) + moved[there]).astype(np.uint8)
    owner[here][share[there] > 127] = number


Painted = tuple[Pixels, NDArray[np.uint8], tuple[float, float, float, float]]


@cache
def _painted(face: Face, yaw: int, away: bool, place: str) -> Painted:
    """Somebody on their own: colour times cover, cover, and the sides of the face around the eyes in units of the head."""
    light = LIGHTS[Place(place)]
    black, white = (_alone(face, yaw, away, light, level) for level in (0.0, 255.0))
    cover = 255 - np.clip(white.astype(np.int16) - black, 0, 255).max(axis=2).astype(np.uint8)
    head = Head(face, (0.0, 0.0), 1.0, Pose(float(yaw)), light)
    edge = outline(head)
    return black, cover, (float(edge[:, 0].min()), -FOREHEAD, float(edge[:, 0].max()), float(edge[:, 1].max()))


def _alone(face: Face, yaw: int, away: bool, light: Light, level: float) -> Pixels:
    large = 2 * UNIT
    canvas = Canvas.plain(round(WIDTH * large), round((ABOVE + BELOW) * large), (level, level, level))
    paint_figure(canvas, Head(face, (WIDTH / 2 * large, ABOVE * large), float(large), Pose(float(yaw)), light, 0.6), away)
    return canvas.reduced(round(WIDTH * UNIT), round((ABOVE + BELOW) * UNIT))
