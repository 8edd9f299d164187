"""What must not be kept: columns that are told by their header, and numbers that look like a citizen service number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.roster.table import Refused, Table, word
from consent_store.rules.roster import Flaw, Wrong

# By what a header says, in Dutch and English and in the words of the standards. The codes are those of `app.web.office.words`.
_HEADERS = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("bsn", r"bsn|burgerservice|sofi|^pgn|persoonsgebonden|onderwijsnummer|^ssn|socialsecurity|nationalid"),
        ("password", r"wachtwoord|password|passwd|pincode|credential"),
        ("birthplace", r"geboorte(plaats|land|gemeente)|birthplace|(city|state|country|place)ofbirth|statefbirth|cityfbirth"),
        (
            "ethnicity",
            r"etni|ethnic|herkomst|^ras$|^race$|race$|demographicrace|americanindian|^asian$|black|hawaiian|^white$|hispanic|islander",
        ),
        ("nationality", r"nationali|staatsburger|citizenship|verblijfs"),
        ("religion", r"religi|geloof|godsdienst|kerk|levensbesch|denominati"),
        ("medical", r"medisch|medic|allerg|diagnos|huisarts|dyslex|dyscalc|handicap|(?<!ver)zorg|ziekte|disabilit|health"),
        ("address", r"^(?!.*mail).*(adres|straat|huisnummer|huisnr|postcode|woonplaats|^plaats|address|street|zipcode|postal|^city)"),
    )
)
_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)")
_NUMBER = re.compile(r"\d{8,9}")
_MOST_OF_THEM = 0.5


def why_unkept(header: str) -> str | None:
    """Why a column must not be kept, by its header; None where it may be."""
    return next((why for why, pattern in _HEADERS if pattern.search(word(header))), None)


def is_citizen_number(digits: str) -> bool:
    """Whether eight or nine digits pass the test of a citizen service number ("elfproef")."""
    padded = digits.zfill(9)
    weighed = sum(int(digit) * weight for digit, weight in zip(padded, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return weighed % 11 == 0 and int(digits) > 0


def without(table: Table) -> tuple[Table, list[Refused]]:
    """The table without what must not be kept, and what that was. A row with such a number in the middle of a text is left out."""
    refused = dict(_refused(table))
    kept = [at for at in range(len(table.header)) if at not in refused]
    rows, broken = [], list(table.broken)
    for number, cells in table.rows:
        own = tuple(cells[at] for at in kept)
        if any(_hides_one(cell) for cell in own):
            broken.append(Flaw(table.name, number, Wrong.SECRET))
        else:
            rows.append((number, own))
    left = replace(table, header=tuple(table.header[at] for at in kept), rows=rows, broken=broken)
    return left, [Refused(table.name, table.header[at], why) for at, why in refused.items()]


def _refused(table: Table) -> Iterator[tuple[int, str]]:
    for at, header in enumerate(table.header):
        why = why_unkept(header) or ("bsn" if _holds_citizen_numbers([cells[at] for _, cells in table.rows]) else None)
        if why:
            yield at, why


def _holds_citizen_numbers(values: Sequence[str]) -> bool:
    """Whether most of a column are such numbers; of any other numbers of nine digits one in eleven passes by chance."""
    filled = [bare for value in values if (bare := re.sub(r"[ .]", "", value))]
    numbers = [value for value in filled if _NUMBER.fullmatch(value)]
    passing = sum(map(is_citizen_number, numbers))
    return len(numbers) > _MOST_OF_THEM * len(filled) and passing > _MOST_OF_THEM * len(numbers)


def _hides_one(cell: str) -> bool:
    return len(cell) > 9 and any(map(is_citizen_number, _NINE.findall(cell)))
