"""Secrets that open one thing: only their hashes are kept."""

import hashlib
import hmac
import secrets

from app.web.context import services
from consent_store.ids import EventDoorId, LinkId, PersonId


def fresh() -> str:
    """A token that nobody guesses: 256 bits, in letters that fit an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token: SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_code() -> str:
    """A code of eight figures."""
    return f"{secrets.randbelow(10**8):08}"


def code_hash(person: PersonId, code: str) -> str:
    """What is kept of a code. Keyed, because a hundred million codes are soon tried by whoever has the database."""
    figures = "".join(character for character in code if character.isdecimal())
    return hmac.new(services().keys.secret, f"{person}:{figures}".encode(), hashlib.sha256).hexdigest()


def event_code(door: EventDoorId) -> str:
    """The code that an event shows: the same each time it is shown, and nobody's guess who has but the database."""
    return hmac.new(services().keys.secret, f"event:{door}".encode(), hashlib.sha256).hexdigest()[:32]


def link_code(link: LinkId) -> str:
    """What the address of a link ends in: made anew each time it is shown, and nobody's guess who has but the database."""
    return hmac.new(services().keys.secret, f"link:{link}".encode(), hashlib.sha256).hexdigest()[:32]
