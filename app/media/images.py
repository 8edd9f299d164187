"""Pictures: open what phones and cameras make as plain sRGB pixels, encode pixels as a file that holds nothing else.

What decodes here trusts no byte of the file, but runs in the process that calls it. For a file from outside use
`app.media.boxed.open_boxed`, which calls `open_picture` in a process of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps
from pillow_heif import HeifImageFile

from app.media import containers, jpeg, metadata
from app.media.colour import to_srgb
from app.media.files import MAX_BYTES, read_file
from app.media.kinds import kind_of
from app.media.refusals import Unreadable
from consent_store.rules.sightings import Box

__all__ = [
    "MAX_BYTES", "MAX_PIXELS", "Picture", "Pixels", "Unreadable",
    "crop", "encode_jpeg", "open_picture", "portrait", "resized",
]  # fmt: skip

Pixels = NDArray[np.uint8]
"""8-bit sRGB, shape (height, width, 3), as people see it: orientation applied."""

MAX_PIXELS: Final = 60_000_000
MAX_SIDE: Final = 65_500  # the longest side that a JPEG can have again

_BAND_ROWS: Final = 256
_PORTRAIT: Final = 240  # pixels along the longest side
_AROUND: Final = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An opened picture.

    `pixels` is read-only. `format` is decided by content: JPEG, PNG, WEBP, HEIF, AVIF or TIFF. `taken_at` is the camera's
    own clock, without a zone, or None; it helps the teacher and is never released. `had` names what the file carried and
    the pixels do not (`metadata.WORDS`).
    """

    pixels: Pixels
    format: str
    taken_at: datetime | None
    had: frozenset[str]

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])


def open_picture(data: bytes | Path, room: Pixels | None = None) -> Picture:
    """The picture in `data`, or in the ordinary file at that path (never through a symbolic link).

    Its pixels are put at the start of `room` where one is given: flat, with place for `MAX_PIXELS` of them.
    Raises Unreadable, and nothing else, for whatever is wrong with the file.
    """
    try:
        return _opened(read_file(data) if isinstance(data, Path) else data, room)
    except Unreadable:
        raise
    except Exception as error:
        # Decoders raise anything at all: of 11,133 broken files 1 % raised what is neither OSError nor Pillow's own.
        raise Unreadable(_code_for(error)) from error


def _opened(data: bytes, room: Pixels | None) -> Picture:
    kind = kind_of(data)
    end = containers.end_of(kind, data)
    # Importing face_recognition anywhere in the process switches this on, and then missing parts are filled with grey.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with _decoder(kind, data) as image:
        _refuse_bombs(image)
        frames = getattr(image, "n_frames", 1)
        image.load()
        if kind == "JPEG" and not jpeg.has_all_blocks(data, end, image):
            raise Unreadable("truncated")
        found = metadata.read(image)
        ImageOps.exif_transpose(image, in_place=True)
        pixels = _pixels(to_srgb(image), room)
    had = found.had | ({"frames"} if frames > 1 else set()) | ({"tail"} if data[end:].strip(b"\0") else set())
    return Picture(pixels, kind, found.taken_at, had)


def _decoder(kind: str, data: bytes) -> ImageFile.ImageFile:
    if kind == "HEIF":
        return HeifImageFile(BytesIO(data))  # type: ignore[no-untyped-call]
    return jpeg.decoder(data) if kind == "JPEG" else Image.open(BytesIO(data), formats=[kind])


def _pixels(image: Image.Image, room: Pixels | None) -> Pixels:
    """The samples of an RGB `image`, a band of rows at a time: Pillow takes three times as long over the whole."""
    width, height = image.size
    flat = np.empty(height * width * 3, np.uint8) if room is None else room[: height * width * 3]
    pixels = flat.reshape(height, width, 3)
    for top in range(0, height, _BAND_ROWS):
        bottom = min(height, top + _BAND_ROWS)
        band = image.crop((0, top, width, bottom)).tobytes()
        pixels[top:bottom] = np.frombuffer(band, np.uint8).reshape(-1, width, 3)
    pixels.flags.writeable = False
    return pixels


def _refuse_bombs(image: Image.Image) -> None:
    """The header alone says how much memory the pixels will take."""
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise Unreadable("too_many_pixels")


def _code_for(error: Exception) -> str:
    if isinstance(error, Image.DecompressionBombError):
        return "too_many_pixels"
    if isinstance(error, MemoryError):
        return "out_of_memory"
    return "truncated" if isinstance(error, EOFError) or "truncated" in str(error) else "broken"


def encode_jpeg(pixels: Pixels, quality: int) -> bytes:
    """`pixels` as a JPEG of `quality` 1 to 95, with nothing in it but the picture. Other formats: `app.media.encoding`."""
    file = BytesIO()
    # An image made from pixels has no info: what an opened file carried cannot come back.
    # Not optimised: a twelfth smaller, but three times as long.
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return file.getvalue()


def resized(pixels: Pixels, longest: int) -> Pixels:
    """`pixels` with the longer side at most `longest`; the same array where they already fit. Never enlarges."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=1.0))


def crop(pixels: Pixels, box: Box, margin: float) -> Pixels:
    """A copy of what is inside `box`, widened on every side by `margin` of its longer side, as far as the picture goes.

    Raises ValueError where nothing of the widened box is inside the picture.
    """
    more = round(max(box.width, box.height) * margin)
    wide = Box(box.left - more, box.top - more, box.right + more, box.bottom + more)
    inside = wide.clipped(pixels.shape[1], pixels.shape[0])
    if inside is None:
        raise ValueError("the box is outside the picture")
    return pixels[inside.top : inside.bottom, inside.left : inside.right].copy()


def portrait(pixels: Pixels, box: Box) -> Pixels:
    """A face cut out for the eye, with some of what is around it."""
    return resized(crop(pixels, box, _AROUND), _PORTRAIT)
