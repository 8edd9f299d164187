"""What went out together, signed: a note that says of each file its SHA-256, and of each picture its release and the decision under which
it left.

Whoever has the files, the note and the school's public key needs nothing else to see that these are the ones, and that nobody changed them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.vault import Keys, notes
from consent_store.rules.chain import Head

NAME = "manifest.txt"
_FORMAT = "beeldpoort manifest 2"
_PICTURES_ALONE = "beeldpoort manifest 1"  # signed before the texts beside the pictures were named
_TEXTS = (".txt", ".csv")
_MOST = 1 << 24  # bytes of a manifest
_STEP = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One file that left: its name in the zip, SHA-256 (hex), release, for what, and the decision: `masks` counts what is covered."""

    file: str
    sha256: str
    release: str
    purpose: str
    channel: str
    personally: bool
    decision: str
    masks: int
    released: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A text that left with the pictures: its name in the zip, and SHA-256 (hex)."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Read:
    """A manifest whose signature is good: the ledger's end at that moment, and the files. `complete`: the texts too."""

    origin: str
    head: Head
    lines: Sequence[Line | Beside]
    complete: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a zip holds beside its manifest: files that are as they left, that were changed, that are missing, and that are strange."""

    manifest: Read
    whole: Sequence[str]
    changed: Sequence[str]
    missing: Sequence[str]
    strange: Sequence[str]

    @property
    def holds(self) -> bool:
        """Whether every file is as it left. A photo that was taken out of the zip since is no fault of the others."""
        return not self.changed and not self.strange


class NotOurs(ValueError):
    """A file that is no zip of this school, or was changed."""


def signed(lines: Sequence[Line | Beside], head: Head, origin: str, keys: Keys) -> str:
    """The note over these files, under the end of the ledger as it is now."""
    told = [origin, _FORMAT, f"checkpoint {head.size} {head.hash.hex()}", *(json.dumps(asdict(line), sort_keys=True) for line in lines)]
    return notes.sign("\n".join([*told, ""]), origin, keys.signing)


def read(note: str, key: Ed25519PublicKey) -> Read:
    """A manifest, its signature checked. Raises `NotOurs`."""
    origin = note.partition("\n")[0]
    try:
        _, form, checkpoint, *lines = notes.opened(note, origin, key).splitlines()
        word, size, hash_ = checkpoint.split(" ")
        if form not in (_FORMAT, _PICTURES_ALONE) or word != "checkpoint":
            raise ValueError("another format")
        return Read(origin, Head(int(size), bytes.fromhex(hash_)), [_line(json.loads(line)) for line in lines], form == _FORMAT)
    except (ValueError, TypeError) as error:
        raise NotOurs("The manifest was changed, or another school signed it.") from error


def check(path: Path, key: Ed25519PublicKey) -> Found:
    """Hold the files of a zip against its manifest. Raises `NotOurs` where there is none that this school signed."""
    try:
        with ZipFile(path) as zipped:
            if zipped.getinfo(NAME).file_size > _MOST:
                raise NotOurs("This is no manifest.")
            manifest, names = read(zipped.read(NAME).decode(), key), zipped.namelist()
            if len(set(names)) < len(names):
                raise BadZipFile("one name for two files: programs differ in which they show")
            seen = {name: _sha256(zipped, name) for name in names}
    except (BadZipFile, KeyError, UnicodeDecodeError, OSError, RuntimeError) as error:
        raise NotOurs("This is no zip with a manifest, or it broke off.") from error
    told = {line.file: line.sha256 for line in manifest.lines}
    whole = [name for name in told if seen.get(name) == told[name]]
    unnamed = [name for name in seen if name not in told and name != NAME]
    changed = [name for name in told if name in seen and name not in whole]
    strange = [name for name in unnamed if manifest.complete or not name.endswith(_TEXTS)]
    return Found(manifest, whole, changed, [name for name in told if name not in seen], strange)


def _line(told: dict[str, Any]) -> Line | Beside:
    return Line(**told) if "release" in told else Beside(**told)


def _sha256(zipped: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with zipped.open(name) as file:
        while chunk := file.read(_STEP):
            digest.update(chunk)
    return digest.hexdigest()
