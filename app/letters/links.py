"""Links that live long and open only the door: who has one may have a fresh code sent, to the address that the school knows."""

import hashlib
import hmac
import re
from base64 import b32encode

from app.vault import Keys
from consent_store.ids import PersonId

_ID, _PROOF = 26, 16
_KEY = re.compile(rf"[a-z2-7]{{{_ID + _PROOF}}}")
# Crockford's base 32: no letter that is read as another. 80 bits, so that nobody guesses one whatever the pace.
_SIGNS, _LENGTH, _GROUP = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16, 4
_MISREAD = str.maketrans("OIL", "011")


def door_link(keys: Keys, public_url: str, person: PersonId) -> str:
    """The address of somebody's own door."""
    return f"{public_url}/in/{person}{_proof(keys, person)}"


def behind(keys: Keys, key: str) -> PersonId | None:
    """Whose door a key is of; None for one that we did not make."""
    if not _KEY.fullmatch(key):
        return None
    person = PersonId(key[:_ID])
    return person if hmac.compare_digest(key[_ID:], _proof(keys, person)) else None


def code_from(secret: bytes) -> str:
    """A letter's code from ten random bytes, in groups that are easy to copy by hand."""
    number = int.from_bytes(secret, "big")
    signs = "".join(_SIGNS[(number >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def code_hash(keys: Keys, code: str) -> str:
    """What is kept of a letter's code, however it was copied: in small letters, without dashes, O for 0."""
    signs = "".join(sign for sign in code.upper().translate(_MISREAD) if sign in _SIGNS)
    return hmac.new(keys.secret, f"letter:{signs}".encode(), hashlib.sha256).hexdigest()


def _proof(keys: Keys, person: PersonId) -> str:
    proof = hmac.new(keys.secret, f"door:{person}".encode(), hashlib.sha256).digest()
    return b32encode(proof[:10]).decode().lower()
