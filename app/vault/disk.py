"""Steps on disk that hold through a crash: what was synced is there afterwards, a rename happened or did not."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.vault.errors import OpenToOthers


def make_private_folder(folder: Path) -> None:
    """`folder` with mode 0700, its parents with it, each entry synced. Nothing where it is there already."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    with suppress(FileExistsError):  # another process was quicker
        folder.mkdir(0o700)
    sync_folder(folder.parent)


def require_private(path: Path) -> None:
    """Raises OpenToOthers where other users may read or change `path`, or where it is a symbolic link."""
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        raise OpenToOthers(f"{path} is a symbolic link; name the place itself")
    if found.st_mode & 0o077:
        mode = "700" if stat.S_ISDIR(found.st_mode) else "600"
        raise OpenToOthers(f"{path} is open to other users of this machine; run: chmod {mode} {path}")


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """The new file `path` (0600), for writing; synced at the end, and gone again where anything fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        path.unlink()
        raise


def move(old: Path, new: Path) -> None:
    """`old` as `new`, in folders that are there; both folders synced."""
    old.rename(new)
    sync_folder(new.parent)
    if old.parent != new.parent:
        sync_folder(old.parent)


def remove(path: Path) -> None:
    """`path` gone, and staying gone."""
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The names in `folder` as they are now, on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
