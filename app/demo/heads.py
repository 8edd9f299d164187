"""Where a drawn head stands and how light falls on it: from a face's own measures to pixels of a canvas."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.demo.canvas import Canvas, Points, Window, coverage, smooth
from app.demo.looks import Face


@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees the head is turned (to the viewer's right), bent (down) and tilted (clockwise)."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Light:
    """Where the light comes from (-1 the viewer's left, 1 the right), how bright it is, and how warm (0 to 1)."""

    side: float = -0.45
    level: float = 1.0
    warmth: float = 0.5


@dataclass(frozen=True, slots=True)
class Head:
    """A face in a place: `centre` is the point between the eyes and `unit` half the width of the head, in pixels."""

    face: Face
    centre: tuple[float, float]
    unit: float
    pose: Pose = field(default_factory=Pose)
    light: Light = field(default_factory=Light)
    smile: float = 0.5

    def placed(self, points: ArrayLike) -> Points:
        """Points (n, 2) of the picture plane of the head in pixels: tilted, not turned."""
        roll = np.radians(self.pose.roll)
        cos, sin = np.cos(roll), np.sin(roll)
        given = np.asarray(points, dtype=np.float64)
        return np.asarray(given @ np.array([[cos, sin], [-sin, cos]]) * self.unit + self.centre, dtype=np.float64)

    def turned(self, points: ArrayLike, lift: float = 0.0) -> Points:
        """Points (n, 2) on the skin, `lift` before it, as seen after turning, still in units of the head."""
        x, y = np.asarray(points, dtype=np.float64).T
        depth = np.sqrt(np.clip(1 - (x / 1.12) ** 2 - ((y - 0.05) / 1.75) ** 2, 0, None)) * 0.9 + lift
        yaw, pitch = np.radians(self.pose.yaw), np.radians(self.pose.pitch)
        across = x * np.cos(yaw) + depth * np.sin(yaw)
        near = depth * np.cos(yaw) - x * np.sin(yaw)
        return np.stack([across, y * np.cos(pitch) + near * np.sin(pitch)], axis=1)

    def on(self, points: ArrayLike, lift: float = 0.0) -> Points:
        """Points (n, 2) on the skin of the head in pixels."""
        return self.placed(self.turned(points, lift))

    def grain(self) -> np.random.Generator:
        """Chance that belongs to the person, not to the picture: the fall of hair, the place of freckles."""
        return np.random.default_rng((self.face.seed, 77))


def outline(head: Head) -> Points:
    """The silhouette of the face in pixels (n, 2): skull, cheekbones, jaw and chin, the chin following a turn."""
    face = head.face
    skull = [(0.0, -1.34), (0.5, -1.24), (0.86, -0.88), (0.985, -0.4), (0.985, 0.0)]
    down = np.array([0.22, 0.42, 0.6, 0.75, 0.87, 0.95])
    across = (0.97 + 0.05 * face.cheeks) * (1 - down ** (1.5 + 1.9 * face.jaw)) ** (0.86 - 0.34 * face.chin_width)
    half = np.array([*skull, *np.stack([across, down * face.chin], axis=1), (0.0, face.chin)])
    half[:, 0] *= face.width
    both = np.concatenate([half, (half * (-1, 1))[-2:0:-1]])
    low = np.clip((both[:, 1] + 0.2) / (face.chin + 0.2), 0, 1) ** 1.5
    both[:, 0] += 0.5 * np.sin(np.radians(head.pose.yaw)) * low
    both[:, 1] += 0.45 * np.sin(np.radians(head.pose.pitch)) * low
    return head.placed(smooth(both))


def mouth_height(face: Face) -> float:
    """How far below the eyes the lips meet."""
    return min(face.nose_length + face.mouth_drop, face.chin - 0.3)


def _bumps(face: Face) -> list[tuple[float, float, float, float, float]]:
    """The relief of a face as soft mounds: x, y, reach across, reach down, height."""
    nose, mouth, wing = face.nose_length, mouth_height(face), face.nose_width
    middle = [
        (0.0, nose - 0.07, 0.13 + wing * 0.15, 0.13, 0.26),
        (0.0, nose * 0.45, 0.1, nose * 0.36, 0.03 + 0.15 * face.nose_bridge),
        (0.0, mouth, 0.3, 0.17, 0.07),
        (0.0, mouth + 0.17, 0.17, 0.05, -0.035),
        (0.0, face.chin - 0.17, 0.12 + 0.3 * face.chin_width, 0.13, 0.08),
        (0.0, -0.7, 0.5, 0.35, 0.05),
    ]
    sides = [
        (wing * 0.78, nose - 0.02, 0.07, 0.075, 0.085),
        (face.eye_gap, -0.02, 0.2, 0.13, -0.1),
        (face.eye_gap, -face.brow_height - 0.03, 0.24, 0.06, 0.035),
        (0.55, 0.42, 0.24, 0.22, 0.06 + 0.09 * face.cheeks),
        (face.mouth_width + 0.06, mouth, 0.05, 0.07, -0.03),
    ]
    return middle + [(x * side, y, *rest) for x, y, *rest in sides for side in (-1.0, 1.0)]  # type: ignore[misc]


def _heights(head: Head, across: NDArray[np.float32], down: NDArray[np.float32]) -> NDArray[np.float32]:
    """The height of the face towards the viewer over a grid in units of the head."""
    base = 1 - (across / (1.16 * head.face.width)) ** 2 - ((down - 0.05) / 1.7) ** 2
    height = np.sqrt(np.clip(base, 0.03, None)) * np.float32(0.95)
    bumps = np.array(_bumps(head.face))
    centres = head.turned(bumps[:, :2], 0.05)
    for (x, y), (reach_x, reach_y, rise) in zip(centres, bumps[:, 2:], strict=True):
        height += np.float32(rise) * np.exp(-(((across - x) / reach_x) ** 2) - ((down - y) / reach_y) ** 2)
    return np.asarray(height, dtype=np.float32)


def _grid(head: Head, window: Window, step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The window's pixels, every `step`, in units of the head."""
    rows, columns = np.arange(window[0].start, window[0].stop, step), np.arange(window[1].start, window[1].stop, step)
    x, y = np.meshgrid((columns - head.centre[0]) / head.unit, (rows - head.centre[1]) / head.unit)
    roll = np.radians(head.pose.roll)
    across, down = x * np.cos(roll) + y * np.sin(roll), y * np.cos(roll) - x * np.sin(roll)
    return across.astype(np.float32), down.astype(np.float32)


def skin_paint(head: Head, window: Window) -> NDArray[np.float32]:
    """The lit skin over the window (height, width, 3): diffuse light, warm shadows, a little shine."""
    step = max(1, round(head.unit / 56))
    across, down = _grid(head, window, step)
    spacing = step / head.unit
    slope_y, slope_x = np.gradient(_heights(head, across, down), spacing)
    length = np.sqrt(1 + slope_x**2 + slope_y**2)
    direction = np.array([head.light.side, -0.5, 0.86])
    direction /= np.linalg.norm(direction)
    facing = np.clip((-slope_x * direction[0] - slope_y * direction[1] + direction[2]) / length, 0, 1)
    lit = (0.52 + 0.53 * facing)[:, :, None].astype(np.float32)
    paint = np.asarray(head.face.skin, dtype=np.float32) * lit ** np.array([0.62, 1.0, 1.12], dtype=np.float32)
    shine = 34 - 24 * np.mean(head.face.skin) / 255
    paint += (shine * facing**22)[:, :, None].astype(np.float32)
    blush = np.exp(-(((np.abs(across) - 0.55) / 0.27) ** 2) - ((down - 0.45) / 0.22) ** 2)
    paint *= 1 - blush[:, :, None] * np.array([0.0, 0.09, 0.08], dtype=np.float32)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    return np.asarray(cv2.resize(paint.astype(np.float32), size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def paint_skin(canvas: Canvas, head: Head) -> Points:
    """Paint the bare face and return its outline."""
    edge = outline(head)
    window = canvas.window(edge)
    if window is not None:
        canvas.blend(window, skin_paint(head, window), coverage(edge, window, 0.0))
    return edge
