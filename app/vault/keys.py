"""The school's keys: three files in a folder of their own, made at the first use, never in the database."""

import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeVar

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from app.vault import disk
from app.vault.errors import KeysIncomplete

_SET: Final = "school"
_VAULT: Final = "vault.age"
_SIGNING: Final = "checkpoints.pem"
_SESSIONS: Final = "sessions.key"

_SECRET_BYTES: Final = 32

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keys:
    """The school's keys, none of which `repr` shows.

    `vault` opens every file and template; `signing` signs the ledger's checkpoints; `secret` (32 bytes) signs sessions
    and one-time codes.
    """

    vault: pyrage.x25519.Identity = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)
    secret: bytes = field(repr=False)

    @property
    def recipient(self) -> pyrage.x25519.Recipient:
        """Whom the vault's files are written for."""
        return self.vault.to_public()

    @classmethod
    def load_or_create(cls, folder: Path) -> Self:
        """The keys in `folder`; at the first use they are made there, all or none.

        Raises OpenToOthers where others may read them, KeysIncomplete where some are missing or unreadable: a lost key is
        never quietly replaced.
        """
        disk.make_private_folder(folder)
        disk.require_private(folder)
        if not (folder / _SET).exists():
            create(folder, _new_files())
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The keys that are in `folder`. Raises as `load_or_create`."""
        for path in (folder, folder / _SET, *(folder / _SET / name for name in (_VAULT, _SIGNING, _SESSIONS))):
            if not path.exists():
                raise KeysIncomplete(f"{path} is missing: put the school's keys back, from a backup")
            disk.require_private(path)
        return cls(
            _read(folder, _VAULT, _identity),
            _read(folder, _SIGNING, _signing_key),
            _read(folder, _SESSIONS, _sessions_secret),
        )


def files(folder: Path) -> dict[str, bytes]:
    """The keys in `folder` as they are written, by file name, for a backup."""
    return {path.name: path.read_bytes() for path in sorted((folder / _SET).iterdir())}


def create(folder: Path, contents: dict[str, bytes]) -> None:
    """Writes a set of keys into a `folder` that has none: all or none. Where another process was quicker, its set stays.

    Raises OSError as the disk did.
    """
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
    try:
        for name, content in contents.items():
            with disk.written(making / name) as file:
                file.write(content)
        disk.sync_folder(making)
        disk.move(making, folder / _SET)
    except FileExistsError:
        pass
    except OSError:
        if not (folder / _SET).exists():
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _new_files() -> dict[str, bytes]:
    identity = pyrage.x25519.Identity.generate()
    signing = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        _VAULT: f"# public key: {identity.to_public()}\n{identity}\n".encode(),
        _SIGNING: signing,
        _SESSIONS: secrets.token_hex(_SECRET_BYTES).encode() + b"\n",
    }


def _identity(written: bytes) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(written.decode().splitlines()[-1])


def _signing_key(written: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(written, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return key


def _sessions_secret(written: bytes) -> bytes:
    secret = bytes.fromhex(written.decode())
    if len(secret) != _SECRET_BYTES:
        raise ValueError("not a whole secret")
    return secret


def _read(folder: Path, name: str, parse: Callable[[bytes], T]) -> T:
    path = folder / _SET / name
    try:
        return parse(path.read_bytes())
    except (OSError, ValueError, IndexError, TypeError, pyrage.IdentityError) as error:
        raise KeysIncomplete(f"{path} cannot be read as a key: put it back, from a backup") from error
