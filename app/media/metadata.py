"""What a picture file carries beside its pixels: when it was taken, and what is dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import ExifTags, Image

WORDS: Final = frozenset({"exif", "thumbnail", "position", "maker_note", "xmp", "iptc", "comment", "profile", "frames", "tail"})
"""Everything `Metadata.had` can say."""

_INFO_WORDS: Final = {
    "exif": "exif", "xmp": "xmp", "photoshop": "iptc", "comment": "comment", "icc_profile": "profile",
    "thumbnails": "thumbnail", "jfif_thumbnail": "thumbnail",
}  # fmt: skip
_TIFF_WORDS: Final = {700: "xmp", 33723: "iptc", 34377: "iptc"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """`taken_at` by the camera's clock, without a zone, or None; `had` as `WORDS` lists."""

    taken_at: datetime | None
    had: frozenset[str]


def read(image: Image.Image, data: bytes, end: int) -> Metadata:
    """What the opened (not yet loaded) `image` carries; `end` is where the picture in `data` ends."""
    had = {word for key, word in _INFO_WORDS.items() if image.info.get(key)}
    had |= {"frames"} if getattr(image, "n_frames", 1) > 1 else set()
    had |= {"tail"} if data[end:].strip(b"\0") else set()
    had |= {"position"} if b"GPSLatitude" in _xmp(image) else set()
    exif = image.getexif()
    had |= set(_exif_words(exif))
    return Metadata(_taken_at(exif), frozenset(had))


def _xmp(image: Image.Image) -> bytes:
    xmp = image.info.get("xmp", b"")
    return xmp if isinstance(xmp, bytes) else str(xmp).encode()


def _exif_words(exif: Image.Exif) -> Iterator[str]:
    yield from (word for tag, word in _TIFF_WORDS.items() if tag in exif)
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "position"
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield "thumbnail"
    if ExifTags.Base.MakerNote in exif.get_ifd(ExifTags.IFD.Exif):
        yield "maker_note"


def _taken_at(exif: Image.Exif) -> datetime | None:
    written = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    try:
        return datetime.fromisoformat(written[:10].replace(":", "-") + written[10:19])
    except ValueError:
        return None
