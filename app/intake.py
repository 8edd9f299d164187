"""The way in for bytes: from a stream into the vault, looked at only by their first bytes. Nothing is decoded here."""

import errno
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Protocol, Self

from app.media import files, recordings, refusals, unplayable
from app.media.kinds import kind_of
from app.media.refusals import Unreadable
from app.media.unplayable import Unplayable
from app.vault import NotStored, Stored, Vault, VaultError
from consent_store.errors import BadInput
from consent_store.rules.terms import Kind

LARGEST = {Kind.PHOTO: files.MAX_BYTES, Kind.FILM: recordings.MAX_BYTES, Kind.SOUND: recordings.MAX_BYTES}  # bytes
_HEAD = 1 << 20
_BLOCK = 256 * 1024
_TELLING = 4096  # bytes that say what a file is
_TAIL = 70_000  # bytes at the end of a recording that say whether it is something else too
_SPARE = 256 << 20  # bytes of the disk that files leave to everything else
_PICTURE = re.compile(r"image/|.*\.(jpe?g|hei[cf]|png|webp|avif|tiff?)$", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, a film or sound in the vault."""

    stored: Stored
    kind: Kind


class Intake(Protocol):
    """What files the bytes of an upload."""

    def receive_medium(self, stream: IO[bytes]) -> Medium:
        """File a picture, a film or sound. Raises `BadInput` with the reason's code; then nothing of it is kept."""
        ...

    def receive(self, stream: IO[bytes]) -> Stored:
        """File a picture. Raises likewise."""
        ...

    def receive_scan(self, stream: IO[bytes]) -> Scan:
        """File the scan of a form: a picture or a PDF. Raises likewise."""
        ...

    def receive_piece(self, stream: IO[bytes], *, first: bool, of: int) -> Stored:
        """File a part of a medium of so many bytes. Raises likewise; of the first part also where it cannot become one."""
        ...

    def join(self, pieces: Sequence[Stored], sha256: str | None) -> Medium:
        """The medium that these pieces make up; they stay. `sha256`: of the whole (hex), where it is known. Raises as `receive_medium`
        does, and `lost` where some of them are.
        """
        ...

    def expect(self, size: int, called: str) -> None:
        """Ask whether a file of so many bytes would be taken in, `called` so or said to be of that type (`video/mp4`).

        Raises `BadInput`: empty, too_large, disk_full.
        """
        ...


def sentence(code: str) -> str:
    """Why a file could not be taken in or read, in one English sentence."""
    sentences = unplayable.SENTENCES | refusals.SENTENCES
    return sentences.get(code, sentences["broken"])


class VaultIntake:
    """Files media in a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def receive_medium(self, stream: IO[bytes]) -> Medium:
        """As `Intake.receive_medium`."""
        source = _Upload(stream)
        kind = _kind(source.head)
        stored = self._filed(source, kind)
        return Medium(stored, kind) if kind is Kind.PHOTO else self._whole(stored)

    def receive(self, stream: IO[bytes]) -> Stored:
        """As `Intake.receive`."""
        source = _Upload(stream)
        _picture(source.head)
        return self._filed(source, Kind.PHOTO)

    def receive_scan(self, stream: IO[bytes]) -> Scan:
        """As `Intake.receive_scan`."""
        source = _Upload(stream)
        media_type = "application/pdf" if source.head.startswith(b"%PDF-") else _SCANS[_picture(source.head)]
        return Scan(self._filed(source, Kind.PHOTO), media_type)

    def receive_piece(self, stream: IO[bytes], *, first: bool, of: int) -> Stored:
        """As `Intake.receive_piece`."""
        source, kind = _Upload(stream), Kind.FILM
        if first and len(source.head) >= _TELLING:
            kind = _kind(source.head)
            _require_small_enough(of, kind)
        return self._filed(source, kind)

    def join(self, pieces: Sequence[Stored], sha256: str | None) -> Medium:
        """As `Intake.join`."""
        try:
            stored = self._vault.join(pieces, sha256)
        except NotStored as error:
            raise _not_stored(error) from error
        except VaultError as error:
            raise BadInput("What had arrived of this file is lost. Choose it again.", code="lost") from error
        return self._whole(stored)

    def expect(self, size: int, called: str) -> None:
        """As `Intake.expect`."""
        if not size:
            raise _refused(Unreadable("empty"))
        _require_small_enough(size, Kind.PHOTO if _PICTURE.match(called) else Kind.FILM)
        if self._vault.room() < size + _SPARE:
            raise _no_room()

    def _whole(self, stored: Stored) -> Medium:
        """What lies in the vault as a medium, looked at from both ends."""
        try:
            reader = self._vault.reader(stored.name)
            kind = _kind(reader.read_at(0, _HEAD))
            _require_small_enough(stored.size, kind)
            if kind is not Kind.PHOTO:
                _require_alone(reader.read_at(max(0, stored.size - _TAIL), _TAIL))
        except BaseException:
            self._vault.shred(stored.name)
            raise
        return Medium(stored, kind)

    def _filed(self, source: "_Upload", kind: Kind) -> Stored:
        if self._vault.room() < _SPARE:
            raise _no_room()
        try:
            stored = self._vault.put_in_parts(source.limited(LARGEST[kind], self._vault.room))
        except NotStored as error:
            raise _not_stored(error) from error
        if source.too_large:
            self._vault.shred(stored.name)
            raise _too_large(kind)
        return stored


class _Upload:
    """A stream that has been looked at and that ends where it grows too large; taken from its source in blocks, handed out as is asked."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.head = stream.read(_HEAD)
        self._stream = stream
        self._block, self._at = self.head, 0
        self._left = 0
        self._room: Callable[[], int] = lambda: _SPARE

    @property
    def too_large(self) -> bool:
        """Whether there were too many."""
        return self._left < 0

    def limited(self, most: int, room: Callable[[], int]) -> Self:
        """The same, ending after `most` bytes; `room` says how many bytes the disk still has."""
        self._left, self._room = most, room
        return self

    def read(self, size: int = -1) -> bytes:
        """The next bytes, perhaps fewer than are asked for; none at the end, and once there were too many. Raises OSError where they would
        take what files leave to everything else.
        """
        if self._at == len(self._block):
            self._block, self._at = self._stream.read(_BLOCK), 0
            if self._room() < _SPARE:  # many files may be half-way at once, each of which would fit alone
                raise OSError(errno.ENOSPC, "too little room")
        end = len(self._block) if size < 0 else self._at + size
        chunk = self._block[self._at : end]
        self._at += len(chunk)
        self._left -= len(chunk)
        return b"" if self.too_large else chunk


def _kind(head: bytes) -> Kind:
    try:
        kind_of(head)
    except Unreadable as error:
        if error.code != "not_a_picture":
            raise _refused(error) from error
        return _recorded(head)
    return Kind.PHOTO


def _recorded(head: bytes) -> Kind:
    try:
        return Kind.SOUND if recordings.is_sound(head) else Kind.FILM
    except Unplayable as error:
        raise _refused(error) from error


def _picture(head: bytes) -> str:
    try:
        return kind_of(head)
    except Unreadable as error:
        raise _refused(error) from error


def _require_alone(tail: bytes) -> None:
    try:
        recordings.check_alone(tail)
    except Unplayable as error:
        raise _refused(error) from error


def _require_small_enough(size: int, kind: Kind) -> None:
    if size > LARGEST[kind]:
        raise _too_large(kind)


def _too_large(kind: Kind) -> BadInput:
    return _refused(Unreadable("too_large") if kind is Kind.PHOTO else Unplayable("too_large"))


def _refused(error: Unreadable | Unplayable) -> BadInput:
    return BadInput(str(error), code=error.code)


def _not_stored(error: NotStored) -> BadInput:
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _NO_ROOM:
        return _no_room()
    return _interrupted()


def _no_room() -> BadInput:
    return BadInput("There is no room left on the disk. Nothing of this file is kept.", code="disk_full")


def _interrupted() -> BadInput:
    return BadInput("The file did not arrive whole. Nothing of it is kept; send it again.", code="interrupted")
