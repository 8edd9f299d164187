"""Whole people for group pictures: seen from the front, or from behind, where nothing of the face is to be found."""

import numpy as np

from app.demo.bodies import HEM, breadth, paint_clothes, paint_collar, paint_neck
from app.demo.canvas import Canvas, Colour, ellipse, moved, smooth, toned
from app.demo.features import paint_ears, paint_features, paint_glasses
from app.demo.hair import paint_hair, paint_hair_away, paint_hair_behind
from app.demo.heads import Head, paint_skin

TROUSERS: tuple[Colour, ...] = ((66, 84, 118), (58, 60, 72), (104, 88, 74), (46, 62, 88), (120, 124, 112))
SHOES: tuple[Colour, ...] = ((236, 230, 220), (70, 62, 60), (182, 84, 70), (82, 108, 134))
HEIGHT = 11.0  # from the eyes down to the ground, in units of the head


def paint_person(canvas: Canvas, head: Head, cloth: Colour | None = None, raised: int = 0) -> None:
    """Paint head, neck and clothes of somebody who faces us, from behind to before; `raised` is the side of a waving arm."""
    paint_hair_behind(canvas, head)
    paint_clothes(canvas, head, cloth, raised)
    paint_neck(canvas, head)
    paint_collar(canvas, head, cloth)
    paint_ears(canvas, head)
    edge = paint_skin(canvas, head)
    paint_features(canvas, head)
    paint_glasses(canvas, head)
    paint_hair(canvas, head, edge)


def paint_figure(canvas: Canvas, head: Head, away: bool = False, cloth: Colour | None = None, raised: int = 0) -> None:
    """Paint somebody from the ground up; `away` turns their back to us."""
    _legs(canvas, head)
    _hands(canvas, head, raised)
    if not away:
        paint_person(canvas, head, cloth, raised)
        return
    paint_neck(canvas, head)
    paint_clothes(canvas, head, cloth, raised)
    paint_ears(canvas, head)
    paint_hair_away(canvas, head)


def _legs(canvas: Canvas, head: Head) -> None:
    draw, unit = head.grain(), head.unit
    top, ground = head.face.chin + HEM, HEIGHT
    trousers, shoes = TROUSERS[int(draw.integers(len(TROUSERS)))], SHOES[int(draw.integers(len(SHOES)))]
    shade = ellipse((0.1, ground - 0.05), 1.7, 0.26) * unit + head.centre
    canvas.fill(shade, (34, 34, 40), 0.4, unit * 0.14)
    for side in (-1, 1):
        foot = ellipse((side * 0.62, ground - 0.14), 0.46, 0.24) * unit + head.centre
        canvas.fill(foot, shoes)
        leg = np.array([(0.0, top), (1.12, top), (0.98, ground - 1.6), (0.86, ground - 0.26), (0.26, ground - 0.26), (0.12, top + 1.4)])
        edge = leg * (side, 1) * unit + head.centre
        canvas.fill(edge, trousers)
        fold = smooth([(0.62, top + 0.6), (0.58, ground - 2), (0.56, ground - 0.3)], closed=False) * (side, 1) * unit + head.centre
        canvas.line(moved(fold, unit * 0.3, 0), np.array([0.3, 0.5, 0.3]) * unit, toned(trousers, 0.7), 0.6, unit * 0.1)


def _hands(canvas: Canvas, head: Head, raised: int) -> None:
    broad, low = breadth(head.face), head.face.chin + 4.45
    for side in {-1, 1} - {raised}:
        palm = ellipse((side * (broad - 0.22), low), 0.21, 0.34, side * -0.1) * head.unit + head.centre
        canvas.fill(palm, toned(head.face.skin, 0.86))
