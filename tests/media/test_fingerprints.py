"""A copy is known again after twenty changes; another picture is not taken for it."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from app.demo.cast import pupils
from app.demo.scenes import rows, scene
from app.jobs.searching import ALIKE
from app.media.fingerprints import BITS, WIDTH, distances, fingerprint, likenesses
from app.media.images import Pixels

# What pdqhash 0.2.8, the reference implementation, says of `_waves`.
REFERENCE = {
    (300, 400): "0ad5552caad555280a55aaac555aaab4aaec55aa296a56daa9b2f632fce703c7",
    (512, 341): "552aad5652b495652a4d94912b2b54eba94b4e1ab0da4f93983367f79ce77007",
    (131, 97): "082f80bb04af002b022f204318bfa0830dff20033fff0043ffff4557ffffaaab",
}


def _waves(height: int, width: int) -> Pixels:
    down, across = np.mgrid[0:height, 0:width] / 64.0
    channels = [127 + 120 * np.sin(across * down + c) * np.cos(across - c * down) for c in (0.3, 1.1, 2.3)]
    return np.stack(channels, -1).astype(np.uint8)


@cache
def _pictures() -> list[Pixels]:
    faces = pupils()
    backs = ("field", "stage", "classroom")
    return [
        scene(backs[seed % 3], rows([(str(n), face) for n, face in enumerate(faces[seed : seed + 5])], seed=seed), size=(1200, 800)).pixels
        for seed in range(6)
    ]


@cache
def _known() -> list[np.ndarray]:
    return [fingerprint(pixels) for pixels in _pictures()]


def _image(change: Callable[[Image.Image], Image.Image]) -> Callable[[Pixels], Pixels]:
    return lambda pixels: np.asarray(change(Image.fromarray(pixels)).convert("RGB"))


def _jpeg(quality: int, scale: float = 1.0) -> Callable[[Image.Image], Image.Image]:
    def change(image: Image.Image) -> Image.Image:
        file = BytesIO()
        image.resize((round(image.width * scale), round(image.height * scale))).save(file, "JPEG", quality=quality)
        return Image.open(file)

    return change


def _cut(left: float, top: float, right: float, bottom: float) -> Callable[[Pixels], Pixels]:
    def change(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        return pixels[round(height * top) : round(height * (1 - bottom)), round(width * left) : round(width * (1 - right))]

    return change


def _screenshot(grey: int, share: float) -> Callable[[Pixels], Pixels]:
    """With a bar of small signs above it, as telephones have."""

    def change(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        screen = np.full((round(height * (1 + 2 * share)), round(width * 1.05), 3), grey, np.uint8)
        screen[10:24, 5:60:7] = 255 - grey
        top, left = (screen.shape[0] - height) // 2, (screen.shape[1] - width) // 2
        screen[top : top + height, left : left + width] = pixels
        return screen

    return change


def _covered(pixels: Pixels) -> Pixels:
    """A face behind a mask, as our own releases have."""
    height, width = pixels.shape[:2]
    changed = pixels.copy()
    changed[height * 2 // 5 : height * 11 // 20, width * 2 // 5 : width // 2] = (24, 90, 70)
    return changed


CHANGES: dict[str, Callable[[Pixels], Pixels]] = {
    "quality 75": _image(_jpeg(75)),
    "quality 30": _image(_jpeg(30)),
    "half": _image(_jpeg(95, 0.5)),
    "half at quality 75": _image(_jpeg(75, 0.5)),
    "a quarter": _image(_jpeg(90, 0.25)),
    "a twentieth off all round": _cut(0.05, 0.05, 0.05, 0.05),
    "a tenth off the left": _cut(0.1, 0, 0, 0),
    "a tenth off the top": _cut(0, 0.1, 0, 0),
    "a tenth off one corner": _cut(0, 0, 0.1, 0.1),
    "a tenth off every side": _cut(0.1, 0.1, 0.1, 0.1),
    "brighter": _image(lambda image: ImageEnhance.Brightness(image).enhance(1.25)),
    "darker": _image(lambda image: ImageEnhance.Brightness(image).enhance(0.75)),
    "less contrast": _image(lambda image: ImageEnhance.Contrast(image).enhance(0.7)),
    "grey": _image(lambda image: image.convert("L")),
    "softer": _image(lambda image: image.filter(ImageFilter.GaussianBlur(3))),
    "sharper": _image(lambda image: image.filter(ImageFilter.UnsharpMask(3))),
    "mirrored": lambda pixels: pixels[:, ::-1],
    "a screenshot, dark": _screenshot(18, 0.3),
    "a screenshot, light": _screenshot(245, 0.2),
    "masked": _covered,
}


@pytest.mark.parametrize("size", REFERENCE)
def test_the_bits_are_those_of_the_reference(size: tuple[int, int]) -> None:
    assert fingerprint(_waves(*size))[0].tobytes().hex() == REFERENCE[size]


@pytest.mark.parametrize("change", CHANGES)
def test_a_copy_is_known_again(change: str) -> None:
    for number, pixels in enumerate(_pictures()):
        hashes = likenesses(np.ascontiguousarray(CHANGES[change](pixels)))
        bits = [int(distances(known, hashes).min()) for known in _known()]
        assert bits[number] <= ALIKE
        assert min(other for place, other in enumerate(bits) if place != number) > ALIKE


def test_distances_count_bits() -> None:
    nothing, everything = np.zeros((1, WIDTH), np.uint8), np.full((1, WIDTH), 255, np.uint8)
    one = nothing.copy()
    one[0, 5] = 0b100
    assert distances(np.concatenate([nothing, one, everything]), nothing).tolist() == [0, 1, BITS]
    assert distances(np.concatenate([nothing, everything]), np.concatenate([nothing, everything])).tolist() == [0, 0]
    assert distances(nothing, np.empty((0, WIDTH), np.uint8)).tolist() == [BITS]


@pytest.mark.parametrize("pixels", [np.zeros((1, 1, 3), np.uint8), np.full((400, 300, 3), 200, np.uint8), np.zeros((3, 900, 3), np.uint8)])
def test_a_picture_of_nothing_has_hashes_too(pixels: Pixels) -> None:
    assert fingerprint(pixels).shape[1] == likenesses(pixels).shape[1] == WIDTH
