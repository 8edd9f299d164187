"""The vault: a file goes in once, encrypted, under a random name; it is read, or shredded, and never changed."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from app.vault import disk, parts
from app.vault.age import Counted, Limited, Source, encrypt, plaintext
from app.vault.draft import Draft, drafting
from app.vault.errors import Missing, NotStored, WrongKeys
from app.vault.keys import Keys
from app.vault.parts import PART, Index, Part
from app.vault.reader import Reader
from consent_store.ids import new_id

_SUFFIX: Final = ".age"
_FOLDER: Final = ".parts"
_HEADER_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the vault: its random `name`, and the SHA-256 (hexadecimal) and size in bytes of its plaintext."""

    name: str
    sha256: str
    size: int


class Vault(Protocol):
    """Where encrypted files are kept: a folder of this machine, or a store that many machines share."""

    def put(self, source: Source | bytes) -> Stored:
        """Keeps what `source` still gives, read and written as a stream. It is there, whole, when this returns.

        Raises NotStored; then nothing of it is kept.
        """

    def put_in_parts(self, source: Source) -> Stored:
        """As `put`, for what may be large: it can be read from anywhere in it afterwards. What fits into one part is kept as by `put`."""

    def join(self, pieces: Sequence[Stored], sha256: str | None = None) -> Stored:
        """What these files, each kept by `put_in_parts`, make one after the other. Nothing is written twice: they lie in both until one of
        the two is shredded. Who knows the `sha256` of the whole saves them from being read again.

        Raises Missing, Damaged and NotStored.
        """

    def reader(self, name: str) -> Reader:
        """The plaintext, to be read here and there. One that is not kept in parts is deciphered at once, and lies in memory.

        Raises Missing and Damaged; a reader raises them too.
        """

    def indexed(self, name: str) -> Stored | None:
        """What its index says of a file that is kept in parts, each of which is compared with that when it is read; None of any other.

        Raises Missing and Damaged.
        """

    def draft(self) -> AbstractContextManager[Draft]:
        """A file to work on, which nobody else can read, and of which nothing is left."""

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
    """A vault in a folder of this machine: `ab/cd/NAME.age`, or `ab/cd/NAME.parts`, and `incoming` for what is not whole yet."""

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

    def put(self, source: Source | bytes) -> Stored:
        """As `Vault.put`: written aside, synced, then moved to its place in one step."""
        whole = Counted(BytesIO(source) if isinstance(source, bytes) else source)
        with self._making() as making:
            self._write(whole, making)
            _settle(making, self._path(making.name))
        return Stored(making.name, whole.sha256, whole.size)

    def put_in_parts(self, source: Source) -> Stored:
        """As `Vault.put_in_parts`."""
        with self._making() as first, self._making() as folder:
            counted = Counted(Limited(source, PART))
            self._write(counted, first)
            if counted.size < PART:
                _settle(first, self._path(first.name))
                return Stored(first.name, counted.sha256, counted.size)
            disk.make_private_folder(folder)
            first.rename(parts.place_of(folder, 0))
            whole, found = Counted(source, counted), [Part(counted.sha256, counted.size)]
            while found[-1].size == PART:
                found.append(self._write_part(whole, parts.place_of(folder, len(found))))
            return self._finish(folder, Index(folder.name, whole.sha256, tuple(found)))

    def join(self, pieces: Sequence[Stored], sha256: str | None = None) -> Stored:
        """As `Vault.join`."""
        lying = [each for piece in pieces for each in self._lying(piece)]
        whole = sha256 or self._read_through(lying)
        with self._making() as folder:
            disk.make_private_folder(folder)
            for number, (place, _part) in enumerate(lying):
                _link(place, parts.place_of(folder, number))
            return self._finish(folder, Index(folder.name, whole, tuple(part for _place, part in lying)))

    def open(self, name: str) -> Iterator[bytes]:
        """As `Vault.open`."""
        try:
            file = self._path(name).open("rb")
        except FileNotFoundError:
            return parts.flowing(self._path(name, _FOLDER), self._index(name), self._keys)
        return plaintext(file, self._keys.vault)

    def reader(self, name: str) -> Reader:
        """As `Vault.reader`."""
        if self._path(name).exists():
            data = parts.contents(self._path(name), self._keys)
            part = parts.part_of(data)
            return Reader(part.sha256, [part.size], lambda _number: data)
        folder, index = self._path(name, _FOLDER), self._index(name)
        sizes = [part.size for part in index.parts]
        return Reader(index.sha256, sizes, lambda number: parts.checked(parts.place_of(folder, number), index.parts[number], self._keys))

    def indexed(self, name: str) -> Stored | None:
        """As `Vault.indexed`."""
        if self._path(name).exists():
            return None
        index = self._index(name)
        return Stored(name, index.sha256, index.size)

    def draft(self) -> AbstractContextManager[Draft]:
        """As `Vault.draft`."""
        return drafting(self._incoming)

    def room(self) -> int:
        """As `Vault.room`."""
        return shutil.disk_usage(self.root).free

    def shred(self, name: str) -> None:
        """As `Vault.shred`. The header holds the file's own key: without it nobody can read the rest, wherever a copy of
        its blocks stays on the disk.
        """
        for place in (self._path(name), self._path(name, _FOLDER)):
            if place.exists():
                with suppress(FileNotFoundError):  # another process was quicker
                    disk.move(place, self._incoming / place.name)
                    _erase(self._incoming / place.name)

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """As `Vault.names`."""
        return (path.stem for path in self.root.glob("??/??/*") if path.suffix in (_SUFFIX, _FOLDER) and _is_from(path, before))

    def unfinished(self, before: datetime | None = None) -> Iterator[str]:
        """As `Vault.unfinished`."""
        return (path.name for path in self._incoming.iterdir() if _is_from(path, before))

    def tidy(self, before: datetime) -> int:
        """As `Vault.tidy`."""
        left = list(self.unfinished(before))
        for name in left:
            _erase(self._incoming / name)
        return len(left)

    def _path(self, name: str, suffix: str = _SUFFIX) -> Path:
        if not name.isalnum() or not name.isascii():
            raise Missing("the vault has no file of such a name")
        return self.root / name[:2] / name[2:4] / (name + suffix)

    @contextmanager
    def _making(self) -> Iterator[Path]:
        """A new place aside. What is still there at the end goes."""
        making = self._incoming / new_id()
        try:
            yield making
        except OSError as error:
            raise NotStored("the file could not be written, and nothing of it is kept") from error
        finally:
            _erase(making)

    def _write(self, source: Counted, place: Path) -> None:
        with disk.written(place) as file:
            encrypt(source, file, self._keys.recipient)

    def _write_part(self, whole: Counted, place: Path) -> Part:
        part = Counted(Limited(whole, PART))
        self._write(part, place)
        return Part(part.sha256, part.size)

    def _finish(self, folder: Path, index: Index) -> Stored:
        with disk.written(folder / parts.INDEX) as file:
            file.write(index.sealed(self._keys))
        disk.sync_folder(folder)
        _settle(folder, self._path(index.name, _FOLDER))
        return Stored(index.name, index.sha256, index.size)

    def _index(self, name: str) -> Index:
        folder = self._path(name, _FOLDER)
        if not folder.is_dir():
            raise Missing(f"the vault has no file {name}")
        return parts.index_of(folder, name, self._keys)

    def _lying(self, piece: Stored) -> list[tuple[Path, Part]]:
        """The age files that make it up, in order, and what they say. Raises Missing, Damaged."""
        if self._path(piece.name).exists():
            return [(self._path(piece.name), Part(piece.sha256, piece.size))]
        index, folder = self._index(piece.name), self._path(piece.name, _FOLDER)
        return [(parts.place_of(folder, number), part) for number, part in enumerate(index.parts)]

    def _read_through(self, lying: Sequence[tuple[Path, Part]]) -> str:
        """The SHA-256 of all of them. Raises Damaged."""
        whole = hashlib.sha256()
        for place, part in lying:
            whole.update(parts.checked(place, part, self._keys))
        return whole.hexdigest()

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
    """Every age file that belongs to something whole in the vault at `root`, encrypted as it lies there, in no order."""
    return chain(root.glob(f"??/??/*{_SUFFIX}"), root.glob(f"??/??/*{_FOLDER}/*{_SUFFIX}"))


def _settle(made: Path, place: Path) -> None:
    disk.make_private_folder(place.parent)
    disk.move(made, place)


def _link(place: Path, to: Path) -> None:
    try:
        to.hardlink_to(place)
    except FileNotFoundError as error:
        raise Missing("a piece is gone") from error


def _erase(path: Path) -> None:
    """Nothing where it is gone already. Of a folder the files stay until all of their keys are gone."""
    try:
        for each in sorted(path.iterdir()) if path.is_dir() else [path]:
            _blank(each)
        if path.is_dir():
            shutil.rmtree(path)
            disk.sync_folder(path.parent)
        else:
            disk.remove(path)
    except FileNotFoundError:
        return  # another process was quicker


def _blank(path: Path) -> None:
    """What lies elsewhere in the vault too, since it was joined, keeps its key until that goes as well."""
    with path.open("r+b", buffering=0) as file:
        found = os.fstat(file.fileno())
        if found.st_nlink == 1:
            file.write(bytes(min(_HEADER_BYTES, found.st_size)))
            os.fsync(file.fileno())


def _is_from(path: Path, before: datetime | None) -> bool:
    try:
        return before is None or path.stat().st_mtime <= before.timestamp()
    except FileNotFoundError:
        return False
