"""A bad line between a browser and the school: it breaks off, or falls silent, after so many bytes of what is sent."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Thread

_BLOCK = 64 * 1024


class Wire:
    """Forwards connections. `cuts` are numbers of bytes: each of the next large requests loses its connection after so many.

    `carried` counts the bytes that were sent; while `silent`, what a connection sends after its first `silent` bytes waits, as on a
    line without a signal.
    """

    def __init__(self, port: int) -> None:
        self.cuts: list[int] = []
        self.silent: int | None = None
        self.carried = 0
        self._port, self._turn = port, Condition()
        self._open: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        Thread(target=self._answer, daemon=True).start()

    def break_off(self) -> None:
        """All that is open is cut, and the line is good again."""
        with self._turn:
            self.silent = None
            while self._open:
                _break(self._open.pop())
            self._turn.notify_all()

    def close(self) -> None:
        """Let go of everything."""
        self._door.close()
        self.break_off()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                self._open += [near, far]
                for way in ((near, far, True), (far, near, False)):
                    Thread(target=self._carry, args=way, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
        sent = 0
        try:
            while block := source.recv(_BLOCK):
                sent += len(block)
                if outward:
                    self._let(sent, len(block))
                target.sendall(block)
        except OSError:
            for end in (source, target):
                _break(end)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def _let(self, sent: int, size: int) -> None:
        """Come back when a block goes through. Raises `OSError` where the line breaks off here."""
        with self._turn:
            self.carried += size
            if self.cuts and sent >= self.cuts[0]:
                self.cuts.pop(0)
                raise ConnectionResetError
            self._turn.wait_for(lambda: self.silent is None or sent <= self.silent)


def _break(end: socket.socket) -> None:
    """As a line that is cut: whoever still sends is told at once."""
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A line to the server at this port."""
    line = Wire(port)
    try:
        yield line
    finally:
        line.close()
