"""What stands in a cell: days, names and addresses in the ways in which exports write them."""

import re
from datetime import date

from consent_store.errors import BadInput
from consent_store.operations import fields

_DUTCH = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: 0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:T.*| 00:00(?::00)?)?")
_TITLES = re.compile(
    r"^(?:(?:de heer|dhr|heer|mevrouw|mevr|mw|mr|mrs|ms|drs|dr|ir|ing|prof|fam|familie)\b\.?[ ]*(?:en|/|&)?[ ]*)+", re.IGNORECASE
)
_NOTHING = frozenset({"", "-", "–", "geen", "onbekend", "n.v.t.", "nvt", "none", "null"})
_OLDEST = 120  # years


def day(text: str, on: date) -> date | None:
    """A birth date, None where there is none: ISO, or day, month, year. Raises `ValueError` for anything else, or nobody alive."""
    if text.casefold() in _NOTHING:
        return None
    if found := _ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _DUTCH.fullmatch(text):
        number, month, year = map(int, found.groups())
    else:
        raise ValueError("not a day")
    born = date(year, month, number)
    if not (on.year - _OLDEST <= born.year and born <= on):
        raise ValueError("nobody alive")
    return born


def ended(text: str, on: date) -> bool:
    """Whether something ended before a day; what cannot be read has not."""
    try:
        return bool(text) and date.fromisoformat(text[:10]) < on
    except ValueError:
        return False


def addresses(text: str) -> list[str]:
    """The e-mail addresses in a cell, in lower case. Raises `BadInput` where something else stands there."""
    parts = (part.strip(" <>") for part in re.split(r"[;,\s]+", text))
    return [found for part in parts if part.casefold() not in _NOTHING and (found := fields.email_address(part))]


def name(text: str) -> str:
    """A name as the register keeps one. Raises `BadInput`."""
    if not any(c.isalpha() for c in text):
        raise BadInput("This is not a name.", field="name")
    return fields.text(text, "name")


def split(text: str) -> tuple[str, str]:
    """Given name and family name of a whole name: "K. de Boer", "Boer, Karin de", "Mevr. Karin de Boer". Raises `BadInput`."""
    bare = _TITLES.sub("", text).strip()
    if "," in bare:
        family, _, rest = (part.strip() for part in bare.partition(","))
        given, *prefix = rest.split(" ") if rest else [""]
        return name(given), name(" ".join([*prefix, family]))
    given, _, family = bare.partition(" ")
    return name(given), name(family)


def nothing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.casefold() in _NOTHING
