"""A file that something is written to, and that is read again before it is anybody's: by its name, or open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.media.sources import Source, Stored

__all__ = ["Target", "emptied", "opened", "written"]

Target = Path | BinaryIO
"""An ordinary file that may be written over, or one that is open for reading and writing anywhere in it."""


def emptied(target: Target) -> Target:
    """A file without what an attempt before may have left in it."""
    if not isinstance(target, Path):
        target.seek(0)
        target.truncate()
    return target


def written(target: Target) -> Source:
    """What was written, to be read."""
    return target if isinstance(target, Path) else Stored(target)


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """The file, empty, for writing and reading; one that was open already stays so."""
    if isinstance(target, Path):
        with target.open("w+b") as file:
            yield file
    else:
        yield target
