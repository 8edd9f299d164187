"""A file to work on: read and written anywhere, never readable on the disk, and gone when the work ends, however that ends.

It has no name in any folder, and lies there under AES-XTS (IEEE 1619) with a key that is in memory alone. Nothing tells whether somebody
changed it meanwhile: it is for what this process writes and reads again at once, and what is kept of it goes into the vault.
"""

import os
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from pathlib import Path
from tempfile import TemporaryFile
from threading import RLock
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import XTS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_UNIT: Final = 256 << 10  # bytes that are enciphered together
_AT_HAND: Final = 16  # units in memory
_KEY_BYTES: Final = 64  # two keys of AES-256, as XTS has it
_TWEAK_BYTES: Final = 16


@contextmanager
def drafting(folder: Path) -> Iterator["Draft"]:
    """An empty draft on the disk that holds `folder`."""
    with TemporaryFile(dir=folder, buffering=0) as file, Draft(file.fileno()) as draft:
        yield draft


class Draft(RawIOBase):
    """A binary file, usable from several threads. Raises OSError as the disk did."""

    def __init__(self, file: int) -> None:
        """What is written lies in the empty file behind this descriptor, which the caller closes."""
        super().__init__()
        self._file = file
        self._cipher = AES(secrets.token_bytes(_KEY_BYTES))
        self._kept: OrderedDict[int, bytearray] = OrderedDict()
        self._changed: set[int] = set()
        self._on_disk: set[int] = set()
        self._at = self.size = 0
        self._lock = RLock()

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset` (>= 0) on, fewer only at the end."""
        with self._lock:
            end, taken = min(offset + length, self.size), bytearray()
            while offset + len(taken) < end:
                number, first = divmod(offset + len(taken), _UNIT)
                taken += self._unit(number)[first : first + end - offset - len(taken)]
            return bytes(taken)

    def read(self, size: int | None = -1) -> bytes:
        """As of any file; always as many as there are."""
        with self._lock:
            data = self.read_at(self._at, self.size if size is None or size < 0 else size)
            self._at += len(data)
        return data

    def readinto(self, into: "WriteableBuffer") -> int:
        """As of any raw file."""
        view = memoryview(into).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def write(self, data: "ReadableBuffer") -> int:
        """As of any raw file; always all of it."""
        view = memoryview(data).cast("B")
        with self._lock:
            done = 0
            while done < len(view):
                number, first = divmod(self._at, _UNIT)
                some = view[done : done + _UNIT - first]
                self._unit(number)[first : first + len(some)] = some
                self._changed.add(number)
                done, self._at = done + len(some), self._at + len(some)
            self.size = max(self.size, self._at) if done else self.size
        return done

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """As of any file. Raises ValueError before its beginning."""
        with self._lock:
            place = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self.size}[whence]
            if place < 0:
                raise ValueError("before the beginning of the file")
            self._at = place
        return place

    def tell(self) -> int:
        """As of any file."""
        return self._at

    def truncate(self, size: int | None = None) -> int:
        """As of any file: what stands behind is gone, and zeros where it grows again."""
        with self._lock:
            size = self._at if size is None else size
            number, first = divmod(size, _UNIT)
            if size < self.size:
                self._unit(number)[first:] = bytes(_UNIT - first)
                self._changed.add(number)
                self._forget(number + 1)
            self.size = size
        return size

    def readable(self) -> bool:
        """Always."""
        return True

    def writable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Let it go. Whoever reads or writes it afterwards gets a ValueError."""
        self._kept.clear()
        super().close()

    def _unit(self, number: int) -> bytearray:
        if self.closed:
            raise ValueError("the draft is closed, and its descriptor may be another file's by now")
        if number not in self._kept:
            while len(self._kept) >= _AT_HAND:
                self._put_away(*self._kept.popitem(last=False))
            self._kept[number] = self._fetched(number)
        self._kept.move_to_end(number)
        return self._kept[number]

    def _put_away(self, number: int, unit: bytearray) -> None:
        if number in self._changed:
            sealed = self._under(number).encryptor().update(bytes(unit))
            at = number * _UNIT
            while sealed:
                written = os.pwrite(self._file, sealed, at)
                sealed, at = sealed[written:], at + written
            self._changed.remove(number)
            self._on_disk.add(number)

    def _fetched(self, number: int) -> bytearray:
        if number not in self._on_disk:
            return bytearray(_UNIT)
        return bytearray(self._under(number).decryptor().update(os.pread(self._file, _UNIT, number * _UNIT)))

    def _under(self, number: int) -> Cipher[XTS]:
        return Cipher(self._cipher, XTS(number.to_bytes(_TWEAK_BYTES, "little")))

    def _forget(self, first: int) -> None:
        for number in [each for each in {*self._on_disk, *self._kept} if each >= first]:
            self._kept.pop(number, None)
            self._changed.discard(number)
            self._on_disk.discard(number)
