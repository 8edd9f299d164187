"""Necks, shoulders and clothes of drawn people."""

import numpy as np

from app.demo.canvas import Canvas, Colour, Points, ellipse, moved, smooth, toned
from app.demo.heads import Head
from app.demo.looks import Face, Wear

WHITE: Colour = (246, 242, 234)
HEM = 4.3  # from the shoulders down to the hem, in units of the head


def breadth(face: Face) -> float:
    """Half the width of the shoulders, in units of the head."""
    return 1.95 if face.adult else 1.62


def torso(head: Head, raised: int = 0) -> Points:
    """The outline (n, 2) in pixels of shoulders, trunk and hanging sleeves, without the sleeve on the side `raised`.

    It does not tilt with the head.
    """
    broad, base = breadth(head.face), head.face.chin + 0.28
    shoulder = [(0.42, base), (0.95, base + 0.22), (broad - 0.1, base + 0.55)]
    sleeve = [
        (broad, base + 1.1),
        (broad + 0.04, base + 2.6),
        (broad - 0.02, base + 4.0),
        (broad - 0.42, base + 4.02),
        (broad - 0.5, base + 3.8),
    ]
    bare = [(broad - 0.34, base + 1.3), (broad - 0.46, base + 2.4), (broad - 0.5, base + 3.6)]
    hem = [(broad - 0.54, base + HEM), (0.0, base + HEM + 0.08)]
    right = np.array([*shoulder, *(bare if raised > 0 else sleeve), *hem])
    left = np.array([*shoulder, *(bare if raised < 0 else sleeve), *hem]) * (-1, 1)
    both = np.concatenate([right, left[-2::-1]])
    return np.asarray(smooth(both, steps=6) * head.unit + head.centre, dtype=np.float64)


def _raised_arm(canvas: Canvas, head: Head, side: int, colour: Colour) -> None:
    """An arm that waves, on the viewer's right (1) or left (-1)."""
    face, unit = head.face, head.unit
    broad, base = breadth(face), face.chin + 0.28
    spine = np.array([(broad - 0.5, base + 0.7), (broad + 0.16, base + 1.3), (broad + 0.82, base + 0.7), (broad + 0.86, base - 0.5)])
    line = smooth(spine * (side, 1), closed=False) * unit + head.centre
    palm = np.array([broad + 0.88, base - 0.86]) * (side, 1)
    skin = toned(face.skin, 0.92)
    wrist = np.linspace(palm, (side * (broad + 0.86), base - 0.3), 4)
    canvas.line(wrist * unit + head.centre, np.array([0.26, 0.28, 0.3]) * unit, toned(skin, 0.9))
    for turn in (-0.5, -0.17, 0.17, 0.5):
        tip = palm + np.array([np.sin(turn), -np.cos(turn)]) * 0.5
        canvas.line(np.linspace(palm, tip, 4) * unit + head.centre, np.array([0.13, 0.12, 0.1]) * unit, skin)
    canvas.fill(ellipse(palm, 0.2, 0.27) * unit + head.centre, skin)
    widths = np.array([0.1, 0.72, 0.58, 0.42]) * unit
    canvas.line(line, widths, colour)
    canvas.line(moved(line, 0.12 * unit, 0), np.array([0.0, 0.2, 0.1]) * unit, toned(colour, 0.7), 0.4, unit * 0.06)


def paint_clothes(canvas: Canvas, head: Head, cloth: Colour | None = None, raised: int = 0) -> None:
    """Paint what covers the trunk; `cloth` is another colour than the person's own (a team's shirt)."""
    face, unit = head.face, head.unit
    colour = cloth or face.cloth
    edge = torso(head, raised)
    canvas.fill(moved(edge, 0, unit * 0.06), (40, 34, 40), 0.25, unit * 0.12)
    canvas.fill(edge, colour)
    if face.wear is Wear.STRIPES:
        _stripes(canvas, head, edge, colour)
    _folds(canvas, head, edge, colour, raised)
    if raised:
        _raised_arm(canvas, head, raised, colour)


