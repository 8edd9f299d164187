"""A file that something is written to, and that is read again before it is anybody's: by its name, or open."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from av.error import PyAVCallbackError

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
    """The file, for writing and reading: one of this name, empty, or the one that is open, which stays so. Raises OSError as it does."""
    with target.open("w+b") if isinstance(target, Path) else nullcontext(target) as file:
        try:
            yield file
        except PyAVCallbackError as error:
            # FFmpeg makes an error of its own from the file's, and the number that says "disk full" would be lost.
            raise (error.__context__ if isinstance(error.__context__, OSError) else error) from None
