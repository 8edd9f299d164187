"""Hair and headscarves: what hangs behind a head, and what lies upon it."""

import numpy as np

from app.demo.canvas import Canvas, Colour, Points, ellipse, moved, smooth, toned
from app.demo.heads import Head
from app.demo.looks import Face, Hair

LOOSE = {Hair.LONG: 1.75, Hair.WAVES: 1.6, Hair.BOB: 0.98}
TIED = frozenset({Hair.PONYTAIL, Hair.BRAIDS, Hair.BUN})
CURLY = {Hair.CURLS: 0.22, Hair.AFRO: 0.42}

# The line between hair and forehead from the ear up to the middle; the other half mirrors it.
HALF_LINES: dict[Hair, tuple[tuple[float, float], ...]] = {
    Hair.CROPPED: ((1.0, 0.06), (0.92, -0.3), (0.78, -0.68), (0.4, -0.86), (0, -0.89)),
    Hair.SHORT: ((1.0, 0.1), (0.9, -0.3), (0.72, -0.6), (0.35, -0.62), (0, -0.72)),
    Hair.FRINGE: ((1.0, 0.16), (0.9, -0.2), (0.78, -0.4), (0.4, -0.45), (0, -0.42)),
    Hair.RECEDING: ((1.0, 0.08), (0.93, -0.3), (0.84, -0.7), (0.6, -1.02), (0.25, -0.98), (0, -0.97)),
    Hair.CURLS: ((1.02, 0.1), (0.88, -0.3), (0.72, -0.55), (0.36, -0.62), (0, -0.56)),
    Hair.AFRO: ((1.02, 0.12), (0.92, -0.3), (0.76, -0.66), (0.4, -0.8), (0, -0.82)),
    Hair.BOB: ((1.02, 0.3), (0.9, -0.2), (0.78, -0.42), (0.4, -0.47), (0, -0.45)),
    Hair.LONG: ((1.02, 0.3), (0.88, -0.2), (0.66, -0.62), (0.28, -0.91), (0, -1.03)),
    Hair.PONYTAIL: ((1.0, 0.06), (0.92, -0.3), (0.76, -0.68), (0.4, -0.88), (0, -0.94)),
    Hair.BRAIDS: ((1.0, 0.1), (0.9, -0.3), (0.7, -0.68), (0.34, -0.88), (0, -0.98)),
    Hair.BUN: ((1.0, 0.06), (0.92, -0.3), (0.76, -0.66), (0.4, -0.84), (0, -0.9)),
}
# Whole lines, for a parting on the viewer's right.
PARTED_LINES: dict[Hair, tuple[tuple[float, float], ...]] = {
    Hair.PARTED: (
        *((1.0, 0.12), (0.9, -0.32), (0.7, -0.76), (0.48, -0.93), (0.2, -0.78)),
        *((-0.3, -0.6), (-0.75, -0.46), (-0.92, -0.25), (-1.0, 0.12)),
    ),
    Hair.WAVES: (
        *((1.02, 0.3), (0.9, -0.25), (0.7, -0.74), (0.46, -0.95), (0.2, -0.82)),
        *((-0.3, -0.62), (-0.74, -0.38), (-0.9, -0.1), (-1.02, 0.3)),
    ),
}


def paint_hair_behind(canvas: Canvas, head: Head) -> None:
    """Paint what hangs behind head, neck and shoulders."""
    face = head.face
    if face.hair is Hair.SCARF:
        canvas.fill(head.placed(_cloth_edge()), toned(face.cloth, 0.6))
        return
    canvas.fill(head.placed(_crown(face)), toned(face.hair_colour, 0.7))
    if face.hair in LOOSE:
        _lock(canvas, head, _mane(face), 0.72)
    if face.hair is Hair.PONYTAIL:
        side = face.hair_side
        tail = [(0.3, -0.9), (1.0, -1.0), (1.34, -0.3), (1.28, 0.8), (1.12, 1.2), (1.0, 0.6), (0.8, -0.2)]
        _lock(canvas, head, np.array(tail) * (side, 1), 0.85)
    if face.hair is Hair.BUN:
        _lock(canvas, head, ellipse((0.1 * face.hair_side, -1.62), 0.44, 0.36), 0.92)
    if face.hair is Hair.BRAIDS:
        for side in (-1, 1):
            _braid(canvas, head, side)


