"""The vault: a file goes in once, encrypted, under a random name; it is read, or shredded, and never changed."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from app.vault import disk
from app.vault.age import Counted, encrypt, plaintext
from app.vault.errors import Missing, NotStored, WrongKeys
from app.vault.keys import Keys
from consent_store.ids import new_id

_SUFFIX: Final = ".age"
_HEADER_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the vault: its random `name`, and the SHA-256 (hexadecimal) and size in bytes of its plaintext."""

    name: str
    sha256: str
    size: int


class Vault(Protocol):
    """Where encrypted files are kept: a folder of this machine, or a store that many machines share."""

    def put(self, source: BinaryIO | bytes) -> Stored:
        """Keeps what `source` still gives, read and written as a stream. It is there, whole, when this returns.

        Raises NotStored; then nothing of it is kept.
        """

    def open(self, name: str) -> Iterator[bytes]:
        """The plaintext in chunks, read as a stream. Raises Missing at once, Damaged perhaps only after some chunks."""

    def room(self) -> int:
        """How many bytes still fit."""

    def shred(self, name: str) -> None:
        """Makes the file unreadable, then takes it away. Nothing where it is gone already."""

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """Every file, in no order; with `before` (aware) only those written until then."""

    def unfinished(self, before: datetime | None = None) -> Iterator[str]:
        """What a crash left of a `put` or a `shred`; with `before` (aware) only what was written until then."""

    def tidy(self, before: datetime) -> int:
        """Takes away what is `unfinished` since `before`; how many that were."""


class FolderVault:
    """A vault in a folder of this machine: `ab/cd/NAME.age`, and `incoming` for what is not whole yet."""

    def __init__(self, root: Path, keys: Keys) -> None:
        """The vault at `root`, made where there is none.

        Raises OpenToOthers where others may read it, WrongKeys where it was written for other keys.
        """
        self.root = root
        self._keys = keys
        self._incoming = root / "incoming"
        disk.make_private_folder(self._incoming)
        disk.require_private(root)
        self._claim()

    def put(self, source: BinaryIO | bytes) -> Stored:
        """As `Vault.put`: written aside, synced, then moved to its place in one step."""
        name = new_id()
        counted = Counted(BytesIO(source) if isinstance(source, bytes) else source)
        try:
            with disk.written(self._incoming / name) as file:
                encrypt(counted, file, self._keys.recipient)
            disk.make_private_folder(self._path(name).parent)
            disk.move(self._incoming / name, self._path(name))
        except OSError as error:
            (self._incoming / name).unlink(missing_ok=True)
            raise NotStored("the file could not be written, and nothing of it is kept") from error
        return Stored(name, counted.sha256, counted.size)

    def open(self, name: str) -> Iterator[bytes]:
        """As `Vault.open`."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError as error:
            raise Missing(f"the vault has no file {name}") from error
        return plaintext(file, self._keys.vault)

    def room(self) -> int:
        """As `Vault.room`."""
        return shutil.disk_usage(self.root).free

    def shred(self, name: str) -> None:
        """As `Vault.shred`. The header holds the file's own key: without it nobody can read the rest, wherever a copy of
        its blocks stays on the disk.
        """
        aside = self._incoming / name
        try:
            disk.move(self._path(name), aside)
        except FileNotFoundError:
            return
        _erase(aside)

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """As `Vault.names`."""
        return (path.stem for path in kept_in(self.root) if _is_from(path, before))

    def unfinished(self, before: datetime | None = None) -> Iterator[str]:
        """As `Vault.unfinished`."""
        return (path.name for path in self._incoming.iterdir() if _is_from(path, before))

    def tidy(self, before: datetime) -> int:
        """As `Vault.tidy`."""
        left = list(self.unfinished(before))
        for name in left:
            _erase(self._incoming / name)
        return len(left)

    def _path(self, name: str) -> Path:
        if not name.isalnum() or not name.isascii():
            raise Missing("the vault has no file of such a name")
        return self.root / name[:2] / name[2:4] / (name + _SUFFIX)

    def _claim(self) -> None:
        """Writes whose vault this is, or compares: files for two keys in one vault would be found out much too late."""
        mark, ours = self.root / "recipient", str(self._keys.recipient)
        if not mark.exists():
            making = self._incoming / new_id()
            with disk.written(making) as file:
                file.write(ours.encode())
            disk.move(making, mark)
        if mark.read_text().strip() != ours:
            raise WrongKeys(f"{self.root} was written for other keys than these: put the right ones back")


def kept_in(root: Path) -> Iterator[Path]:
    """Every whole file of the vault at `root`, encrypted as it lies there, in no order."""
    return root.glob(f"??/??/*{_SUFFIX}")


def _erase(path: Path) -> None:
    try:
        with path.open("r+b", buffering=0) as file:
            file.write(bytes(min(_HEADER_BYTES, path.stat().st_size)))
            os.fsync(file.fileno())
        disk.remove(path)
    except FileNotFoundError:
        return  # another process was quicker


def _is_from(path: Path, before: datetime | None) -> bool:
    try:
        return before is None or path.stat().st_mtime <= before.timestamp()
    except FileNotFoundError:
        return False
