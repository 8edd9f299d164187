"""ONNX models that an operator brings instead of those in the packages.

A folder holds the models and `models.toml`, which says how to use them:

    [detector]                     # YuNet, as OpenCV's model zoo has it
    file = "yunet.onnx"
    threshold = 0.7

    [describer]                    # SFace, an ArcFace, or any network that takes faces of 112 pixels aligned by five points
    file = "arcface.onnx"
    size = 112
    mean = 127.5                   # taken off each channel, then
    scale = 127.5                  # divided by this
    order = "rgb"                  # or "bgr"

    [thresholds]                   # of this describer: distances between descriptors of length 1
    sure = 0.9
    margin = 0.15
    unsure = 1.05
    group = 0.9

Either table may be missing; then the network of the packages is used. A describer needs its thresholds.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.analysis.ports import Descriptors, FoundFace, Landmarks, Pixels, Point
from app.analysis.runtime import session
from app.analysis.thresholds import ThresholdError, Thresholds
from app.analysis.weights import WeightsError
from consent_store.rules.sightings import Box

_LONGEST = 1600
# Where ArcFace's and SFace's authors put eyes, nose and mouth in a face of 112 pixels.
_ALIGNED = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32)
_BATCH = 16


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder of brought models whose description has been read."""

    folder: Path
    tables: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> "ModelFolder":
        """Raises `WeightsError` where `models.toml` is missing or cannot be read."""
        try:
            return cls(folder, tomllib.loads((folder / "models.toml").read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise WeightsError(f"The folder of models needs a models.toml that can be read: {error}") from error

    def model(self, table: str) -> Path:
        """The ONNX file of a table. Raises `WeightsError` where it is not there."""
        path = self.folder / str(self.tables[table].get("file"))
        if not path.is_file():
            raise WeightsError(f"models.toml names {path.name} as {table}, but the folder does not have it.")
        return path

    def thresholds(self, describer: str) -> Thresholds:
        """The thresholds of the brought describer. Raises `ThresholdError`."""
        try:
            return Thresholds(describer=describer, **self.tables["thresholds"])
        except (KeyError, TypeError) as error:
            raise ThresholdError("models.toml needs [thresholds] with sure, margin, unsure and group for its describer") from error


def _id(path: Path) -> str:
    return f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


class OnnxDescriber:
    """A network that takes faces aligned by five points; descriptors are brought to length 1."""

    def __init__(self, folder: ModelFolder, threads: int) -> None:
        path, table = folder.model("describer"), folder.tables["describer"]
        self._session = session(path, threads)
        self._input = self._session.get_inputs()[0].name
        self._size, self._bgr = int(table.get("size", 112)), table.get("order", "rgb") == "bgr"
        self._mean, self._scale = float(table.get("mean", 127.5)), float(table.get("scale", 127.5))
        self.id = _id(path)
        blank = np.zeros((self._size, self._size, 3), np.uint8)
        self.length = int(self._run([blank]).shape[1])

    def chip(self, picture: Pixels, face: FoundFace) -> Pixels:
        """The face with its five points where the network expects them, uint8 (size, size, 3)."""
        matrix, _ = cv2.estimateAffinePartial2D(np.array(face.landmarks, np.float32), _ALIGNED * self._size / 112, method=cv2.LMEDS)
        if matrix is None:  # five points on one spot
            matrix = np.array([[1.0, 0, -face.box.left], [0, 1.0, -face.box.top]])
        return np.asarray(cv2.warpAffine(picture, matrix, (self._size, self._size)), np.uint8)

    def describe(self, chips: Sequence[Pixels]) -> Descriptors:
        """Descriptors float32 (n, length) of chips, each of length 1."""
        parts = [self._run(chips[start : start + _BATCH]) for start in range(0, len(chips), _BATCH)]
        found = np.concatenate(parts) if parts else np.empty((0, self.length), np.float32)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
        return found

    def _run(self, chips: Sequence[Pixels]) -> Descriptors:
        stack = np.stack(chips)[..., ::-1] if self._bgr else np.stack(chips)
        values = (stack.astype(np.float32) - self._mean) / self._scale
        faces = [self._session.run(None, {self._input: np.ascontiguousarray(face)})[0] for face in values.transpose(0, 3, 1, 2)[:, None]]
        return np.concatenate(faces).astype(np.float32).reshape(len(chips), -1)


class YuNetFinder:
    """YuNet by OpenCV, on the picture made at most 1,600 pixels long."""

    def __init__(self, folder: ModelFolder) -> None:
        path = folder.model("detector")
        self._network = cv2.FaceDetectorYN.create(str(path), "", (0, 0), float(folder.tables["detector"].get("threshold", 0.7)))
        self.id = _id(path)

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Every face in `picture`, best score first."""
        scale = min(1.0, _LONGEST / max(picture.shape))
        small = cv2.resize(picture[..., ::-1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        self._network.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._network.detect(small)
        faces = [_yunet_face(row, scale, picture) for row in (rows if rows is not None else ())]
        return sorted((face for face in faces if face), key=lambda face: -face.score)

    def glance(self, picture: Pixels) -> list[FoundFace]:
        """The same: it is quick."""
        return self.find(picture)


def _yunet_face(row: Descriptors, scale: float, picture: Pixels) -> FoundFace | None:
    """YuNet's row: left, top, width, height, then five points from the left of the picture, then the score."""
    left, top, width, height = (float(value) / scale for value in row[:4])
    box = Box(round(left), round(top), round(left + max(1, width)), round(top + max(1, height)))
    points = Landmarks(*(Point(float(x) / scale, float(y) / scale) for x, y in row[4:14].reshape(5, 2)))
    inside = box.clipped(picture.shape[1], picture.shape[0])
    return FoundFace(inside, float(row[14]), points) if inside else None
