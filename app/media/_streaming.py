"""The side of a stream that is in the box: opening a recording with no way to anything else, and pieces through shared memory.

A task is a module with `prepare(request, descriptors)`, as `_box_child` asks; it may be `partial(streaming, work)` where
`work(file, outlet, request)` reads `file` and sends to `outlet`. What it sends are JSON lines: `{"said": …}` once, before all else,
`{"slot": number, …}` for each piece in shared memory, and at the end `{"end": …}` or `{"code": …}` of `app.media.unplayable`.
"""

import errno
import io
import json
import mmap
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

import av
import numpy as np
from av.container import InputContainer
from av.stream import Disposition
from numpy.typing import NDArray

from app.media._whole import check_whole
from app.media.recordings import container_of
from app.media.sources import MOST, QUESTION
from app.media.unplayable import Unplayable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER: Final = 1 << 18
_START: Final = 16
_MOST_AHEAD: Final = 60  # seconds that the sound may start before the picture

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
    file = recording(os.fdopen(source, "rb", buffering=0), request["size"])
    outlet = Outlet(memory, line, request["slots"])

    def run() -> dict[str, object]:
        try:
            return {"end": work(file, outlet, request)}
        except Exception as error:
            return {"code": _code_for(error)}

    return run


def recording(source: BinaryIO, size: int | None) -> BinaryIO:
    """The file at `source`; or, where a `size` is said, the recording of so many bytes that is asked for there."""
    return source if size is None else cast(BinaryIO, _Asked(source, size))


class _Asked(io.RawIOBase):
    """A recording that the other end of a socket gives, a piece at a time (`app.media.sources`)."""

    def __init__(self, line: BinaryIO, size: int) -> None:
        self._line, self._size, self._at = line, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Raises OSError where the other end has no more to say."""
        room = memoryview(buffer).cast("B")
        length = max(0, min(len(room), MOST, self._size - self._at))
        if length:
            self._ask(length, room)
        self._at += length
        return length

    def _ask(self, length: int, room: memoryview) -> None:
        os.write(self._line.fileno(), QUESTION.pack(self._at, length))
        got = 0
        while got < length:
            came = cast(io.RawIOBase, self._line).readinto(room[got:length])
            if not came:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            got += came


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


def picture_of(container: InputContainer) -> Any:
    """The picture track that goes on: the one that players choose, else the first; None where there is none but covers."""
    films = [track for track in container.streams.video if not track.disposition & Disposition.attached_pic]
    return max(films, key=lambda track: bool(track.disposition & Disposition.default), default=None)


def begins(track: Any) -> Fraction | None:
    """When a track starts by its own count, in seconds, as far as that is known."""
    return track.start_time * track.time_base if track and track.start_time is not None and track.time_base else None


def began(tracks: Iterable[Fraction | None], picture: Fraction | None) -> Fraction:
    """When a recording begins by its own count, in seconds: with the first of its tracks; with its picture where that is nowhere near."""
    start = min((each for each in (*tracks, picture) if each is not None), default=Fraction(0))
    return picture if picture is not None and picture - start >= _MOST_AHEAD else start


def made_at(container: InputContainer) -> str | None:
    """When the recording was made, as its file says: a date and time, perhaps with a zone (ISO 8601), of no use unchecked."""
    return container.metadata.get("com.apple.quicktime.creationdate") or container.metadata.get("creation_time") or None


def _code_for(error: Exception) -> str:
    if isinstance(error, Unplayable):
        return error.code
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return "out_of_memory"
    return "truncated" if isinstance(error, EOFError) else "broken"
