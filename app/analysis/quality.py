"""How good a face is for recognising somebody: size, sharpness, pose, light, and whether the picture's edge cuts it."""

import math

import cv2
import numpy as np

from app.analysis.ports import Flaw, FoundFace, Landmarks, Pixels, Quality

_SMALLEST = 48  # pixels of height: the chip then shows a face enlarged three times
_DULLEST = 7.0
_MOST_TURNED = 0.55
_MOST_TILTED = 40.0
_DARKEST, _BRIGHTEST = 40.0, 225.0
_LOWEST_SCORE = 0.5


def quality(picture: Pixels, face: FoundFace, chip: Pixels) -> Quality:
    """The quality of `face` in `picture`, with every reason why it is not good. `chip` is the face upright, uint8 (n, n, 3)."""
    grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)
    middle = grey[len(grey) // 5 : -len(grey) // 5, len(grey) // 5 : -len(grey) // 5]
    measured = Quality(
        size=float(face.box.height),
        sharpness=float(cv2.Laplacian(middle, cv2.CV_32F).std()),
        pose=turned(face.landmarks),
        tilt=tilt(face.landmarks),
        light=float(middle.mean()),
    )
    return Quality(measured.size, measured.sharpness, measured.pose, measured.tilt, measured.light, _flaws(measured, picture, face))


def turned(landmarks: Landmarks) -> float:
    """How far the nose lies off the line between eyes and mouth, in half eye distances: 0 frontal, 1 and more in profile."""
    left, right = np.array(landmarks.left_eye), np.array(landmarks.right_eye)
    mouth = (np.array(landmarks.left_mouth) + np.array(landmarks.right_mouth)) / 2
    across, middle = right - left, ((left + right) / 2 + mouth) / 2
    distance = float(np.hypot(*across))
    return abs(float(np.dot(np.array(landmarks.nose) - middle, across))) / max(distance**2 / 2, 1e-6)


def tilt(landmarks: Landmarks) -> float:
    """Degrees between the line of the eyes and the horizon, 0 to 180."""
    left, right = landmarks.left_eye, landmarks.right_eye
    return abs(math.degrees(math.atan2(right.y - left.y, right.x - left.x)))


def _flaws(measured: Quality, picture: Pixels, face: FoundFace) -> tuple[Flaw, ...]:
    tests = {
        Flaw.SMALL: measured.size < _SMALLEST,
        Flaw.BLURRED: measured.sharpness < _DULLEST,
        Flaw.TURNED: measured.pose > _MOST_TURNED,
        Flaw.TILTED: measured.tilt > _MOST_TILTED,
        Flaw.DARK: measured.light < _DARKEST,
        Flaw.BRIGHT: measured.light > _BRIGHTEST,
        Flaw.CUT: _cut(face, picture),
        Flaw.DOUBTFUL: face.score < _LOWEST_SCORE,
    }
    return tuple(flaw for flaw, found in tests.items() if found)


def _cut(face: FoundFace, picture: Pixels) -> bool:
    """Whether the face comes within a twentieth of its height of the edge: the detector draws cut faces just inside the picture."""
    box, edge = face.box, face.box.height / 20
    height, width = picture.shape[:2]
    return box.left <= edge or box.top <= edge or box.right >= width - edge or box.bottom >= height - edge
