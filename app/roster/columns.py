"""What each column of an export is: guessed by its header, shown, corrected, and remembered by the fingerprint of all headers.

A code is `pupil.` or `guardian1.` to `guardian4.` with what it says of them, or empty for a column that is not read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from app.roster.table import word
from consent_store.rules.roster import Wrong

Columns = Mapping[str, Sequence[str]]
IGNORED = ""
MOST_GUARDIANS = 4
OF_PUPIL = ("number", "name", "given", "prefix", "family", "born", "email", "group")
OF_GUARDIAN = ("number", "name", "given", "prefix", "family", "email")
CODES = (
    IGNORED,
    *(f"pupil.{what}" for what in OF_PUPIL),
    *(f"guardian{number}.{what}" for number in range(1, MOST_GUARDIANS + 1) for what in OF_GUARDIAN),
)

_GUARDIAN = re.compile(r"(verzorger|ouder|voogd|contactpersoon|guardian|parent|caregiver|moeder|vader|mother|father)s?(\d?)")
_SECOND = ("vader", "father")
# In this order: the first that fits is it. Words as `table.word` makes them.
_PARTS = (
    (
        "",
        r"relatie|relation|wettelijk|gezag|authority|geslacht|gender|telefoon|mobiel|phone|aanhef|titel|voorletter|initialen|initials|2e|tweede",
    ),
    ("email", r"mail"),
    ("prefix", r"tussenvoegsel|tussenv|voorvoegsel|prefix|infix|insertion"),
    ("given", r"roepnaam|voornaam|voornamen|givenname|firstname|preferredname"),
    ("family", r"achternaam|familienaam|geboortenaam|surname|familyname|lastname"),
    ("number", r"stamnummer|stamnr|leerlingnummer|leerlingnr|leerlingid|studentnummer|studentid|nummer$|nr$|number$|id$|sourcedid|code$"),
    ("born", r"geboortedatum|gebdatum|geboren|birthdate|dateofbirth|birthday|dob"),
    ("group", r"stamklas|stamgroep|basisgroep|klas|groep|lesgroep|^class|^group|homeroom"),
    ("name", r"volledigenaam|fullname|^naam$|^name$|naam$|^leerling$|^student$|^pupil$|^deelnemer$"),
)
_PARTS_READ = tuple((what, re.compile(pattern)) for what, pattern in _PARTS)


def guess(header: Sequence[str]) -> tuple[str, ...]:
    """A code for each header; each code once, by whoever comes first."""
    found: list[str] = []
    for each in header:
        code = _code(word(each))
        found.append(code if code not in found else IGNORED)
    return tuple(found)


def recognised(header: Sequence[str] | Wrong) -> int:
    """How many headers say something; by it the row of headers is found."""
    return 0 if isinstance(header, Wrong) else sum(1 for code in guess(header) if code)


def fingerprint(header: Sequence[str]) -> str:
    """What stands for headers in this order: SHA-256, hex."""
    return sha256(json.dumps([word(each) for each in header]).encode()).hexdigest()


def missing(columns: Sequence[Sequence[str]]) -> str | None:
    """What must still be said before tables can be read as a roster, or None. A table of guardians alone needs the pupils' numbers."""
    everything = {code for codes in columns for code in codes}
    if not _has_name(everything):
        return "name"
    if not everything & {"pupil.number", "pupil.born"}:
        return "number"
    unnamed = [codes for codes in columns if any(codes) and not _has_name(set(codes)) and "pupil.number" not in codes]
    return "pupil" if unnamed else None


def doubled(codes: Sequence[str]) -> bool:
    """Whether two columns are said to be the same, or one to be something unknown."""
    read = [code for code in codes if code]
    return len(read) != len(set(read)) or not set(codes) <= set(CODES)


def _has_name(codes: set[str]) -> bool:
    return "pupil.name" in codes or {"pupil.given", "pupil.family"} <= codes


def _code(header: str) -> str:
    guardian = _GUARDIAN.search(header)
    rest = header[: guardian.start()] + header[guardian.end() :] if guardian else header
    what = next((what for what, pattern in _PARTS_READ if pattern.search(rest)), None)
    if guardian is None:
        return f"pupil.{what}" if what else IGNORED
    number = int(guardian[2] or re.sub(r"\D", "", rest)[:1] or (2 if guardian[1] in _SECOND else 1))
    what = "name" if what is None and not rest.strip("0123456789") else what
    return f"guardian{number}.{what}" if what in OF_GUARDIAN and 1 <= number <= MOST_GUARDIANS else IGNORED
