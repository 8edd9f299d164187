"""What a caption says that is nobody else's business: it is marked, and somebody mends it or says why it is meant.

Names of people, for whom there is no consent to be named; e-mail addresses, phone numbers, addresses, birth dates, and lists of names. The
time it takes grows with the text and no faster. It marks too much rather than too little; what it cannot see, a person confirms.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from consent_store.ids import PersonId
from consent_store.rules import names
from consent_store.rules.names import Named, Near

LONGEST = 100_000
"""Characters that a caption may have."""

_MONTHS = (
    "januari january, februari february, maart march, april, mei may, juni june, juli july, augustus august, september, "
    "oktober october, november, december"
)
_MONTH_OF: Mapping[str, int] = {name: number for number, both in enumerate(_MONTHS.split(", "), 1) for name in both.split()}
_MONTH = "|".join(_MONTH_OF)
_STREETS = "straat|laan|weg|plein|gracht|kade|singel|dijk|hof|steeg|pad|dreef|markt|plantsoen|park|boulevard|baan|burg|brink|wal|ring|veld"
_NUMBER = rf"[ \u00a0]{{1,2}}\d{{1,4}}(?!\d|[ ](?:{_MONTH})\b|[.:]\d\d)[ ]?(?:[a-zA-Z](?!\w))?"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+])(?!\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:\+|0)(?:[ ()./\u00a0-]{0,2}\d){8,14}(?!\d)")
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}(?:[ \u00a0]?(?!SA|SD|SS)[A-Z]{2}|[a-z]{2})(?!\w)")
_STREET = re.compile(rf"(?<!\w)(?=[^\W\d_a-z])\w*(?:{_STREETS}){_NUMBER}")
_AVENUE = re.compile(rf"(?<!\w)(?:Laan|Plein|Weg|Hof|Straat)(?: (?:van|der|den|de|het|[^\W\d_a-z]\w*)){{1,4}}{_NUMBER}")
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<d>\d{{1,2}})[-/. ](?P<m>\d{{1,2}})[-/. ](?P<y>\d{{4}})|(?P<y2>\d{{4}})-(?P<m2>\d\d)-(?P<d2>\d\d)"
    rf"|(?P<d3>\d{{1,2}}) (?P<m3>{_MONTH}) (?P<y3>\d{{4}})|(?P<m4>{_MONTH}) (?P<d4>\d{{1,2}}),? (?P<y4>\d{{4}}))(?![\w-])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;\n\r\t•·|]|(?<!\w)(?:en|and)(?!\w)|&")
_AGES = range(3, 111)  # years between a birth and today
_MANY = 5  # names in a row that make a list
_LONG = 4  # words of one name in such a list


class What(StrEnum):
    """What was found. In this order one hides another that lies in the same place."""

    NAMES = "names"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, as indices of its characters, and what it says. Of a name: whose, and how near they are."""

    start: int
    end: int
    what: What
    person: PersonId | None = None
    near: Near | None = None

    def key(self, text: str) -> str:
        """What an answer is about: the same words answer for themselves wherever they stand."""
        return f"{self.what}:{' '.join(names.plain(text[self.start : self.end]).split())}"


def check(text: str, people: Iterable[Named], on: date) -> list[Mark]:
    """Every place in a text that is to be mended or answered, in order; no two touch the same character. `on` is today."""
    marks = [Mark(start, end, What.NAME, named.person, named.near) for start, end, named in names.found(text, people)]
    marks += [Mark(*place, What.NAMES) for place in _lists(text)]
    patterns = {What.EMAIL: (_EMAIL,), What.PHONE: (_PHONE,), What.ADDRESS: (_POSTCODE, _STREET, _AVENUE)}
    marks += [Mark(*found.span(), what) for what, several in patterns.items() for pattern in several for found in pattern.finditer(text)]
    marks += [Mark(*found.span(), What.BIRTH_DATE) for found in _DATE.finditer(text) if _is_birth(found, on)]
    return _apart(marks)


def unanswered(text: str, marks: Iterable[Mark], answers: Mapping[str, str]) -> list[Mark]:
    """The marks for which nobody said why they are meant."""
    return [mark for mark in marks if not answers.get(mark.key(text), "").strip()]


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that overlap become one, of the weightier sort, over both."""
    order = list(What)
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
            continue
        weightier = min(kept[-1], mark, key=lambda each: order.index(each.what))
        kept[-1] = replace(weightier, start=kept[-1].start, end=max(kept[-1].end, mark.end))
    return kept


def _is_birth(found: "re.Match[str]", on: date) -> bool:
    """Whether a date is so long ago that somebody at a school may have been born then."""
    year, month, day = (next(filter(None, found.group(*(f"{part}{form}" for form in ("", 2, 3, 4))))) for part in "ymd")
    number = _MONTH_OF.get(month.lower()) or int(month)
    return on.year - int(year) in _AGES and 1 <= number <= 12 and 1 <= int(day) <= 31


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """From the first to the last of many names in a row, one a line or with commas between."""
    run: list[tuple[int, int]] = []
    for part in [*_parts(text), None]:
        if part is not None and not text[slice(*part)].strip():
            continue
        span = _name_like(text, part) if part is not None else None
        if span is not None:
            run.append(span)
            continue
        if len(run) >= _MANY:
            yield run[0][0], run[-1][1]
        run = []


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for between in _BETWEEN.finditer(text):
        yield start, between.start()
        start = between.end()
    yield start, len(text)


def _name_like(text: str, part: tuple[int, int]) -> tuple[int, int] | None:
    """Where in a part of a text one name stands, and nothing else but numbers."""
    start, end = part
    if end - start > 80:
        return None
    spoken = names.words(text[start:end])
    if not spoken or not _are_capitals(text, start, [word.start for word in spoken if word.plain not in names.PARTICLES]):
        return None
    return (start + spoken[0].start, start + spoken[-1].end) if len(spoken) <= _LONG else None


def _are_capitals(text: str, start: int, places: Sequence[int]) -> bool:
    return bool(places) and all(text[start + place].isupper() for place in places)
