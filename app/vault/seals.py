"""Small secrets, sealed: for the school, or for one person with a key that goes when the person's consent goes.

A person's key is an age identity of its own, kept wrapped under the school's key. Where the wrapped key is deleted, nothing that
was sealed for the person can be read again, from whatever backup.
"""

import pyrage

from app.vault.errors import Damaged
from app.vault.keys import Keys


def seal(keys: Keys, data: bytes) -> bytes:
    """`data`, readable with the school's key alone."""
    return pyrage.encrypt(data, [keys.recipient])  # type: ignore[no-any-return]


def unseal(keys: Keys, sealed: bytes) -> bytes:
    """What was sealed. Raises Damaged where it was changed, or sealed for other keys."""
    return _opened(keys.vault, sealed)


def new_person_key(keys: Keys) -> bytes:
    """A fresh key for one person, wrapped under the school's key."""
    return seal(keys, str(pyrage.x25519.Identity.generate()).encode())


def seal_for(keys: Keys, wrapped: bytes, data: bytes) -> bytes:
    """`data`, readable with the person's key alone. Raises Damaged where `wrapped` is not a key of this school."""
    return pyrage.encrypt(data, [_person(keys, wrapped).to_public()])  # type: ignore[no-any-return]


def unseal_with(keys: Keys, wrapped: bytes, sealed: bytes) -> bytes:
    """What was sealed for the person. Raises Damaged where it or the key was changed, or belongs to somebody else."""
    return _opened(_person(keys, wrapped), sealed)


def _person(keys: Keys, wrapped: bytes) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(unseal(keys, wrapped).decode())
    except (pyrage.IdentityError, ValueError) as error:
        raise Damaged("what should be a person's key is none") from error


def _opened(identity: pyrage.x25519.Identity, sealed: bytes) -> bytes:
    try:
        return pyrage.decrypt(sealed, [identity])  # type: ignore[no-any-return]
    except (pyrage.DecryptError, OSError) as error:
        raise Damaged("what was sealed is damaged, or was sealed for another key") from error
