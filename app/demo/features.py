"""Eyes, brows, nose, mouth, ears, freckles, beard and glasses of a drawn face."""

import numpy as np

from app.demo.canvas import Canvas, Colour, Points, ellipse, mixed, moved, smooth, toned
from app.demo.heads import Head, mouth_height, outline
from app.demo.looks import Beard, Face, Glasses, Hair

SIDES = (-1, 1)
INK: Colour = (46, 32, 30)
WHITE: Colour = (250, 246, 240)


def paint_features(canvas: Canvas, head: Head) -> None:
    """Paint everything that lies on the skin, from below to above."""
    _freckles(canvas, head)
    _age(canvas, head)
    _beard(canvas, head)
    _nose(canvas, head)
    _mouth(canvas, head)
    for side in SIDES:
        _eye(canvas, head, side)
        _brow(canvas, head, side)


def paint_ears(canvas: Canvas, head: Head) -> None:
    """Paint both ears; the face is painted over their inner halves."""
    face = head.face
    if face.hair is Hair.SCARF:
        return
    for side in SIDES:
        slide = 0.12 * np.sin(np.radians(head.pose.yaw))
        centre = (side * (0.99 * face.width) - slide, 0.14 + 0.2 * np.sin(np.radians(head.pose.pitch)))
        shape = ellipse(centre, 0.16 * face.ears, 0.3 * face.ears, side * 0.16)
        canvas.fill(head.placed(shape), toned(face.skin, 0.9))
        inner = ellipse((centre[0] + side * 0.02, centre[1]), 0.08 * face.ears, 0.19 * face.ears, side * 0.16)
        canvas.fill(head.placed(inner), toned(face.skin, 0.7), 0.7, head.unit * 0.03)


def _lids(face: Face, side: int) -> tuple[Points, Points]:
    """The upper and the lower lid from the inner to the outer corner, in units of the head."""
    width, tall = 0.2 * face.eye_size, 0.115 * face.eye_size * (0.42 + 0.66 * face.eye_open)
    tilt = 0.05 * face.eye_tilt
    upper = [(-width, 0.03), (-width * 0.55, -tall * 0.72), (0, -tall), (width * 0.6, -tall * 0.78), (width, -tilt)]
    lower = [(-width, 0.03), (-width * 0.5, tall * 0.55), (0, tall * 0.78), (width * 0.6, tall * 0.6), (width, -tilt)]
    place = np.array([face.eye_gap, 0.0])
    both = (smooth(np.array(lid) + place, closed=False, steps=5) * (side, 1) for lid in (upper, lower))
    above, below = both
    return above, below


def _eye(canvas: Canvas, head: Head, side: int) -> None:
    face, unit = head.face, head.unit
    above, below = _lids(face, side)
    almond = head.on(np.concatenate([above, below[::-1]]))
    canvas.fill(almond, mixed(face.skin, INK, 0.5), 0.35, unit * 0.045)
    canvas.fill(almond, mixed(WHITE, face.skin, 0.1))
    _iris(canvas, head, side, almond)
    canvas.line(head.on(above), np.array([0.02, 0.05, 0.055, 0.06, 0.03]) * unit, INK, 0.95)
    canvas.line(head.on(moved(above, 0, 0.035)), np.array([0.01, 0.05, 0.05, 0.02]) * unit, INK, 0.22, unit * 0.015)
    canvas.line(head.on(below), np.array([0.008, 0.018, 0.02]) * unit, toned(face.skin, 0.5), 0.6)
    crease = moved(above, 0, -0.055 - 0.035 * face.eye_lid)
    canvas.line(head.on(crease), np.array([0.0, 0.022, 0.024, 0.006]) * unit, toned(face.skin, 0.58), 0.7)


