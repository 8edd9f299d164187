"""Opening a picture from outside in a process that can do nothing else.

Of hundreds of holes found in decoders each year one will be ours. So the file is decoded in a process that can open no other
file, reach no network, start nothing, and is ended when it takes too much memory or time. A process of its own for each
picture, forked from a warm one: no start of an interpreter, and nothing of one picture is there when the next is read. Pixels
come back through shared memory of a size that the decoding side cannot change.
"""

import fcntl
import json
import mmap
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.media.files import MAX_BYTES, open_file
from app.media.images import MAX_PIXELS, Picture, Unreadable
from app.media.metadata import WORDS
from app.media.refusals import SENTENCES

__all__ = ["BoxUnavailable", "Decoder", "Limits", "available_defences", "closing", "code_of", "open_boxed", "shared_memory"]

Source = bytes | Path | Iterable[bytes]

_ROOT: Final = str(Path(__file__).parents[2])
_START: Final = """
import socket, sys
sys.path.insert(0, {root!r})
from app.media import _box_child
_box_child.main(socket.socket(fileno={channel}), {task!r})
"""
# No secrets to read; no threads before the fork; large pages, because a fresh process pays for each page it touches.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_FORMATS: Final = {"JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF"}
_ANSWER_BYTES: Final = 4096
# Nobody but the kernel kills there, when the machine runs out of memory.
_CODE_OF_SIGNAL: Final[dict[int | None, str]] = {signal.SIGXCPU: "too_slow", signal.SIGKILL: "out_of_memory"}
_NOT_THERE: Final = "the process that decodes does not start or does not answer"
_PATIENCE: Final = 5.0  # seconds that the warm process may take beyond the limit it keeps for its fork


class BoxUnavailable(Exception):
    """The box itself does not work: nothing is known about the picture, which may be tried again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one picture may take: `memory` bytes of address space, `cpu` seconds of computing, `seconds` on the clock."""

    memory: int = 2_000_000_000
    cpu: int = 30
    seconds: float = 30.0


def open_boxed(source: Source, limits: Limits = Limits()) -> Picture:
    """The picture in `source`: bytes, the path of an ordinary file, or chunks of bytes, as the vault gives them.

    Raises Unreadable for whatever is wrong with the picture, out_of_memory, too_slow and broken also for how its process
    ended; BoxUnavailable where no process could be had. One picture at a time in each process that calls.
    """
    return _decoder_of(os.getpid()).open(source, limits)


def available_defences() -> list[tuple[str, bool]]:
    """Each wall by name, and whether an attempt to break it was stopped on this machine. Raises BoxUnavailable."""
    return _decoder_of(os.getpid()).probe()


@cache
def _decoder_of(pid: int) -> "Decoder":  # noqa: ARG001 (a fork must not share its parent's socket)
    return Decoder()


