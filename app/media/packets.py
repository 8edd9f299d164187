"""A packet of ours at the end of an MP4 or M4A, in the box that is meant for it."""

import struct
from contextlib import nullcontext
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # ISO 16684-1, 1.1.4: the `uuid` box of a packet


def append_packet(target: Path | BinaryIO, packet: bytes) -> None:
    """Write an XMP packet, if there is one, behind all else in a file that is whole."""
    if packet:
        with target.open("ab") if isinstance(target, Path) else nullcontext(target) as file:
            file.seek(0, SEEK_END)
            file.write(struct.pack(">I4s", 8 + len(_XMP) + len(packet), b"uuid") + _XMP + packet)
