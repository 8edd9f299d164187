"""Backgrounds for group pictures: a Dutch school indoors and out, a little out of focus as behind people it is."""

from collections.abc import Callable
from enum import StrEnum

import cv2
import numpy as np

from app.demo.canvas import Canvas, Colour, Pixels, Points, ellipse, mixed, smooth, toned
from app.demo.heads import Light

SKY: Colour = (176, 208, 232)
PALE: Colour = (244, 240, 230)
GRASS: Colour = (124, 158, 84)
BRICK: Colour = (176, 104, 80)
WOOD: Colour = (188, 142, 96)
BRIGHT: tuple[Colour, ...] = (
    *((222, 106, 82), (240, 184, 84), (98, 152, 134), (92, 132, 178), (176, 108, 138)),
    *((132, 160, 96), (246, 226, 176)),
)


class Place(StrEnum):
    """Where a picture was taken."""

    FIELD = "field"
    CLASSROOM = "classroom"
    STAGE = "stage"
    CORRIDOR = "corridor"
    PLAYGROUND = "playground"


LIGHTS: dict[Place, Light] = {
    Place.FIELD: Light(-0.5, 1.03, 0.65),
    Place.CLASSROOM: Light(-0.6, 1.0, 0.5),
    Place.STAGE: Light(0.35, 0.97, 0.9),
    Place.CORRIDOR: Light(0.3, 0.97, 0.45),
    Place.PLAYGROUND: Light(0.5, 1.02, 0.6),
}


def background(place: Place, width: int, height: int, seed: int) -> Pixels:
    """The place without people, uint8 RGB (height, width, 3); the seed moves clouds, trees and what hangs on walls."""
    draw = np.random.default_rng((seed, 31))
    canvas = Canvas.plain(width, height, PALE)
    _PAINTERS[place](canvas, draw)
    blurred = cv2.GaussianBlur(canvas.pixels, (0, 0), height / 380)
    return np.asarray(blurred, dtype=np.uint8)


def _scaled(canvas: Canvas, points: object) -> Points:
    """Points given as shares of the width and height, in pixels (n, 2)."""
    height, width = canvas.pixels.shape[:2]
    return np.asarray(points, dtype=np.float64) * (width, height)


def _shape(canvas: Canvas, points: object, colour: Colour, opacity: float = 1.0, soft: float = 0.0) -> None:
    canvas.fill(_scaled(canvas, points), colour, opacity, soft * canvas.pixels.shape[0])


