"""A recording that is read where it lies, a piece at a time: from anything that can, for a box that may open nothing.

The box asks through a socket and gets bytes of this one recording, whoever may have taken it over. Nothing of it is written anywhere.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import BinaryIO, Final, Protocol

__all__ = ["MOST", "QUESTION", "Readable", "Served", "Source", "Stored", "serving"]

QUESTION: Final = struct.Struct("<QI")
"""What the box asks: offset and length, in bytes."""

MOST: Final = 1 << 20
"""Bytes that it may ask for at once."""


class Readable(Protocol):
    """Bytes that can be read anywhere, from any thread."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer only at the end. May raise anything: it goes to whoever reads the recording."""


Source = Path | Readable
"""An ordinary file, or whatever can be read."""


class Stored:
    """A file of ours that is open for reading, as a `Readable`; nobody else may move in it meanwhile."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._turn = file, Lock()
        self.size = file.seek(0, os.SEEK_END)

    def read_at(self, offset: int, length: int) -> bytes:
        """As `Readable` says."""
        with self._turn:
            self._file.seek(offset)
            return self._file.read(length)


class Served:
    """A recording that is being served: `failure` is what its source raised, where it did."""

    def __init__(self, source: Readable, ours: socket.socket) -> None:
        self._source, self._ours, self._size = source, ours, source.size
        self.failure: Exception | None = None
        self.thread = Thread(target=self._serve, name="recording", daemon=True)

    def _serve(self) -> None:
        with suppress(OSError):  # the box has ended, or we have
            while self._answer(self._ours.recv(QUESTION.size, socket.MSG_WAITALL)):
                pass
        with suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)

    def _answer(self, asked: bytes) -> bool:
        """False once there is nothing more to say: the box has ended, asks for what is not there, or the source failed."""
        if len(asked) < QUESTION.size:
            return False
        offset, length = QUESTION.unpack(asked)
        if length > MOST or offset + length > self._size:
            return False
        try:
            data = self._source.read_at(offset, length)
            if len(data) != length:
                raise EOFError("a source that is shorter than it said")
        except Exception as failure:
            self.failure = failure
            return False
        self._ours.sendall(data)
        return True


@contextmanager
def serving(source: Readable) -> Iterator[tuple[Served, socket.socket]]:
    """`source`, and the end of a socket at which it can be asked for; both until this ends."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours, theirs:
        served = Served(source, ours)
        served.thread.start()
        try:
            yield served, theirs
        finally:
            with suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)
            served.thread.join()
