"""Pictures for the tests of pictures: drawn, no two corners alike, so that a turn or a swapped channel shows."""

import struct
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pillow_heif import from_pillow

SIZE = (96, 64)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF")
LOSS = {"JPEG": 12, "WEBP": 25, "HEIF": 25, "AVIF": 25, "PNG": 0, "TIFF": 0}
"""How far the mean of a channel may move when a drawing is written in each format and read again."""


def drawn(size: tuple[int, int] = SIZE) -> Image.Image:
    """Four smooth quarters of unlike colours."""
    corners = Image.new("RGB", (2, 2))
    for at, colour in {(0, 0): (230, 40, 30), (1, 0): (30, 190, 60), (0, 1): (40, 60, 220), (1, 1): (240, 220, 90)}.items():
        corners.putpixel(at, colour)
    return corners.resize(size, Image.Resampling.BICUBIC)


def noisy(size: tuple[int, int] = SIZE, seed: int = 1) -> Image.Image:
    """Detail in every block, as photos have."""
    grain = np.random.default_rng(seed).integers(0, 256, (size[1] // 4, size[0] // 4, 3), np.uint8)
    return Image.fromarray(grain).resize(size, Image.Resampling.BICUBIC)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """`image` as a file."""
    file = BytesIO()
    if format == "HEIF":
        from_pillow(image).save(file, quality=90, **options)
    else:
        quality = {} if format in ("PNG", "TIFF") else {"quality": 92}
        image.save(file, format, **{**quality, **options})
    return file.getvalue()


def far(pixels: NDArray[np.uint8], image: Image.Image) -> float:
    """The largest difference of the two, averaged over blocks of 8 by 8 so that grain does not count."""
    small = [np.asarray(each.convert("RGB").reduce(8), np.int16) for each in (Image.fromarray(pixels), image)]
    return float(np.abs(small[0] - small[1]).max()) if small[0].shape == small[1].shape else float("inf")


# Display P3: red, green, blue primaries and white in XYZ relative to D50, as ICC profiles give them.
_P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
_D50 = (0.96420, 1.0, 0.82491)


def p3_profile() -> bytes:
    """A small Display P3 profile (ICC.1:2010, version 2), with a plain 2.2 gamma."""

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(2.2 * 256))
    name = b"Wide\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78 + 3),
        b"wtpt": xyz(_D50),
        **dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, _P3), strict=True)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, at = b"", b"", 132 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = 132 + len(table) + len(body)
    header = struct.pack(">I4xI4s4s4s12x4s24xiii", size, 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp", *_white())
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _white() -> tuple[int, ...]:
    return tuple(round(value * 65536) for value in _D50)