def _slab(canvas: Canvas, left: float, top: float, right: float, bottom: float, colour: Colour, opacity: float = 1.0) -> None:
    _shape(canvas, [(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity)


def _fade(canvas: Canvas, top: float, bottom: float, above: Colour, below: Colour) -> None:
    """A band over the whole width that runs from one colour to the other."""
    height = canvas.pixels.shape[0]
    rows = slice(round(top * height), round(bottom * height))
    share = np.linspace(0, 1, rows.stop - rows.start)[:, None, None]
    canvas.pixels[rows] = np.round(np.asarray(above) * (1 - share) + np.asarray(below) * share).astype(np.uint8)


def _sky(canvas: Canvas, draw: np.random.Generator) -> None:
    _fade(canvas, 0, 0.5, SKY, (232, 236, 230))
    for x, y in draw.uniform((0, 0.03), (1, 0.26), (6, 2)):
        for dx, dy, size in draw.uniform((-0.08, -0.015, 0.02), (0.08, 0.015, 0.06), (5, 3)):
            puff = ellipse((x + dx, y + dy), size, size * 0.55)
            _shape(canvas, puff, (252, 250, 246), 0.5, 0.012)


def _trees(canvas: Canvas, draw: np.random.Generator, horizon: float) -> None:
    for x in np.sort(draw.uniform(-0.05, 1.05, 12)):
        tall, wide = draw.uniform(0.1, 0.22), draw.uniform(0.03, 0.06)
        leaf = mixed((96, 128, 74), (150, 162, 88), float(draw.random()))
        _slab(canvas, x - 0.004, horizon - tall * 0.5, x + 0.004, horizon, (98, 78, 62))
        for dx, dy, size in draw.uniform((-0.6, 0.25, 0.45), (0.6, 1.0, 0.8), (9, 3)):
            crown = ellipse((x + dx * wide, horizon - tall * dy), wide * size, wide * size * 1.3)
            _shape(canvas, crown, toned(leaf, 0.8 + 0.45 * dy), 0.85, 0.006)


def _building(canvas: Canvas, left: float, right: float, top: float, horizon: float) -> None:
    """The school: brick, white window frames, a tiled roof."""
    _slab(canvas, left, top, right, horizon, BRICK)
    roof = [(left - 0.015, top), (left + 0.04, top - 0.1), (right - 0.04, top - 0.1), (right + 0.015, top)]
    _shape(canvas, roof, (134, 78, 66))
    count = max(2, round((right - left) / 0.085))
    for x in np.linspace(left, right, count + 1)[:-1] + (right - left) / count * 0.2:
        wide, tall = (right - left) / count * 0.6, (horizon - top) * 0.5
        _slab(canvas, x, top + 0.03, x + wide, top + 0.03 + tall, PALE)
        _slab(canvas, x + 0.004, top + 0.037, x + wide - 0.004, top + 0.023 + tall, (140, 172, 190))
        _slab(canvas, x + wide / 2 - 0.002, top + 0.03, x + wide / 2 + 0.002, top + 0.03 + tall, PALE)


def _field(canvas: Canvas, draw: np.random.Generator) -> None:
    _sky(canvas, draw)
    _building(canvas, 0.58 + 0.1 * draw.random(), 0.97, 0.31, 0.47)
    _trees(canvas, draw, 0.47)
    _fade(canvas, 0.46, 1.0, mixed(GRASS, (186, 196, 122), 0.5), toned(GRASS, 0.9))
    for row in np.arange(0.47, 1.0, 0.09):
        _slab(canvas, 0, row, 1, row + 0.03 + (row - 0.46) * 0.06, (206, 216, 138), 0.18)
    goal = _scaled(canvas, [(0.1, 0.55), (0.1, 0.36), (0.36, 0.36), (0.36, 0.55)])
    net = [_scaled(canvas, [(x, 0.36), (x - 0.01, 0.54)]) for x in np.linspace(0.11, 0.36, 16)]
    net += [_scaled(canvas, [(0.1, y), (0.36, y)]) for y in np.linspace(0.38, 0.53, 8)]
    canvas.strands(net, [(240, 240, 240)] * len(net), 1, goal, 0.5)
    canvas.line(goal, (canvas.pixels.shape[0] * 0.009,) * 2, (250, 250, 246))
    canvas.line(_scaled(canvas, [(0, 0.6), (1, 0.58)]), (canvas.pixels.shape[0] * 0.008,) * 2, (246, 246, 238), 0.9)


def _classroom(canvas: Canvas, draw: np.random.Generator) -> None:
    _fade(canvas, 0, 0.72, (240, 228, 204), (228, 210, 182))
    _fade(canvas, 0.72, 1, (176, 140, 106), (196, 160, 124))
    _slab(canvas, 0, 0.7, 1, 0.725, (222, 200, 170))
    for left in (0.02, 0.2):
        _slab(canvas, left, 0.08, left + 0.16, 0.56, (250, 248, 240))
        _slab(canvas, left + 0.01, 0.1, left + 0.15, 0.54, (206, 226, 238))
        _shape(canvas, ellipse((left + 0.08, 0.5), 0.06, 0.1), (138, 168, 104), 0.7, 0.01)
        _slab(canvas, left + 0.078, 0.1, left + 0.084, 0.54, (250, 248, 240))
    _slab(canvas, 0.42, 0.1, 0.76, 0.5, (196, 178, 150))
    _slab(canvas, 0.43, 0.115, 0.75, 0.48, (62, 96, 82))
    for row in (0.2, 0.27, 0.34):
        canvas.line(_scaled(canvas, [(0.46, row), (0.56 + 0.12 * draw.random(), row)]), (3, 2), (232, 236, 226), 0.5)
    _drawings(canvas, draw, 0.79, 0.12, 3, 4)
    _shape(canvas, [(0, 0.1), (0.36, 0.1), (0.7, 1), (0.1, 1)], (255, 244, 214), 0.16, 0.03)


def _drawings(canvas: Canvas, draw: np.random.Generator, left: float, top: float, across: int, down: int) -> None:
    """What the children made, pinned to a board."""
    _slab(canvas, left - 0.012, top - 0.02, left + across * 0.062 + 0.008, top + down * 0.1 + 0.005, (206, 164, 116))
    for column in range(across):
        for row in range(down):
            x, y = left + column * 0.062 + draw.uniform(-0.003, 0.003), top + row * 0.1
            _slab(canvas, x, y, x + 0.052, y + 0.082, PALE)
            spot = BRIGHT[int(draw.integers(len(BRIGHT)))]
            _shape(canvas, ellipse((x + 0.026, y + 0.034), 0.016, 0.022), spot, 0.9)
            _slab(canvas, x + 0.006, y + 0.06, x + 0.046, y + 0.072, BRIGHT[int(draw.integers(len(BRIGHT)))], 0.8)


def _stage(canvas: Canvas, draw: np.random.Generator) -> None:
    _fade(canvas, 0, 0.76, (96, 30, 40), (146, 46, 52))
    for x in np.linspace(-0.02, 1.02, 27):
        fold = smooth([(x, -0.02), (x + 0.006, 0.4), (x - 0.004, 0.77)], closed=False)
        wide = canvas.pixels.shape[0] * np.array([0.02, 0.035, 0.04])
        canvas.line(_scaled(canvas, fold), wide, (66, 18, 30), 0.55, canvas.pixels.shape[0] * 0.008)
    _fade(canvas, 0.76, 1, (132, 90, 58), (176, 126, 82))
    for x in np.linspace(-0.6, 1.6, 23):
        canvas.line(_scaled(canvas, [(0.5 + (x - 0.5) * 0.62, 0.76), (x, 1)]), (1, 4), (98, 64, 42), 0.7)
    for x in (0.2, 0.5, 0.8):
        beam = [(x - 0.015, -0.02), (x + 0.015, -0.02), (x + 0.17, 0.9), (x - 0.17, 0.9)]
        _shape(canvas, beam, (255, 222, 160), 0.17, 0.03)
        _shape(canvas, ellipse((x, 0.89), 0.17, 0.06), (255, 226, 170), 0.35, 0.03)
    _bunting(canvas, draw)


def _bunting(canvas: Canvas, draw: np.random.Generator) -> None:
    for x in np.linspace(0.02, 0.96, 20):
        y = 0.07 + 0.05 * np.sin(np.pi * (x * 2 % 1))
        flag = [(x - 0.016, y), (x + 0.016, y + 0.003), (x, y + 0.055)]
        _shape(canvas, flag, BRIGHT[int(draw.integers(len(BRIGHT)))])


def _corridor(canvas: Canvas, draw: np.random.Generator) -> None:
    _fade(canvas, 0, 1, (236, 230, 216), (224, 214, 196))
    _shape(canvas, [(0, 1), (0.38, 0.58), (0.62, 0.58), (1, 1)], (182, 168, 150))
    _shape(canvas, [(0.3, 1), (0.46, 0.58), (0.54, 0.58), (0.7, 1)], (246, 242, 230), 0.35, 0.02)
    _shape(canvas, [(0, 0), (0.38, 0.22), (0.62, 0.22), (1, 0)], (250, 248, 242))
    _slab(canvas, 0.38, 0.22, 0.62, 0.58, (214, 226, 232))
    _slab(canvas, 0.42, 0.28, 0.58, 0.58, (242, 248, 250))
    _slab(canvas, 0.497, 0.28, 0.503, 0.58, (196, 186, 170))
    _shape(canvas, [(0, 0.55), (0.38, 0.46), (0.38, 0.485), (0, 0.6)], WOOD)
    for share in np.linspace(0.03, 0.9, 9):
        x, y, size = share * 0.38, 0.575 - share * 0.1, 1 - share * 0.72
        coat = [(x - 0.012 * size, y), (x + 0.012 * size, y), (x + 0.026 * size, y + 0.24 * size), (x - 0.026 * size, y + 0.24 * size)]
        _shape(canvas, smooth(coat), BRIGHT[int(draw.integers(len(BRIGHT)))])
    for near, far in ((1.0, 0.86), (0.82, 0.73)):
        top, low = 0.22 - (near - 0.62) * 0.1, 0.58 + (near - 0.62) * 1.05
        _shape(canvas, [(near, top), (far, top + 0.03), (far, 0.58 + (far - 0.62) * 1.05), (near, low)], toned(WOOD, 1.05))
        _shape(canvas, [(near - 0.02, top + 0.06), (far + 0.02, top + 0.08), (far + 0.02, 0.42), (near - 0.02, 0.44)], (206, 222, 226))


def _playground(canvas: Canvas, draw: np.random.Generator) -> None:
    _sky(canvas, draw)
    _trees(canvas, draw, 0.5)
    _building(canvas, -0.02, 0.46 + 0.06 * draw.random(), 0.24, 0.52)
    _fade(canvas, 0.51, 1, (186, 178, 166), (206, 196, 182))
    for row in (0.56, 0.63, 0.72, 0.84):
        canvas.line(_scaled(canvas, [(0, row), (1, row)]), (1.5, 1.5), (160, 150, 138), 0.6)
    for x in np.linspace(-1, 2, 31):
        canvas.line(_scaled(canvas, [(0.5 + (x - 0.5) * 0.5, 0.51), (x, 1)]), (1, 2), (160, 150, 138), 0.5)
    thick = canvas.pixels.shape[0] * 0.013
    for start, end, colour in (
        ((0.66, 0.62), (0.7, 0.26), BRIGHT[3]),
        ((0.74, 0.62), (0.7, 0.26), BRIGHT[3]),
        ((0.9, 0.62), (0.94, 0.26), BRIGHT[3]),
        ((0.98, 0.62), (0.94, 0.26), BRIGHT[3]),
        ((0.69, 0.27), (0.95, 0.27), BRIGHT[1]),
    ):
        canvas.line(_scaled(canvas, [start, end]), (thick, thick), colour)
    for x in (0.77, 0.86):
        canvas.line(_scaled(canvas, [(x, 0.27), (x - 0.01, 0.52)]), (2, 2), (90, 86, 84))
        _slab(canvas, x - 0.026, 0.515, x + 0.014, 0.53, BRIGHT[0])


_PAINTERS: dict[Place, Callable[[Canvas, np.random.Generator], None]] = {
    Place.FIELD: _field,
    Place.CLASSROOM: _classroom,
    Place.STAGE: _stage,
    Place.CORRIDOR: _corridor,
    Place.PLAYGROUND: _playground,
}