def _stripes(canvas: Canvas, head: Head, edge: Points, colour: Colour) -> None:
    other = WHITE if sum(colour) < 560 else (92, 106, 134)
    for row in np.arange(head.face.chin + 0.75, head.face.chin + HEM + 0.4, 0.46):
        band = np.array([(-2.3, row), (0, row + 0.08), (2.3, row), (2.3, row + 0.2), (0, row + 0.28), (-2.3, row + 0.2)])
        canvas.fill(band * head.unit + head.centre, other, 0.92, inside=edge)


def _folds(canvas: Canvas, head: Head, edge: Points, colour: Colour, raised: int) -> None:
    """Light on one shoulder, shade on the other, and the line of the arms."""
    unit, side = head.unit, float(np.sign(head.light.side) or -1)
    base = head.face.chin
    for place, tone, opacity in ((-side, 0.5, 0.5), (side, 1.25, 0.35)):
        shape = smooth([(0.9, base + 0.4), (1.9, base + 0.7), (2.1, base + 4.6), (1.15, base + 4.6), (1.2, base + 1.4)]) * (place, 1)
        canvas.fill(shape * unit + head.centre, toned(colour, tone), opacity, unit * 0.22, inside=edge)
    for place in {-1, 1} - {raised}:
        sleeve = smooth([(1.15, base + 1.2), (1.12, base + 1.9), (1.16, base + 3.2), (1.2, base + 4.3)], closed=False) * (place, 1)
        canvas.line(sleeve * unit + head.centre, np.array([0.01, 0.07, 0.06]) * unit, toned(colour, 0.55), 0.6, unit * 0.03)


def _dip(face: Face) -> Points:
    """The edge of the clothes below the throat, left to right, in units of the head."""
    base = face.chin + 0.28
    deep = base + {Wear.COLLAR: 0.62, Wear.HOODIE: 0.5}.get(face.wear, 0.36)
    knots = [(-0.5, base), (-0.38, base * 0.45 + deep * 0.55), (0, deep), (0.38, base * 0.45 + deep * 0.55), (0.5, base)]
    return smooth(knots, closed=False)


def paint_neck(canvas: Canvas, head: Head) -> None:
    """Paint neck and throat, the shadow of the chin on them, and the collar around them."""
    face, unit = head.face, head.unit
    wide = (0.52 if face.adult else 0.44) * face.width
    dip = _dip(face)
    edge = np.concatenate([[(-wide, 0.5)], dip, [(wide, 0.5)]]) * unit + head.centre
    canvas.fill(edge, toned(face.skin, 0.86))
    shadow = smooth([(-0.7, 0.6), (-0.55, face.chin + 0.1), (0, face.chin + 0.24), (0.55, face.chin + 0.1), (0.7, 0.6)])
    canvas.fill(head.placed(shadow), toned(face.skin, 0.5), 0.75, unit * 0.09, inside=edge)


def paint_collar(canvas: Canvas, head: Head, cloth: Colour | None = None) -> None:
    """Paint the edge of the clothes before the throat."""
    face, unit = head.face, head.unit
    colour = cloth or face.cloth
    if face.wear is Wear.COLLAR:
        _collar(canvas, head, colour, face.chin + 0.28)
        return
    line = _dip(face) * unit + head.centre
    wide = {Wear.HOODIE: 0.3, Wear.JUMPER: 0.19}.get(face.wear, 0.11)
    canvas.line(line, np.array([0.7, 1, 1.1, 1, 0.7]) * wide * unit, toned(colour, 0.84))
    seam = moved(line, 0, wide * 0.5 * unit)
    canvas.line(seam, np.array([0.01, 0.035, 0.04, 0.035, 0.01]) * unit, toned(colour, 0.55), 0.7, unit * 0.015)


def _collar(canvas: Canvas, head: Head, colour: Colour, base: float) -> None:
    for side in (-1, 1):
        flap = np.array([(0.5, base - 0.16), (0.66, base + 0.1), (0.42, base + 0.62), (0.0, base + 0.66), (0.36, base + 0.2)])
        edge = flap * (side, 1) * head.unit + head.centre
        canvas.fill(moved(edge, 0, 0.05 * head.unit), toned(colour, 0.5), 0.5, 0.05 * head.unit)
        canvas.fill(edge, toned(colour, 1.12))
