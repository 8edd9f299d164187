"""Reading a file whose name somebody else chose; writing one that is there whole, or not at all."""

import fcntl
import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from app.media.refusals import Unreadable

MAX_BYTES: Final = 80_000_000


def open_file(path: Path, most: int = MAX_BYTES) -> int:
    """A descriptor, for reading, of the ordinary file at `path`; the caller closes it.

    Raises Unreadable: not_a_file for symbolic links, folders, pipes and devices, too_large past `most` bytes.
    """
    try:
        # Without O_NONBLOCK opening a named pipe waits for a writer that never comes.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable("not_a_file") from error
    try:
        check_file(descriptor, most)
    except Unreadable:
        os.close(descriptor)
        raise
    return descriptor


def check_file(descriptor: int, most: int = MAX_BYTES) -> None:
    """Raises Unreadable where `descriptor` is not an ordinary file of at most `most` bytes."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("not_a_file")
    if found.st_size > most:
        raise Unreadable("too_large")


def read_file(path: Path) -> bytes:
    """The bytes of the ordinary file at `path`. Raises Unreadable as `open_file` does."""
    with os.fdopen(open_file(path), "rb") as file:
        return file.read(MAX_BYTES + 1)


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its place once this ends without an error.

    What a killed process left of one is taken away first. Raises OSError.
    """
    _sweep(path)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    with os.fdopen(handle, "ab") as file:
        with suppress(OSError):  # some networks have no locks: there nothing is swept
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield Path(part)
            os.fchmod(handle, 0o644)
            os.fsync(handle)
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Who still writes holds a lock, which ends with the process however it ends."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.{'?' * 8}.part"):
        with suppress(OSError), os.fdopen(os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
