"""MP4 files put in order once they are written: the index before what it points into, so that playing starts at once; and our packet.

FFmpeg does the first for files that it can open again by name, not for a file that is open here. The boxes are those of ISO/IEC 14496-12.
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

import numpy as np

__all__ = ["add_packet", "index_first"]

_PIECE: Final = 8 << 20
_AROUND_OFFSETS: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # ISO 16684-1, 1.1.4: the `uuid` box of a packet


def index_first(file: BinaryIO) -> None:
    """Move `moov` of an MP4 that FFmpeg wrote from its end to behind `ftyp`, at the start. Raises OSError as the file does.

    Offsets are written as 64 bits wherever they were 32: they may have become too large.
    """
    boxes = {name: (at, size) for at, size, name in _boxes(file)}
    (start, ftyp), (index, size) = boxes[b"ftyp"], boxes[b"moov"]
    file.seek(index)
    moov = file.read(size)
    first, by = start + ftyp, len(_moved(moov, 0))
    _shift(file, first, index, by)
    file.seek(first)
    file.write(_moved(moov, by))
    file.flush()


def add_packet(file: BinaryIO, packet: bytes) -> None:
    """An XMP packet, if there is one, behind all else in an MP4 that is whole."""
    if packet:
        file.seek(0, os.SEEK_END)
        file.write(struct.pack(">I4s", 8 + len(_XMP) + len(packet), b"uuid") + _XMP + packet)
        file.flush()


def _boxes(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Where each box of the file is, its size, its name."""
    at, end = 0, file.seek(0, os.SEEK_END)
    while at < end:
        file.seek(at)
        size, name, long = struct.unpack(">I4sQ", file.read(16).ljust(16, b"\0"))
        size = long if size == 1 else size
        yield at, size, name
        at += size


def _moved(box: bytes, by: int) -> bytes:
    """A box of the index of which all offsets into the file are `by` bytes larger."""
    name, body = box[4:8], box[8:]
    if name in _AROUND_OFFSETS:
        body = b"".join(_moved(each, by) for each in _inside(body))
    elif name in (b"stco", b"co64"):
        offsets = np.frombuffer(body[8:], ">u4" if name == b"stco" else ">u8").astype(">u8")
        name, body = b"co64", body[:8] + (offsets + np.uint64(by)).astype(">u8").tobytes()
    return struct.pack(">I4s", 8 + len(body), name) + body


def _inside(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        size = int.from_bytes(body[at : at + 4])
        yield body[at : at + size]
        at += size


def _shift(file: BinaryIO, first: int, end: int, by: int) -> None:
    """Move what is between two places of the file towards its end, the last piece of it first."""
    while end > first:
        start = max(first, end - _PIECE)
        file.seek(start)
        piece = file.read(end - start)
        file.seek(start + by)
        file.write(piece)
        end = start
