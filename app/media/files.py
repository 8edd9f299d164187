"""Reading a file whose name somebody else chose."""

import os
import stat
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
