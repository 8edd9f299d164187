"""Where a picture's container ends. Before its own end a file is truncated; what follows it is a tail."""

from typing import Final

from app.media import jpeg
from app.media.refusals import Unreadable

_PNG_SIGNATURE_SIZE: Final = 8
_PNG_CHUNK_OVERHEAD: Final = 12
_RIFF_HEADER_SIZE: Final = 8
_BOX_HEADER_SIZE: Final = 8


def end_of(kind: str, data: bytes) -> int:
    """The number of bytes that belong to the picture. Raises Unreadable("truncated") where some are missing.

    A TIFF may keep its parts in any order: its whole file counts.
    """
    finders = {"JPEG": jpeg.end_of_image, "PNG": _png, "WEBP": _riff, "HEIF": _boxes, "AVIF": _boxes}
    end = finders[kind](data) if kind in finders else len(data)
    if end is None or end > len(data):
        raise Unreadable("truncated")
    return end


def _png(data: bytes) -> int:
    at = _PNG_SIGNATURE_SIZE
    while at + _PNG_CHUNK_OVERHEAD <= len(data):
        size = _PNG_CHUNK_OVERHEAD + int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IEND":
            return at + size
        at += size
    return len(data) + 1


def _riff(data: bytes) -> int:
    size = int.from_bytes(data[4:8], "little")
    return _RIFF_HEADER_SIZE + size


def _boxes(data: bytes) -> int:
    at = 0
    while _is_box(data, at):
        size = int.from_bytes(data[at : at + 4])
        if size == 0:  # the last box, up to the end of the file
            return len(data)
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        at += max(size, _BOX_HEADER_SIZE)
    return at


def _is_box(data: bytes, at: int) -> bool:
    name = data[at + 4 : at + 8]
    size = int.from_bytes(data[at : at + 4])
    return len(name) == 4 and name.isalnum() and name.isascii() and (size in (0, 1) or size >= _BOX_HEADER_SIZE)
