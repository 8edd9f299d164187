"""What a text field must look like to be kept. Each raises `BadInput` naming the field."""

import re

from consent_store.errors import BadInput

_LONGEST = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})*")
_FOLDERS = re.compile(r".*[\\/]", re.DOTALL)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def text(value: str, field: str, longest: int = _LONGEST) -> str:
    """A text of one line, trimmed, with something in it."""
    trimmed = " ".join(value.split())
    if not trimmed or len(trimmed) > longest or not trimmed.isprintable():
        raise BadInput(f"This needs a text of at most {longest} characters.", field=field)
    return trimmed


def optional_text(value: str | None, field: str, longest: int = _LONGEST) -> str | None:
    """The same, where nothing is allowed as well."""
    return text(value, field, longest) if value and value.strip() else None


def file_name(value: str) -> str:
    """What a file was called, for the eye: without the folders before it and without what cannot be seen; cut where it is long."""
    name = _FOLDERS.sub("", value)
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:_LONGEST]


def email_address(value: str | None) -> str | None:
    """An e-mail address in lower case, or None."""
    chosen = optional_text(value, "email")
    if chosen is not None and not _EMAIL.fullmatch(chosen):
        raise BadInput("This is not an e-mail address.", field="email")
    return chosen.lower() if chosen else None


def language_code(value: str) -> str:
    """A language tag such as `nl` or `pt-BR`."""
    if not _LANGUAGE.fullmatch(value):
        raise BadInput("This is not a language.", field="language")
    return value


def digest(value: str, field: str) -> str:
    """A SHA-256 in hex."""
    if not _DIGEST.fullmatch(value):
        raise BadInput("This is not a SHA-256.", field=field)
    return value
