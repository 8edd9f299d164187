"""How a large file lies in the vault: a folder of age files of at most `PART` bytes each, and an index that says what they make.

Each can be opened with the `age` tool; one after the other, in the order of their names, they are the file. Whoever knows the school's
public key can write age files, so the index carries an authentication code that only the school's own key makes.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import pyrage

from app.vault.age import CHUNK
from app.vault.errors import Damaged, Missing
from app.vault.keys import Keys
from app.vault.seals import seal, unseal

PART: Final = 8 << 20
INDEX: Final = "index.age"
_PURPOSE: Final = b"beeldpoort: index of a file in parts\n"
_MARK: Final = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Part:
    """The SHA-256 (hexadecimal) and size in bytes of what one part says."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Index:
    """What the parts of the file `name` make: the whole's SHA-256 (hexadecimal), and the parts in order."""

    name: str
    sha256: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Of the whole, in bytes."""
        return sum(part.size for part in self.parts)

    def sealed(self, keys: Keys) -> bytes:
        """As it is kept."""
        told = json.dumps([self.name, self.sha256, [[part.sha256, part.size] for part in self.parts]]).encode()
        return seal(keys, _mark(keys, told) + told)

    @classmethod
    def unsealed(cls, keys: Keys, name: str, sealed: bytes) -> Self:
        """The index of `name`. Raises Damaged where the school did not write it, or wrote it for another file."""
        marked = unseal(keys, sealed)
        told = marked[_MARK:]
        if not hmac.compare_digest(marked[:_MARK], _mark(keys, told)):
            raise Damaged("the index of a file was not written by this school")
        found, sha256, parts = json.loads(told)
        if found != name:
            raise Damaged("the index belongs to another file")
        return cls(name, sha256, tuple(Part(digest, size) for digest, size in parts))


def place_of(folder: Path, number: int) -> Path:
    """Where the part with this number, from 0, lies."""
    return folder / f"{number:06d}.age"


def index_of(folder: Path, name: str, keys: Keys) -> Index:
    """The index in the folder of `name`. Raises Damaged."""
    try:
        sealed = (folder / INDEX).read_bytes()
    except OSError as error:
        raise Damaged("the index of a file is missing") from error
    return Index.unsealed(keys, name, sealed)


def contents(place: Path, keys: Keys) -> bytes:
    """All that the age file at `place` says. Raises Missing, Damaged."""
    try:
        return bytes(pyrage.decrypt(place.read_bytes(), [keys.vault]))
    except FileNotFoundError as error:
        raise Missing("the vault has no such file") from error
    except (pyrage.DecryptError, OSError) as error:
        raise Damaged("the file is damaged, or was written for another key") from error


def checked(place: Path, part: Part, keys: Keys) -> bytes:
    """What a part says, which is what the index says of it. Raises Damaged, also where it is missing."""
    try:
        data = contents(place, keys)
    except Missing as error:
        raise Damaged("a part of the file is missing") from error
    if part_of(data) != part:
        raise Damaged("a part of the file is not the one that was written there")
    return data


def part_of(data: bytes) -> Part:
    """What an index says of these bytes."""
    return Part(hashlib.sha256(data).hexdigest(), len(data))


def flowing(folder: Path, index: Index, keys: Keys) -> Iterator[bytes]:
    """The whole in chunks of at most `CHUNK` bytes. Raises Damaged, perhaps after some parts."""
    for number, part in enumerate(index.parts):
        data = checked(place_of(folder, number), part, keys)
        yield from (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))


def _mark(keys: Keys, told: bytes) -> bytes:
    return hmac.digest(str(keys.vault).encode(), _PURPOSE + told, "sha256")
