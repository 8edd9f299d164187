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
_PNG_XMP: Final = "XML:com.adobe.xmp"


@dataclass(frozen=True, slots=True)
class Metadata:
    """`taken_at` by the camera's clock, without a zone, or None; `had` as `WORDS` lists."""

    taken_at: datetime | None
    had: frozenset[str]


def read(image: Image.Image) -> Metadata:
    """What the loaded `image` carries; not before it is loaded, because some formats say the half of it at their end."""
    exif = image.getexif()
    return Metadata(_taken_at(exif), frozenset({*_info_words(image), *_exif_words(exif, image.format)}))


def _info_words(image: Image.Image) -> Iterator[str]:
    yield from (word for key, word in _INFO_WORDS.items() if image.info.get(key))
    if getattr(image, "text", {}).keys() - {_PNG_XMP}:
        yield "comment"
    if b"GPSLatitude" in _xmp(image):
        yield "position"


def _xmp(image: Image.Image) -> bytes:
    xmp = image.info.get("xmp", b"")
    return xmp if isinstance(xmp, bytes) else str(xmp).encode()


def _exif_words(exif: Image.Exif, format: str | None) -> Iterator[str]:
    yield from (word for tag, word in _TIFF_WORDS.items() if tag in exif)
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "position"
    if format != "TIFF" and exif.get_ifd(ExifTags.IFD.IFD1):  # in a TIFF this is its second page
        yield "thumbnail"
    if ExifTags.Base.MakerNote in exif.get_ifd(ExifTags.IFD.Exif):
        yield "maker_note"


def _taken_at(exif: Image.Exif) -> datetime | None:
    written = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    try:
        return datetime.fromisoformat(written[:10].replace(":", "-") + written[10:19])
    except ValueError:
        return None
