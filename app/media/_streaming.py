"""The side of a stream that is in the box: opening a recording with no way to anything else, and pieces through shared memory.

A task is a module with `prepare(request, descriptors)`, as `_box_child` asks; it may be `partial(streaming, work)` where
`work(file, outlet, request)` reads `file` and sends to `outlet`. What it sends are JSON lines: `{"said": …}` once, before all else,
`{"slot": number, …}` for each piece in shared memory, and at the end `{"end": …}` or `{"code": …}` of `app.media.unplayable`.
"""

import errno
import json
import mmap
import os
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, BinaryIO, Final

import av
import numpy as np
from av.container import InputContainer
from numpy.typing import NDArray

from app.media._whole import check_whole
from app.media.unplayable import Unplayable

_BUFFER: Final = 1 << 18
_START: Final = 16
_ATOMS: Final = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

for _module in walk_packages(av.__path__, "av."):  # PyAV loads parts of itself when it needs them: in the box it cannot
    if not _module.name.endswith("__main__"):
        import_module(_module.name)

Request = dict[str, Any]


class Outlet:
    """Where a stream goes: slots of shared memory in turn, each free again when the other side has said so with one byte."""

    def __init__(self, memory: int, line: int, slots: int) -> None:
        self._slots = np.frombuffer(mmap.mmap(memory, 0), np.uint8).reshape(slots, -1)
        self._line = line
        self._sent = self._freed = 0

    def say(self, said: Mapping[str, object]) -> None:
        """The one line about the whole."""
        self._write({"said": said})

    def slot(self) -> NDArray[np.uint8]:
        """The next slot, flat; waits until it is free."""
        while self._sent - self._freed >= len(self._slots):
            freed = len(os.read(self._line, 1))
            if not freed:
                os._exit(0)  # nobody is there any more
            self._freed += freed
        slot: NDArray[np.uint8] = self._slots[self._sent % len(self._slots)]
        return slot

    def send(self, **said: object) -> None:
        """Hand over the slot that was filled last, with what is to be said of it."""
        self._write({"slot": self._sent % len(self._slots), **said})
        self._sent += 1

    def _write(self, said: Mapping[str, object]) -> None:
        os.write(self._line, json.dumps(said).encode())


def streaming(
    work: Callable[[BinaryIO, Outlet, Request], Mapping[str, object]], request: Request, descriptors: list[int]
) -> Callable[[], dict[str, object]]:
    """What the box runs behind its walls: `work`, its outcome as `{"end": …}` and every refusal as `{"code": …}`."""
    source, memory, line = descriptors
    file = os.fdopen(source, "rb", buffering=0)
    outlet = Outlet(memory, line, request["slots"])

    def run() -> dict[str, object]:
        try:
            return {"end": work(file, outlet, request)}
        except Exception as error:
            return {"code": _code_for(error)}

    return run


def open_container(file: BinaryIO, allowed: Collection[str], refusal: str, options: Mapping[str, str] | None = None) -> InputContainer:
    """`file` as one of the `allowed` containers: "mov", "matroska", "avi", "mp3", "wav", "flac", "ogg". Raises Unplayable with `refusal`.

    The container is decided by the first bytes alone, never guessed from names or text: no playlist and no list of files is one.
    """
    kind = container_of(file.read(_START))
    if kind is None or kind not in allowed:
        raise Unplayable("empty" if file.seek(0, os.SEEK_END) == 0 else refusal)
    check_whole(file, kind)
    file.seek(0)
    # No protocol is left that could open anything beside the file itself: not for references of a MOV either.
    closed = {"protocol_whitelist": "none", "format_whitelist": kind} | ({"enable_drefs": "0"} if kind == "mov" else {})
    return av.open(file, "r", format=kind, container_options=closed | dict(options or {}), buffer_size=_BUFFER, metadata_errors="replace")


def container_of(start: bytes) -> str | None:
    """The container that begins with `start` (16 bytes), as FFmpeg names its reader, or None."""
    if start[4:8] in _ATOMS:
        return "mov"
    for kind, at, word in (
        ("matroska", 0, b"\x1a\x45\xdf\xa3"),
        ("avi", 8, b"AVI "),
        ("wav", 8, b"WAVE"),
        ("flac", 0, b"fLaC"),
        ("ogg", 0, b"OggS"),
        ("mp3", 0, b"ID3"),
    ):
        if start[at : at + len(word)] == word:
            return kind
    return "mp3" if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 in {0xE2, 0xE4, 0xE6} else None


def _code_for(error: Exception) -> str:
    if isinstance(error, Unplayable):
        return error.code
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return "out_of_memory"
    return "truncated" if isinstance(error, EOFError) else "broken"
