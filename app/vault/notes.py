"""Signed notes (c2sp.org/signed-note) with Ed25519: a text anybody can check with the school's public key and nothing else."""

from base64 import b64decode, b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ED25519 = b"\x01"
_DASH = "— "


class NotSigned(ValueError):
    """A note that does not carry a valid signature of this key."""


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The note of `text`, which ends with a line break, signed under `name`."""
    if not text.endswith("\n"):
        raise ValueError("the text of a note ends with a line break")
    signature = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{_DASH}{name} {b64encode(signature).decode()}\n"


def opened(note: str, name: str, key: Ed25519PublicKey) -> str:
    """The text of a note that `key` signed under `name`. Raises `NotSigned`; signatures by others are passed over, as the format asks."""
    text, separator, signatures = note.rpartition("\n\n")
    for line in signatures.splitlines() if separator else []:
        if line.startswith(f"{_DASH}{name} ") and _is_good(f"{text}\n", line.rpartition(" ")[2], name, key):
            return f"{text}\n"
    raise NotSigned("the note carries no valid signature of this school")


def verifier(name: str, key: Ed25519PublicKey) -> str:
    """The public key in the form that tools for signed notes take."""
    return f"{name}+{_key_id(name, key).hex()}+{b64encode(_ED25519 + _raw(key)).decode()}"


def known(text: str) -> tuple[str, Ed25519PublicKey]:
    """The name and the public key that a `verifier` holds. Raises `ValueError` for anything else."""
    name, _, rest = text.strip().partition("+")
    raw = b64decode(rest.partition("+")[2], validate=True)[1:]
    key = Ed25519PublicKey.from_public_bytes(raw)
    if verifier(name, key) != text.strip():
        raise ValueError("not a public key of a signed note")
    return name, key


def _is_good(text: str, signature: str, name: str, key: Ed25519PublicKey) -> bool:
    try:
        data = b64decode(signature, validate=True)
        key.verify(data[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return data[:4] == _key_id(name, key) and b64encode(data).decode() == signature


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + _raw(key)).digest()[:4]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