def _iris(canvas: Canvas, head: Head, side: int, almond: Points) -> None:
    face, unit = head.face, head.unit
    radius = 0.1 * face.eye_size
    across, down = side * face.eye_gap, -0.018
    middle = (across, down)
    canvas.fill(head.on(ellipse(middle, radius, radius)), toned(face.eye_colour, 0.45), inside=almond)
    canvas.fill(head.on(ellipse(middle, radius * 0.84, radius * 0.84)), face.eye_colour, inside=almond)
    glow = ellipse((across, down + radius * 0.4), radius * 0.55, radius * 0.35)
    canvas.fill(head.on(glow), toned(face.eye_colour, 1.5), 0.6, unit * 0.015, inside=almond)
    canvas.fill(head.on(ellipse(middle, radius * 0.46, radius * 0.46)), (18, 14, 14), inside=almond)
    spark = (across + np.sign(head.light.side) * radius * 0.34, down - radius * 0.36)
    canvas.fill(head.on(ellipse(spark, radius * 0.22, radius * 0.22)), (255, 253, 250), 0.95)


def _brow(canvas: Canvas, head: Head, side: int) -> None:
    face = head.face
    height, arch = -face.brow_height - 0.02 * head.smile, 0.025 + 0.06 * face.brow_arch
    tilt = 0.05 * face.brow_tilt
    inner, outer = face.eye_gap - 0.24, face.eye_gap + 0.27
    spine = [(inner, height + tilt), (face.eye_gap - 0.02, height - arch * 0.7), (face.eye_gap + 0.13, height - arch),
             (outer, height + 0.04 - tilt)]  # fmt: skip
    curve = head.on(smooth(np.array(spine) * (side, 1), closed=False))
    colour = toned(mixed(face.hair_colour, INK, 0.25), 0.85)
    thick = (0.035 + 0.08 * face.brow_weight) * head.unit
    canvas.line(curve, np.array([0.75, 1.0, 0.8, 0.15]) * thick, colour, 0.82, head.unit * 0.012)


def _nose(canvas: Canvas, head: Head) -> None:
    face, unit = head.face, head.unit
    shade = toned(face.skin, 0.52)
    nose, wing = face.nose_length, face.nose_width
    under = smooth([(-wing, nose), (-wing * 0.4, nose + 0.055), (0, nose + 0.085), (wing * 0.4, nose + 0.055), (wing, nose)],
                   closed=False)  # fmt: skip
    canvas.line(head.on(under, 0.08), np.array([0.02, 0.06, 0.07, 0.06, 0.02]) * unit, shade, 0.5, unit * 0.02)
    for side in SIDES:
        hole = ellipse((side * wing * 0.48, nose + 0.025), wing * 0.27, 0.034, side * -0.25)
        canvas.fill(head.on(hole, 0.1), toned(face.skin, 0.3), 0.85, unit * 0.008)
        curl = smooth([(wing * 0.92, nose - 0.11), (wing * 1.08, nose - 0.03), (wing * 0.92, nose + 0.03)], closed=False)
        canvas.line(head.on(curl * (side, 1), 0.02), np.array([0.005, 0.03, 0.012]) * unit, shade, 0.6, unit * 0.006)


def _mouth(canvas: Canvas, head: Head) -> None:
    face, unit = head.face, head.unit
    top, seam, base = _lips(head)
    lip = mixed(toned(face.skin, 0.78), (196, 84, 84) if sum(face.skin) > 480 else (150, 66, 66), 0.25 + 0.4 * face.lip_red)
    gap = _gap(head)
    canvas.fill(head.on(np.concatenate([top, base[::-1]]), 0.05), lip, 0.9, unit * 0.008)
    canvas.fill(head.on(np.concatenate([top, seam[::-1]]), 0.05), toned(lip, 0.82), 0.8, unit * 0.006)
    shine = ellipse((0, float(base[:, 1].max()) - 0.045), face.mouth_width * 0.4, 0.02)
    canvas.fill(head.on(shine, 0.06), mixed(lip, WHITE, 0.5), 0.5, unit * 0.02)
    if gap > 0.03:
        _teeth(canvas, head, seam, gap)
    canvas.line(head.on(seam, 0.05), np.array([0.02, 0.026, 0.022, 0.026, 0.02]) * unit, toned(lip, 0.42), 0.85)
    for side in SIDES:
        across, down = seam[0 if side < 0 else -1]
        dimple = ellipse((across + side * 0.025, down - 0.005), 0.022, 0.035)
        canvas.fill(head.on(dimple, 0.03), toned(face.skin, 0.5), 0.5, unit * 0.02)


