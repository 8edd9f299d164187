"""age files as streams in constant memory (format: age-encryption.org/v1, written by pyrage)."""

import fcntl
import hashlib
import io
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import BinaryIO, Final, Protocol, TypeVar

import pyrage

from app.vault.errors import Damaged

CHUNK: Final = 64 * 1024
_PIPE_BYTES: Final = 1024 * 1024

T = TypeVar("T")


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next, at most `size` of them where that is not negative; none at the end."""


class Counted:
    """A reader that knows the SHA-256 and the size of what was read through it, and before through another if that is named."""

    def __init__(self, source: Source, before: "Counted | None" = None) -> None:
        self._source = source
        self._hash: hashlib._Hash = before._hash.copy() if before else hashlib.sha256()
        self.size: int = before.size if before else 0

    def read(self, size: int = -1) -> bytes:
        """As `source.read`."""
        data = self._source.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        """In hexadecimal."""
        return self._hash.hexdigest()


class Limited:
    """The next bytes of another reader, as many as a limit says."""

    def __init__(self, source: Source, most: int) -> None:
        self._source, self._left = source, most

    def read(self, size: int = -1) -> bytes:
        """As of the source."""
        data = self._source.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data


def encrypt(source: Counted, target: BinaryIO, recipient: pyrage.x25519.Recipient) -> None:
    """What `source` still gives, as an age file into `target`. Raises OSError as reading or writing did."""
    failures: list[OSError] = []
    reader = SimpleNamespace(read=_noting(failures, source.read))
    writer = SimpleNamespace(write=_noting(failures, target.write), flush=_noting(failures, target.flush))
    try:
        pyrage.encrypt_io(reader, writer, [recipient])
    except (pyrage.EncryptError, OSError) as error:
        # pyrage makes an error of its own from either file's, and the number that says "disk full" would be lost.
        raise (failures[0] if failures else OSError(str(error))) from error


def _noting(failures: list[OSError], step: Callable[..., T]) -> Callable[..., T]:
    def noted(*arguments: object) -> T:
        try:
            return step(*arguments)
        except OSError as error:
            failures.append(error)
            raise

    return noted


def plaintext(file: BinaryIO, identity: pyrage.x25519.Identity) -> Iterator[bytes]:
    """What the age file says, in chunks of at most `CHUNK` bytes, each of them authenticated; closes `file`.

    Raises Damaged where the file ends early, was changed, or was written for another key: perhaps after some chunks.
    """
    read, write = os.pipe()
    with suppress(OSError):  # only for speed; an ordinary user may be allowed less
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    failures: list[Exception] = []
    # pyrage pushes, our readers pull: between them a pipe, which also makes it wait for a slow reader.
    pouring = threading.Thread(target=_pour, args=(file, write, identity, failures), daemon=True)
    pouring.start()
    try:
        while chunk := os.read(read, CHUNK):
            yield chunk
    finally:
        os.close(read)
        pouring.join()
    if failures:
        raise Damaged("the file is damaged, or was written for another key") from failures[0]


def _pour(file: BinaryIO, write: int, identity: pyrage.x25519.Identity, failures: list[Exception]) -> None:
    try:
        with file, io.BufferedWriter(io.FileIO(write, "w"), CHUNK) as target:  # pyrage writes 8 KiB at a time
            pyrage.decrypt_io(file, target, [identity])
    except (pyrage.DecryptError, OSError) as error:
        failures.append(error)