def paint_hair(canvas: Canvas, head: Head, edge: Points) -> None:
    """Paint the hair upon the head, or the scarf around it; `edge` is the outline of the face (n, 2)."""
    face = head.face
    if face.hair is Hair.SCARF:
        _scarf(canvas, head)
        return
    cap = _cap(head)
    canvas.fill(moved(cap, 0, head.unit * 0.05), toned(face.skin, 0.5), 0.45, head.unit * 0.06, inside=edge)
    if face.hair in CURLY:
        _curls(canvas, head, cap)
    else:
        _combed(canvas, head, cap)
    if face.hair in LOOSE:
        _sides(canvas, head)


def paint_hair_away(canvas: Canvas, head: Head) -> None:
    """Paint the back of a head: all hair or cloth, and no face."""
    face = head.face
    if face.hair is Hair.SCARF:
        canvas.fill(head.placed(_cloth_edge()), toned(face.cloth, 0.9))
        return
    nape = [(1.0, -0.1), (0.96, 0.35), (0.62, 0.78), (0, 0.86), (-0.62, 0.78), (-0.96, 0.35), (-1.0, -0.1)]
    whole = np.concatenate([_crown(face), nape])
    _combed(canvas, head, head.placed(smooth(whole, steps=5)))
    if face.hair in LOOSE:
        _lock(canvas, head, _mane(face), 1.0)
    elif face.hair in TIED:
        _lock(canvas, head, np.array([(-0.24, -0.5), (0.24, -0.5), (0.32, 0.6), (0, 1.7), (-0.32, 0.6)]), 0.9)


def _crown(face: Face) -> Points:
    """The outer edge of the hair from the viewer's left temple over the crown to the right."""
    close = {Hair.CROPPED: 0.0, Hair.RECEDING: 0.02}.get(face.hair, 0.07)
    rise = close + (0.03 if face.hair in TIED | {Hair.CROPPED} else 0.16) * face.hair_volume + CURLY.get(face.hair, 0.0)
    angle = np.linspace(np.pi, 0, 13)
    skew = 0.04 * face.hair_side * np.sin(angle)
    across = (1.02 * face.width + rise * 0.62) * np.cos(angle) + skew
    return np.stack([across, -0.12 - (1.26 + rise) * np.sin(angle) ** 0.85], axis=1)


def _hairline(face: Face) -> Points:
    """The lower edge of the hair from the viewer's right to the left, in units of the head."""
    if face.hair in HALF_LINES:
        half = np.array(HALF_LINES[face.hair])
        line = np.concatenate([half, (half * (-1, 1))[-2::-1]])
    else:
        line = np.array(PARTED_LINES[face.hair])[:: face.hair_side] * (face.hair_side, 1)
    return np.asarray(line * (face.width, 1), dtype=np.float64)


def _cap(head: Head) -> Points:
    face = head.face
    line = _hairline(face)
    inner, outer = head.turned(line), _crown(face)
    inner[[0, -1], 0] = line[[0, -1], 0]
    return head.placed(smooth(np.concatenate([outer, inner]), steps=5))