class Decoder:
    """A warm process that decodes pictures, one at a time; started when first needed, and again when it died.

    With `task`, a module as `_box_child` describes them, it does that instead: see `app.media.streams`.
    """

    def __init__(self, task: str | None = None) -> None:
        self._task = task
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def open(self, source: Source, limits: Limits = Limits()) -> Picture:
        """As `open_boxed`."""
        with ExitStack() as stack:
            file = stack.enter_context(closing(_readable(source)))
            pixels = stack.enter_context(closing(shared_memory(MAX_PIXELS * 3)))
            return _picture(self._ask(asdict(limits), [file, pixels]), pixels)

    def probe(self) -> list[tuple[str, bool]]:
        """As `available_defences`."""
        return list(self._ask({**asdict(Limits()), "probe": True}, []).items())

    def close(self) -> None:
        """Ends the process; a later picture starts another."""
        if self._process is None or self._channel is None:
            return
        self._channel.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = self._channel = None

    def _ask(self, request: Mapping[str, Any], descriptors: list[int]) -> dict[str, Any]:
        with self._turn, _pipe() as (answer, reply):
            ending = self._exchange(request, [*descriptors, reply])
            if ending["timed_out"]:
                raise Unreadable("too_slow")
            _check_ending(ending["status"])
            return _parsed(_waiting_in(answer))

    def _exchange(self, request: Mapping[str, Any], descriptors: list[int]) -> dict[str, Any]:
        """How the fork ended. A warm process that died between pictures is replaced once."""
        for _ in range(2):
            channel = self._started()
            channel.settimeout(request["seconds"] + _PATIENCE)
            try:
                socket.send_fds(channel, [json.dumps(request).encode()], descriptors)
                if line := channel.recv(_ANSWER_BYTES):
                    return json.loads(line)  # type: ignore[no-any-return]
            except TimeoutError:
                self.close()
                raise Unreadable("too_slow") from None
            except OSError:
                pass
            self.close()
        raise BoxUnavailable(_NOT_THERE)

    def begin(self, request: Mapping[str, Any], descriptors: list[int]) -> None:
        """Starts the task and does not wait for it. Raises BoxUnavailable."""
        try:
            socket.send_fds(self._started(), [json.dumps(request).encode()], descriptors)
        except OSError as error:
            raise BoxUnavailable(_NOT_THERE) from error

    def ending(self) -> int:
        """The wait status of a task that has ended. Raises BoxUnavailable where its warm process ended too."""
        channel = self._started()
        channel.settimeout(_PATIENCE)
        try:
            return int(json.loads(channel.recv(_ANSWER_BYTES))["status"])
        except (OSError, ValueError) as error:
            raise BoxUnavailable(_NOT_THERE) from error

    def _started(self) -> socket.socket:
        if self._channel is None:
            self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-c", _START.format(root=_ROOT, channel=theirs.fileno(), task=self._task)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    env=_ENVIRONMENT,
                    start_new_session=True,
                )
        return self._channel


def _check_ending(status: int) -> None:
    if status != 0:
        raise Unreadable(code_of(status))


def code_of(status: int) -> str:
    """The code of a refusal for how a process ended that should not have: broken, too_slow or out_of_memory."""
    return _CODE_OF_SIGNAL.get(os.WTERMSIG(status) if os.WIFSIGNALED(status) else None, "broken")


def _parsed(answer: bytes) -> dict[str, Any]:
    """The answer, from a process that a picture may have taken over: nothing in it is believed unchecked."""
    try:
        parsed = json.loads(answer)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise Unreadable("broken")
    if "code" in parsed:
        raise Unreadable(parsed["code"] if parsed["code"] in list(SENTENCES) else "broken")
    return parsed


def _picture(answer: Mapping[str, Any], pixels: int) -> Picture:
    try:
        width, height, had = int(answer["width"]), int(answer["height"]), frozenset(answer["had"])
        taken_at = datetime.fromisoformat(answer["taken_at"]) if answer["taken_at"] else None
        honest = width > 0 and height > 0 and width * height <= MAX_PIXELS and had <= WORDS
        if not honest or answer["format"] not in _FORMATS:
            raise ValueError("an answer that no picture gives")
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("broken") from error
    mapped = mmap.mmap(pixels, width * height * 3, prot=mmap.PROT_READ)
    return Picture(np.frombuffer(mapped, np.uint8).reshape(height, width, 3), answer["format"], taken_at, had)


def _readable(source: Source) -> int:
    """A descriptor at the start of what is to be read. Raises Unreadable: not_a_file, too_large."""
    if isinstance(source, Path):
        return open_file(source)
    with os.fdopen(os.memfd_create("picture"), "wb") as file:
        for chunk in [source] if isinstance(source, bytes) else source:
            if file.tell() + len(chunk) > MAX_BYTES:
                raise Unreadable("too_large")
            file.write(chunk)
        file.seek(0)
        return os.dup(file.fileno())


def shared_memory(size: int) -> int:
    """Memory of which pages are taken when they are written. Sealed: were it to shrink, reading it would kill us."""
    descriptor = os.memfd_create("pixels", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return descriptor


@contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """`descriptor`, closed at the end."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    with closing(read), closing(write):
        yield read, write


def _waiting_in(pipe: int) -> bytes:
    """What was written into `pipe`, without waiting for what never was."""
    ready, _, _ = select.select([pipe], [], [], 0)
    return os.read(pipe, _ANSWER_BYTES) if ready else b""
