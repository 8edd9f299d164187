"""The boxed process: a warm parent that never reads an upload, and for each picture a fork of it that does, and then ends.

Started by `app.media.boxed` with one socket. A request is a JSON line (`memory`, `cpu`, `seconds`) with three descriptors:
the file, the shared memory for its pixels, the pipe for the answer. The fork writes `{"code"}` or `{"width", "height",
"format", "taken_at", "had"}` into the pipe; its parent writes how it ended into the socket: `{"status", "timed_out"}`.
A request with `probe` and only the pipe answers what the walls really stop: `{name: bool}`.

A box for another task than a still picture is started with the name of a module that has `prepare(request, descriptors)`: called in
the fork before its walls shut, it gives the work to do inside them. Its request and answers are that module's (`_streaming`); it
may read and seek what is open, still opens nothing, and `seconds` may be None.
"""

import gc
import json
import mmap
import os
import resource
import select
import signal
import socket
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from PIL import Image

from app.media import _box_walls as walls
from app.media.images import Unreadable, open_picture

_DESCRIPTORS: Final = 3
_REQUEST_BYTES: Final = 1024

Request = dict[str, Any]
Work = Callable[[], dict[str, object]]
Prepare = Callable[[Request, list[int]], Work]


def main(channel: socket.socket, task: str | None = None) -> None:
    """Serves requests until the other end of `channel` closes: for still pictures, or for the module named `task`."""
    Image.init()  # a fork cannot load plug-ins any more: it opens no file
    warnings.simplefilter("ignore")
    prepare: Prepare = import_module(task).prepare if task else _decoding
    filter_calls = walls.call_filter(walls.STREAM_CALLS if task else ())
    walls.leave_network()
    walls.lose_privileges()
    walls.leave_files()
    gc.freeze()  # collecting would copy pages that the forks share
    while True:
        try:
            line, descriptors, _, _ = socket.recv_fds(channel, _REQUEST_BYTES, _DESCRIPTORS)
        except ConnectionResetError:
            return  # left without hearing how the last one ended
        if not line:
            return
        request = json.loads(line)
        work = partial(_attempts, request["memory"]) if "probe" in request else partial(prepare, request, descriptors)
        _serve(channel, request, descriptors, partial(_work, request, descriptors, work, filter_calls))


def _serve(channel: socket.socket, request: Request, descriptors: list[int], work: Callable[[], NoReturn]) -> None:
    pid = os.fork()
    if pid == 0:
        channel.close()
        work()
    for descriptor in descriptors:
        os.close(descriptor)
    timed_out, status = _wait(pid, request["seconds"])
    channel.sendall(json.dumps({"status": status, "timed_out": timed_out}).encode())


def _wait(pid: int, seconds: float | None) -> tuple[bool, int]:
    """Whether `pid` had to be killed after `seconds`, and the status it ended with."""
    handle = os.pidfd_open(pid)
    ended, _, _ = select.select([handle], [], [], seconds)
    if not ended:
        os.kill(pid, signal.SIGKILL)
    os.close(handle)
    return not ended, os.waitpid(pid, 0)[1]


def _work(request: Request, descriptors: list[int], prepare: Callable[[], Work], filter_calls: Callable[[], None] | None) -> NoReturn:
    """In the fork: read, shut the walls, decode, answer, end."""
    try:
        os.dup2(1, 2)  # what a library complains of names files and people
        work = prepare()
        walls.die_with_parent()
        walls.limit(request["memory"], request["cpu"])
        if filter_calls:
            filter_calls()
        os.write(descriptors[-1], json.dumps(work()).encode())
        os._exit(0)
    finally:
        os._exit(1)


def _decoding(request: Request, descriptors: list[int]) -> Work:
    del request
    source, pixels, _ = descriptors
    with os.fdopen(source, "rb") as file:
        data = file.read()
    shared = mmap.mmap(pixels, 0)
    return lambda: _decode(data, shared)


def _decode(data: bytes, shared: mmap.mmap) -> dict[str, object]:
    try:
        picture = open_picture(data, np.frombuffer(shared, np.uint8))
    except Unreadable as refusal:
        return {"code": refusal.code}
    return {
        "width": picture.width,
        "height": picture.height,
        "format": picture.format,
        "taken_at": picture.taken_at and picture.taken_at.isoformat(),
        "had": sorted(picture.had),
    }


def _attempts(memory: int) -> Work:
    """What must not work, to be tried inside the walls. The names are what `boxed.available_defences` reports."""
    attempts: dict[str, Callable[[], object]] = {
        "no network": _connect,
        "no files": Path(__file__).read_bytes,
        "no processes": _fork,
        "memory limit": lambda: bytearray(memory),
    }
    return lambda: {name: _is_stopped(attempt) for name, attempt in attempts.items()}


def _connect() -> None:
    with suppress(OSError, ValueError):  # as somebody inside would do first
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    socket.socket().connect(("127.0.0.1", 9))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _is_stopped(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except ConnectionRefusedError:
        return False  # nobody listened, but the network was there
    except (OSError, MemoryError):
        return True
    return False