def _combed(canvas: Canvas, head: Head, cap: Points) -> None:
    """Straight hair: a fill, strands that fall from the parting, a band of light."""
    face, draw, unit = head.face, head.grain(), head.unit
    canvas.fill(cap, face.hair_colour)
    root = (0.42 * face.hair_side if face.hair in (Hair.PARTED, Hair.WAVES) else 0.04, -1.4)
    lines = []
    for across in np.linspace(-1.25, 1.25, 84) + draw.normal(0, 0.015, 84):
        end = (across * 1.02, -0.05 - 0.28 * (1.25 - abs(across)) + draw.normal(0, 0.05))
        middle = (root[0] + (across - root[0]) * 0.72, -1.18 + 0.42 * abs(across - root[0]) ** 1.6)
        start = (root[0] + across * 0.28, root[1] + 0.06 * draw.normal())
        lines.append(head.placed(smooth([start, middle, end], closed=False, steps=6)))
    canvas.strands(lines, _tones(face.hair_colour, draw, len(lines)), unit * 0.022, cap, 0.5)
    _sheen(canvas, head, cap)


def _tones(colour: Colour, draw: np.random.Generator, count: int) -> list[Colour]:
    return [toned(colour, factor) for factor in draw.uniform(0.62, 1.38, count)]


def _sheen(canvas: Canvas, head: Head, cap: Points) -> None:
    side = np.sign(head.light.side) or -1
    band = smooth([(-0.5, -1.0), (0, -1.2), (0.5, -1.08), (0.45, -0.95), (0, -1.05), (-0.46, -0.85)]) * (-side, 1)
    canvas.fill(head.placed(band), toned(head.face.hair_colour, 1.75), 0.3, head.unit * 0.09, inside=cap)
    dark = smooth([(0.75, -1.1), (1.2, -0.5), (1.15, 0.3), (0.86, 0.1), (0.85, -0.5)]) * (-side, 1)
    canvas.fill(head.placed(dark), toned(head.face.hair_colour, 0.45), 0.45, head.unit * 0.12, inside=cap)


def _curls(canvas: Canvas, head: Head, cap: Points) -> None:
    face, draw, unit = head.face, head.grain(), head.unit
    size = 0.13 if face.hair is Hair.CURLS else 0.075
    canvas.fill(cap, face.hair_colour)
    rim = cap[:: 2 if face.hair is Hair.CURLS else 1]
    for place in rim + draw.normal(0, 0.02 * unit, rim.shape):
        canvas.fill(ellipse(place, size * unit * 0.9, size * unit * 0.8, steps=12), face.hair_colour)
    low, high = cap.min(axis=0), cap.max(axis=0)
    rings = [ellipse(place, size * unit, size * unit * 0.8, steps=10) for place in draw.uniform(low, high, (150, 2))]
    canvas.strands([r[:7] for r in rings], _tones(face.hair_colour, draw, len(rings)), unit * 0.03, cap, 0.55)
    _sheen(canvas, head, cap)


def _mane(face: Face) -> Points:
    """The outline of loose hair behind the head."""
    low, wide = LOOSE[face.hair], 1.14 + 0.14 * face.hair_volume + (0.1 if face.hair is Hair.WAVES else 0.0)
    half = [
        (0, -1.42),
        (0.7, -1.2),
        (wide, -0.45),
        (wide + 0.03, 0.4),
        (wide + 0.06, low * 0.75),
        (wide - 0.12, low),
        (0.5, low + 0.04),
    ]
    shape = np.array(half)
    if face.hair is Hair.WAVES:
        shape[3:6, 0] += (0.1, -0.04, 0.1)
    return smooth(np.concatenate([shape, (shape * (-1, 1))[:0:-1]]))


def _lock(canvas: Canvas, head: Head, shape: Points, tone: float) -> None:
    """A mass of hair with strands that run down it."""
    face, draw = head.face, head.grain()
    edge = head.placed(smooth(shape, steps=4))
    canvas.fill(edge, toned(face.hair_colour, tone))
    low, high = edge.min(axis=0), edge.max(axis=0)
    starts = draw.uniform(low[0], high[0], 60)
    sway = draw.normal(0, 0.05 * head.unit, (60, 2))
    lines = [smooth([(x, low[1]), (x + a, (low[1] + high[1]) / 2), (x + b, high[1])], closed=False, steps=5)
             for x, (a, b) in zip(starts, sway, strict=True)]  # fmt: skip
    colours = _tones(toned(face.hair_colour, tone), draw, len(lines))
    canvas.strands(lines, colours, head.unit * 0.025, edge, 0.45)


