"""Passwords: argon2id, and what a password must be."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from app.web import tokens

LEAST, _MOST = 12, 256  # characters
# The first choice of the OWASP password storage cheat sheet: 19 MiB each, so that a rush at the door does not take all memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_COMMON = ("wachtwoord", "password", "welkom", "welcome", "qwerty", "123456", "beeldpoort")


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. Where none is kept it takes as long to say no."""
    try:
        _hasher.verify(kept or _of_nobody(), password[:_MOST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def wrong_with(password: str, email: str | None) -> str | None:
    """What is wrong with a password that somebody wants, as a sentence, or None."""
    plain = password.casefold()
    if not LEAST <= len(password) <= _MOST:
        return str(_("Choose at least %(least)s characters. A few words in a row are easy to keep in mind.", least=LEAST))
    if email and email.partition("@")[0].casefold() in plain:
        return str(_("Leave your e-mail address out of it: that is what others try first."))
    if len(set(plain)) < 5 or any(word in plain and len(plain) - len(word) < 8 for word in _COMMON):
        return str(_("Others would try this one first. Choose a few words in a row."))
    return None


@cache
def _of_nobody() -> str:
    return _hasher.hash(tokens.fresh())
