"""The way in for bytes: from a stream into the vault, looked at only by their first bytes. Nothing is decoded here."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, BinaryIO, Protocol, cast

from app.media.files import MAX_BYTES
from app.media.kinds import kind_of
from app.media.refusals import SENTENCES, Unreadable
from app.vault import Damaged, Missing, NotStored, Stored, Vault
from consent_store.errors import BadInput

LARGEST = MAX_BYTES  # of a picture
_HEAD = 1 << 20
_BLOCK = 256 * 1024
_TELLING = 4096  # bytes that say what a file is
_SPARE = 256 << 20  # bytes of the disk that files leave to everything else
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


# What the scan of a form may be. It is never decoded here: it is kept, and handed back to the office as it came.
_SCANS = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff", "HEIF": "image/heif", "AVIF": "image/avif",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scan:
    """The scan of a form in the vault, and what it is."""

    stored: Stored
    media_type: str


class Intake(Protocol):
    """What files the bytes of an upload."""

    def receive(self, stream: IO[bytes]) -> Stored:
        """File a picture. Raises `BadInput` with the reason's code; then nothing of it is kept."""
        ...

    def receive_scan(self, stream: IO[bytes]) -> Scan:
        """File the scan of a form: a picture or a PDF. Raises likewise."""
        ...

    def receive_piece(self, stream: IO[bytes], *, first: bool) -> Stored:
        """File a part of a picture. Raises likewise; of the first part also where it cannot become one."""
        ...

    def join(self, pieces: Sequence[str]) -> Stored:
        """File the picture that these pieces, by their names in the vault, make up. Raises as `receive` does; the pieces stay."""
        ...

    def expect(self, size: int) -> None:
        """Ask whether a picture of so many bytes would be taken in. Raises `BadInput`: empty, too_large, disk_full."""
        ...


def sentence(code: str) -> str:
    """Why a file could not be taken in or read, in one English sentence."""
    return SENTENCES.get(code, SENTENCES["broken"])


class VaultIntake:
    """Files pictures in a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def receive(self, stream: IO[bytes]) -> Stored:
        """As `Intake.receive`."""
        source = _Upload(stream)
        _kind(source.head)
        return self._filed(source)

    def receive_scan(self, stream: IO[bytes]) -> Scan:
        """As `Intake.receive_scan`."""
        source = _Upload(stream)
        media_type = "application/pdf" if source.head.startswith(b"%PDF-") else _SCANS[_kind(source.head)]
        return Scan(self._filed(source), media_type)

    def receive_piece(self, stream: IO[bytes], *, first: bool) -> Stored:
        """As `Intake.receive_piece`."""
        source = _Upload(stream)
        if first and len(source.head) >= _TELLING:
            _kind(source.head)
        return self._filed(source)

    def join(self, pieces: Sequence[str]) -> Stored:
        """As `Intake.join`."""
        try:
            return self.receive(cast(IO[bytes], _Joined(chain.from_iterable(map(self._vault.open, pieces)))))
        except (Damaged, Missing) as error:
            raise _interrupted() from error

    def expect(self, size: int) -> None:
        """As `Intake.expect`. Twice its size: the pieces are there until the whole is."""
        if not size:
            raise _refused("empty")
        if size > MAX_BYTES:
            raise _refused("too_large")
        if self._vault.room() < 2 * size + _SPARE:
            raise _no_room()

    def _filed(self, source: "_Upload") -> Stored:
        if self._vault.room() < _SPARE:  # hundreds of files may be half-way at once, each of which would fit alone
            raise _no_room()
        try:
            stored = self._vault.put(cast(BinaryIO, source))
        except NotStored as error:
            raise _not_stored(error) from error
        if source.too_large:
            self._vault.shred(stored.name)
            raise _refused("too_large")
        return stored


class _Upload:
    """A stream that has been looked at and that ends where it grows too large; taken from its source in blocks, handed out as is asked."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.head = stream.read(_HEAD)
        self.too_large = False
        self._stream = stream
        self._block, self._at = self.head, 0
        self._left = MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        """The next bytes, perhaps fewer than are asked for; none at the end, and once there were too many."""
        if self._at == len(self._block):
            self._block, self._at = self._stream.read(_BLOCK), 0
        end = len(self._block) if size < 0 else self._at + size
        chunk = self._block[self._at : end]
        self._at += len(chunk)
        self._left -= len(chunk)
        self.too_large = self._left < 0
        return b"" if self.too_large else chunk


class _Joined:
    """Chunks, read as one stream."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._unread = bytearray()

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        while len(self._unread) < size and (chunk := next(self._chunks, None)) is not None:
            self._unread += chunk
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken


def _kind(head: bytes) -> str:
    try:
        return kind_of(head)
    except Unreadable as error:
        raise _refused(error.code) from error


def _refused(code: str) -> BadInput:
    return BadInput(SENTENCES[code], code=code)


def _not_stored(error: NotStored) -> BadInput:
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _NO_ROOM:
        return _no_room()
    return _interrupted()


def _no_room() -> BadInput:
    return BadInput("There is no room left on the disk. Nothing of this file is kept.", code="disk_full")


def _interrupted() -> BadInput:
    return BadInput("The file did not arrive whole. Nothing of it is kept; send it again.", code="interrupted")