def _sides(canvas: Canvas, head: Head) -> None:
    """Loose hair before the ears."""
    face = head.face
    low = LOOSE[face.hair]
    wide = 1.12 + 0.14 * face.hair_volume
    wave = 0.09 if face.hair is Hair.WAVES else 0.0
    for side in (-1, 1):
        near = 0.06 * side * np.sin(np.radians(head.pose.yaw))
        panel = [(0.74, -0.85), (1.04, -0.55), (wide, 0.1), (wide + wave, 0.55 * low), (wide - 0.06 - wave, 0.92 * low),
                 (0.92 - wave, 0.9 * low), (0.92 + wave, 0.55 * low), (0.9 - near, 0.25), (0.9 - near, -0.15), (0.84, -0.5)]  # fmt: skip
        _lock(canvas, head, np.array(panel) * (side, 1), 0.94)


def _braid(canvas: Canvas, head: Head, side: int) -> None:
    face = head.face
    for step in range(7):
        place = (side * (1.03 + 0.02 * step), 0.42 + 0.2 * step)
        bead = head.placed(ellipse(place, 0.17 - 0.008 * step, 0.14, side * (0.5 if step % 2 else -0.2)))
        canvas.fill(bead, toned(face.hair_colour, 0.8 if step % 2 else 1.02))
        canvas.fill(moved(bead, -0.02 * head.unit, -0.03 * head.unit), toned(face.hair_colour, 1.4), 0.3, 0.04 * head.unit, inside=bead)
    canvas.fill(head.placed(ellipse((side * 1.17, 1.78), 0.11, 0.05)), face.cloth)


def _scarf(canvas: Canvas, head: Head) -> None:
    """A headscarf: cloth around an oval of the face, falling over the shoulders."""
    face, unit = head.face, head.unit
    cloth = toned(face.cloth, 0.9)
    slide = 0.5 * head.unit * np.sin(np.radians((head.pose.yaw, head.pose.pitch)))
    oval = moved(head.placed(_opening(face)), *slide)[::-1]
    around = head.placed(_cloth_edge())
    start = int(np.argmin(np.linalg.norm(around - oval[0], axis=1)))
    ring = np.roll(around, -start, axis=0)
    shape = np.concatenate([ring, ring[:1], oval, oval[:1]])
    canvas.fill(moved(shape, 0, unit * 0.03), toned(face.skin, 0.45), 0.35, unit * 0.05)
    canvas.fill(shape, cloth)
    folds = [[(0.98, -0.5), (1.02, 0.4), (0.8, 1.1 + k), (-0.1, 1.5 + k), (-0.9, 1.35 + k)] for k in (0.0, 0.2, 0.42)]
    for fold in folds:
        canvas.line(head.placed(smooth(fold, closed=False)), np.array([0.02, 0.1, 0.03]) * unit, toned(cloth, 0.66), 0.5, unit * 0.04)
    canvas.line(np.concatenate([oval, oval[:2]]), np.array([0.05, 0.05]) * unit, toned(cloth, 0.72), 0.8, unit * 0.012)


def _cloth_edge() -> Points:
    """The outer edge of a headscarf, in units of the head."""
    half = np.array([(0, -1.47), (0.66, -1.3), (1.1, -0.75), (1.2, 0.0), (1.16, 0.75), (1.3, 1.5), (1.2, 2.0), (0.5, 2.22)])
    return smooth(np.concatenate([half, (half * (-1, 1))[:0:-1]]))


def _opening(face: Face) -> Points:
    """The edge of the cloth around the face, in units of the head."""
    low = face.chin
    half = np.array([(0, -0.8), (0.5, -0.7), (0.82, -0.25), (0.86, 0.25), (0.76, 0.7 * low), (0.42, 0.96 * low), (0, low + 0.04)])
    return smooth(np.concatenate([half, (half * (-1, 1))[-2:0:-1]]), steps=5)