def _gap(head: Head) -> float:
    """How far a smile opens the mouth."""
    return max(0.0, head.smile - 0.55) * 0.26


def _lips(head: Head) -> tuple[Points, Points, Points]:
    """Upper edge, seam and lower edge of the lips, left to right, in units of the head."""
    face = head.face
    width = face.mouth_width * (1 + 0.2 * head.smile)
    middle, lift = mouth_height(face), 0.04 + 0.14 * head.smile
    upper, lower = 0.035 + 0.07 * face.lip_upper, 0.045 + 0.095 * face.lip_lower + _gap(head)
    shares = np.array([-1, -0.5, -0.18, 0, 0.18, 0.5, 1])
    bow = np.array([0, 0.62, 1.0, 0.82, 1.0, 0.62, 0])
    curve = middle + 0.02 - lift * np.abs(shares) ** 1.6
    belly = np.array([0, 0.66, 0.94, 1, 0.94, 0.66, 0])
    edges = (curve - upper * bow, curve, curve + lower * belly)
    top, seam, base = (smooth(np.stack([shares * width, y], axis=1), closed=False, steps=5) for y in edges)
    return top, seam, base


def _teeth(canvas: Canvas, head: Head, seam: Points, gap: float) -> None:
    half = np.abs(seam[:, 0]).max()
    belly = np.clip(1 - (seam[:, 0] / half) ** 2, 0, None) ** 0.8
    open_edge = seam + np.stack([np.zeros(len(seam)), gap * belly], axis=1)
    inside = head.on(np.concatenate([seam, open_edge[::-1]]) * (0.93, 1), 0.05)
    canvas.fill(inside, (112, 44, 46))
    row = seam + np.stack([np.zeros(len(seam)), 0.72 * gap * belly], axis=1)
    canvas.fill(head.on(np.concatenate([seam, row[::-1]]) * (0.86, 1), 0.05), (248, 242, 232), inside=inside)


def _freckles(canvas: Canvas, head: Head) -> None:
    face, draw = head.face, head.grain()
    spots = draw.normal((0, 0.3), (0.42, 0.13), (int(46 * face.freckles), 2))
    for spot, size in zip(spots, draw.uniform(0.012, 0.024, len(spots)), strict=True):
        canvas.fill(head.on(ellipse(spot, size, size, steps=8)), toned(face.skin, 0.68), 0.55)


def _age(canvas: Canvas, head: Head) -> None:
    """The lines a grown face has: from the nose to the mouth, under the eyes, over the brows."""
    face, unit = head.face, head.unit
    if not face.adult:
        return
    mouth, shade = mouth_height(face), toned(face.skin, 0.6)
    for side in SIDES:
        fold = [(face.nose_width + 0.05, face.nose_length - 0.03), (0.36, face.nose_length + 0.14), (face.mouth_width + 0.1, mouth)]
        bag = [(face.eye_gap - 0.14, 0.17), (face.eye_gap, 0.21), (face.eye_gap + 0.16, 0.16)]
        for points, wide in ((fold, 0.03), (bag, 0.022)):
            curve = head.on(smooth(np.array(points) * (side, 1), closed=False))
            canvas.line(curve, np.array([0.2, 1, 0.1]) * wide * unit, shade, 0.25 + 0.4 * face.age, unit * 0.012)
    for height in (-0.62, -0.78):
        curve = head.on(smooth([(-0.4, height), (0, height - 0.03), (0.4, height)], closed=False))
        canvas.line(curve, np.array([0, 0.02, 0]) * unit, shade, 0.4 * face.age, unit * 0.012)


