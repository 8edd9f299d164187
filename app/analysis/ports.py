"""The words of the face engine: what a detector finds, what a describer says, how good a face is, and what either must offer.

A picture is uint8 (height, width, 3), RGB in sRGB, turned the way people see it. Boxes and points are in pixels of that picture.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from consent_store.rules.sightings import Box

Pixels: TypeAlias = NDArray[np.uint8]
Descriptors: TypeAlias = NDArray[np.float32]

POOR = 0.5  # the highest score of a face with flaws: so a score that was kept still says whether the face was good


class Point(NamedTuple):
    """A place in a picture, in pixels from its left and upper edge."""

    x: float
    y: float


class Landmarks(NamedTuple):
    """Five points of a face. Left and right are those of the picture, not of the person."""

    left_eye: Point
    right_eye: Point
    nose: Point
    left_mouth: Point
    right_mouth: Point


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face in a picture: its box inside the picture, how sure the detector is (0 to 1), and its five points."""

    box: Box
    score: float
    landmarks: Landmarks


class Flaw(StrEnum):
    """Why a face is a poor one to recognise somebody by."""

    SMALL = "small"
    BLURRED = "blurred"
    TURNED = "turned"
    TILTED = "tilted"
    DARK = "dark"
    BRIGHT = "bright"
    CUT = "cut"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a face can be recognised.

    `size` is the height of the face in pixels; `sharpness` is the spread of the Laplacian of the aligned chip (grey levels);
    `pose` is 0 for a frontal face and about 1 for a profile; `tilt` is in degrees from upright; `light` is the mean grey
    level of the chip, 0 to 255.
    """

    size: float
    sharpness: float
    pose: float
    tilt: float
    light: float
    flaws: tuple[Flaw, ...] = ()

    @property
    def good(self) -> bool:
        """Good enough to recognise somebody by, and to be kept as a reference."""
        return not self.flaws

    @property
    def score(self) -> float:
        """One number to order faces by, 0 (useless) to 1 (ideal); above `POOR` exactly where there are no flaws."""
        size, sharp = min(1.0, self.size / 160), min(1.0, self.sharpness / 24)
        lit = 1 - min(1.0, abs(self.light - 128) / 128)
        ideal = math.sqrt(math.sqrt(size * sharp * lit * max(0.0, 1 - self.pose)))
        return POOR + ideal / 2 if self.good else POOR * ideal


@dataclass(frozen=True, slots=True)
class DescribedFace:
    """A found face with its descriptor, float32 (length of the describer,), and its quality."""

    face: FoundFace
    descriptor: Descriptors = field(repr=False)
    quality: Quality


class Detector(Protocol):
    """Finds faces in a picture of any size."""

    @property
    def id(self) -> str:
        """Names the weights: another id is another detector."""

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Every face in the picture, best score first; an empty list where there is none."""

    def glance(self, picture: Pixels) -> list[FoundFace]:
        """The same, quicker, of a frame of a film: small faces may be missed."""


class Describer(Protocol):
    """Turns faces into descriptors whose Euclidean distance says how alike two faces are."""

    @property
    def id(self) -> str:
        """Names the weights; templates are bound to it, and descriptors of different ids never meet."""

    @property
    def length(self) -> int:
        """How many numbers a descriptor has."""

    def chip(self, picture: Pixels, face: FoundFace) -> Pixels:
        """The face upright and cut out, uint8 (size, size, 3)."""

    def describe(self, chips: Sequence[Pixels]) -> Descriptors:
        """The descriptors of many chips, float32 (n, length)."""
