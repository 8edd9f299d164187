"""A recording read in the box as a stream: pieces in order, as they are decoded, in memory that does not grow with its length.

The other side is `app.media._streaming`. Each stream has a box of its own, which ends with it.
"""

import json
import mmap
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.media.boxed import Decoder, Limits, closing, code_of, shared_memory
from app.media.files import open_file
from app.media.recordings import MAX_BYTES
from app.media.refusals import Unreadable
from app.media.sources import Served, Source, serving
from app.media.unplayable import SENTENCES, Unplayable

__all__ = ["MAX_BYTES", "STREAM_LIMITS", "Room", "Said", "Stream", "believed", "moment", "open_stream"]

STREAM_LIMITS: Final = Limits(memory=4_000_000_000, cpu=100_000, seconds=60.0)
"""For a stream `seconds` is how long one piece may take to come."""

_LINE_BYTES: Final = 65_536
_NO_CLOCK: Final = 1970  # what a camera whose clock was never set says, as do programs that say nothing

Said = dict[str, Any]
Checked = TypeVar("Checked")


@dataclass(frozen=True, slots=True)
class Room:
    """The shared memory of a stream: so many `slots` of so many `bytes`. More than one lets the box read ahead."""

    slots: int
    bytes: int


class Stream:
    """What comes out of the box: `said` about the whole, then the pieces. Nothing in either has been checked: do that."""

    def __init__(self, decoder: Decoder, line: socket.socket, slots: NDArray[np.uint8], served: Served | None) -> None:
        self._decoder, self._line, self._slots, self._served = decoder, line, slots, served
        self.said: Said = believed(lambda: self._next()["said"])
        self.end: Said = {}

    def __iter__(self) -> Iterator[tuple[Said, NDArray[np.uint8]]]:
        """Each piece with its slot, uint8 (bytes of the room,), read-only, to be used before the next one is asked for.

        Raises Unplayable for whatever is wrong with the recording, wherever in it that comes to light, and whatever its source
        raised. Once through, `end` is what the box said last.
        """
        while "end" not in (line := self._next()):
            yield line, believed(lambda: self._slots[int(line["slot"])])
            with suppress(OSError):  # the box has ended; what it sent before is still to be read
                self._line.send(b"\0")
        self.end = line["end"]

    def _next(self) -> Said:
        try:
            return self._heard()
        finally:
            if self._served and self._served.failure:  # whatever the box made of that
                raise self._served.failure

    def _heard(self) -> Said:
        try:
            received = self._received()
        except TimeoutError:
            raise Unplayable("too_slow") from None
        except OSError:
            received = b""
        if not received:
            raise Unplayable(code_of(self._decoder.ending()))
        said = believed(lambda: dict(json.loads(received)))
        if "code" in said:
            raise Unplayable(said["code"] if said["code"] in list(SENTENCES) else "broken")
        return said

    def _received(self) -> bytes:
        try:
            return self._line.recv(_LINE_BYTES)
        except ConnectionResetError:  # said once where the box ended before it read that a slot is free; what it sent is still there
            return self._line.recv(_LINE_BYTES)


def open_stream(
    stack: ExitStack, task: str, source: Source, wanted: Mapping[str, Any], room: Room, limits: Limits = STREAM_LIMITS
) -> Stream:
    """The recording in `source`, read by `task` (a module, see `_streaming`) with what is `wanted`, until `stack` closes.

    Raises Unplayable for whatever is wrong with the recording, BoxUnavailable where no process could be had, and whatever `source` does.
    """
    decoder = Decoder(task)
    stack.callback(decoder.close)
    ours, theirs = (stack.enter_context(end) for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
    memory = stack.enter_context(closing(shared_memory(room.slots * room.bytes)))
    served, file = _opened(stack, source)
    request = {**wanted, **asdict(limits), "seconds": None, "slots": room.slots, "size": None if isinstance(source, Path) else source.size}
    with closing(file), theirs:
        decoder.begin(request, [file, memory, theirs.fileno()])
    ours.settimeout(limits.seconds)
    mapped = mmap.mmap(memory, room.slots * room.bytes, prot=mmap.PROT_READ)
    return Stream(decoder, ours, np.frombuffer(mapped, np.uint8).reshape(room.slots, -1), served)


def believed(read: Callable[[], Checked]) -> Checked:
    """What `read` makes of words from the box, which a recording may have taken over. Raises Unplayable where it cannot."""
    try:
        return read()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        raise Unplayable("broken") from error


def moment(said: str | None) -> datetime | None:
    """When a camera says that it recorded, by the clock of this machine where it names a zone; None where that is no time."""
    try:
        made = datetime.fromisoformat(str(said))
        return (made.astimezone() if made.tzinfo else made).replace(tzinfo=None) if made.year > _NO_CLOCK else None
    except (ValueError, OverflowError):
        return None


def _opened(stack: ExitStack, source: Source) -> tuple[Served | None, int]:
    """Who serves the recording where it is no file, and the descriptor from which the box reads it."""
    if isinstance(source, Path):
        return None, _file(source)
    if not 0 < source.size <= MAX_BYTES:
        raise Unplayable("too_large" if source.size else "empty")
    served, theirs = stack.enter_context(serving(source))
    return served, theirs.detach()


def _file(path: Path) -> int:
    try:
        if not path.lstat().st_size:
            raise Unplayable("empty")
        return open_file(path, MAX_BYTES)
    except Unreadable as refusal:
        raise Unplayable(refusal.code) from refusal
    except OSError as error:
        raise Unplayable("not_a_file") from error
