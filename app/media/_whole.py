"""Whether a recording's file is all there, by what its containers say of their own lengths."""

import os
import struct
from typing import BinaryIO, Final

from app.media.unplayable import Unplayable


def check_whole(file: BinaryIO, kind: str) -> None:
    """Raises Unplayable (truncated) where the file ends before its container, as "mov", "matroska", "avi" or "wav" say where that is."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if kind in _ENDS and _ENDS[kind](file, size) > size:
        raise Unplayable("truncated")


def _end_of_mov(file: BinaryIO, size: int) -> int:
    """Where the last of the boxes ends (ISO/IEC 14496-12, 4.2); past the end where none of them says what is where."""
    at, indexed = 0, False
    while at + 8 <= size:
        file.seek(at)
        length, name, long = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        length = {0: size - at, 1: long}.get(length, length)
        if length < 8:
            break  # bytes after the last box, which no reader follows
        indexed |= name == b"moov"
        at += length
    return at if indexed else size + 1


def _end_of_matroska(file: BinaryIO, size: int) -> int:
    """Where the segment ends, or 0 where it does not say, as in a recording that was never closed (RFC 8794, 4 to 6)."""
    del size
    file.seek(4)
    header = _length(file)
    file.seek((header or 0) + file.tell() + 4)
    segment = _length(file)
    return file.tell() + segment if segment is not None else 0


def _length(file: BinaryIO) -> int | None:
    """A variable-length number; None for the one that means unknown."""
    first = (file.read(1) or b"\0")[0]
    if not first:
        return None
    more = 8 - first.bit_length()
    value = int.from_bytes(bytes([first & ((1 << (7 - more)) - 1)]) + file.read(more), "big")
    return None if value == (1 << (7 * (more + 1))) - 1 else value


def _end_of_riff(file: BinaryIO, size: int) -> int:
    """Where the first list ends, where that was written."""
    del size
    length: int = struct.unpack("<4xI", file.read(8).ljust(8, b"\0"))[0]
    return 8 + length if length < _UNKNOWN else 0


_UNKNOWN: Final = 0x7FFF0000  # from here on: what programs write that do not know yet
_ENDS: Final = {"mov": _end_of_mov, "matroska": _end_of_matroska, "avi": _end_of_riff, "wav": _end_of_riff}