def _beard(canvas: Canvas, head: Head) -> None:
    face, unit = head.face, head.unit
    if face.beard is Beard.NONE:
        return
    colour = toned(face.hair_colour, 0.92)
    if face.beard is not Beard.MOUSTACHE:
        _jaw_hair(canvas, head, colour, 0.4 if face.beard is Beard.STUBBLE else 0.92)
    if face.beard is not Beard.STUBBLE:
        top = moved(_lips(head)[0], 0, -0.035) * (1.04, 1)
        widths = np.array([0.05, 0.13, 0.11, 0.13, 0.05]) * unit
        canvas.line(head.on(top, 0.05), widths, colour, 0.9, unit * 0.018)


def _jaw_hair(canvas: Canvas, head: Head, colour: Colour, opacity: float) -> None:
    face, mouth, unit = head.face, mouth_height(head.face), head.unit
    cheek = np.array([(0.95, 0.1), (0.84, 0.42), (0.62, mouth - 0.16), (face.mouth_width + 0.1, mouth + 0.02)])
    under = np.array([(face.mouth_width + 0.02, mouth + 0.17), (0.16, mouth + 0.2), (0, mouth + 0.19)])
    half = head.turned(np.concatenate([cheek, under]))
    other = head.turned(np.concatenate([cheek, under]) * (-1, 1))
    low = np.array([(1.1, 0.1), (1.1, face.chin + 0.2), (-1.1, face.chin + 0.2), (-1.1, 0.1)])
    shape = np.concatenate([low[:2], low[2:], smooth(other, closed=False), smooth(half[::-1], closed=False)])
    edge = outline(head)
    middle = edge.mean(axis=0)
    canvas.fill(head.placed(shape), colour, opacity, unit * 0.03, inside=(edge - middle) * 1.025 + middle)


def paint_glasses(canvas: Canvas, head: Head) -> None:
    """Paint the frame, its glass and its bows, before the face and the hair at the temples."""
    face, unit = head.face, head.unit
    if face.glasses is Glasses.NONE:
        return
    frame = mixed(face.cloth, INK, 0.45 + 5 * face.glasses_weight) if sum(face.skin) > 360 else mixed(face.cloth, (206, 158, 84), 0.75)
    for side in SIDES:
        lens = _lens(face, side)
        edge = head.on(lens, 0.1)
        canvas.fill(edge, (232, 240, 246), 0.06)
        canvas.line(np.concatenate([edge, edge[:2]]), np.full(2, face.glasses_weight) * unit, frame)
        bow = np.array([(face.eye_gap + 0.3, -0.04), (0.99, -0.1)]) * (side, 1)
        canvas.line(head.on(bow, 0.04), np.array([0.05, 0.04]) * unit, frame)
    bridge = smooth([(-face.eye_gap + 0.28, -0.02), (0, -0.07), (face.eye_gap - 0.28, -0.02)], closed=False)
    canvas.line(head.on(bridge, 0.12), np.full(2, face.glasses_weight * 0.9) * unit, frame)


def _lens(face: Face, side: int) -> Points:
    middle = (side * face.eye_gap, 0.02)
    if face.glasses is Glasses.ROUND:
        return ellipse(middle, 0.28 * face.glasses_size, 0.265 * face.glasses_size)
    corner = np.array([(-0.29, -0.17), (0.0, -0.2), (0.3, -0.19), (0.29, 0.12), (0.14, 0.21), (-0.14, 0.21), (-0.27, 0.1)])
    return smooth(corner * (side * face.glasses_size, face.glasses_size) + middle, steps=5)
