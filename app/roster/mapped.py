"""Exports of which the office said what each column is: a row for each pupil, or one for each guardian of a pupil."""

from collections.abc import Sequence
from datetime import date

from app.roster.columns import MOST_GUARDIANS, Columns, fingerprint
from app.roster.gathering import Broken, Gathering, chosen, names
from app.roster.table import Table
from consent_store.rules.names import plain
from consent_store.rules.roster import Entrant, Roster, Wrong
from consent_store.rules.terms import Role

Cells = dict[str, str]
_OF_GUARDIANS = "guardian:"  # their numbers are counted apart from the pupils'


def understand(tables: Sequence[Table], columns: Columns, on: date) -> Roster:
    """The roster. Tables that name pupils come first: one with guardians alone speaks of those by number."""
    gathering = Gathering(on)
    codes = [(table, tuple(columns.get(fingerprint(table.header), ()))) for table in tables]
    for table, read in sorted(codes, key=lambda pair: not _names_pupils(pair[1])):
        gathering.broken.extend(table.broken if any(read) else ())
        known = {each.key for each in gathering.people if each.role is Role.PUPIL}
        for number, cells in chosen(table, read):
            with gathering.row(table, number):
                _row(gathering, table, number, cells, known if not _names_pupils(read) else None)
    return gathering.roster()


def _names_pupils(codes: Sequence[str]) -> bool:
    return "pupil.name" in codes or {"pupil.given", "pupil.family"} <= set(codes)


def _row(gathering: Gathering, table: Table, number: int, cells: Cells, known: set[str] | None) -> None:
    """One pupil with guardians; where the table only has numbers of pupils, of one among the `known`."""
    if known is None:
        pupil = _pupil(gathering, table, number, cells)
        key = pupil.key
        gathering.people.append(pupil)
    else:
        key = cells.get("pupil.number", "")
        if key not in known:
            raise Broken(Wrong.UNKNOWN_PUPIL)
    for place in range(1, MOST_GUARDIANS + 1):
        guardian = _guardian(gathering, table, number, cells, f"guardian{place}", key)
        if guardian is not None:
            gathering.people.append(guardian)
            gathering.ties.add((key, guardian.key))


def _pupil(gathering: Gathering, table: Table, number: int, cells: Cells) -> Entrant:
    given, family = _names(cells, "pupil")
    born, own = gathering.born(cells.get("pupil.born", "")), cells.get("pupil.number")
    if own is None and born is None:
        raise Broken(Wrong.NUMBER)  # nobody could say next time whether it is the same child
    groups = frozenset(filter(None, [cells.get("pupil.group")]))
    email = gathering.email(cells.get("pupil.email", ""), table, number)
    return Entrant(own or f"{plain(given)} {plain(family)} {born}", Role.PUPIL, given, family, own, born, email, groups)


def _guardian(gathering: Gathering, table: Table, number: int, cells: Cells, who: str, pupil: str) -> Entrant | None:
    """A guardian beside this pupil; None where there is none, or where no name can be made out."""
    if not any(code.startswith(f"{who}.") for code in cells):
        return None
    try:
        given, family = _names(cells, who)
    except Broken:
        gathering.flaw(table, number, Wrong.GUARDIAN_NAME)
        return None
    email, own = gathering.email(cells.get(f"{who}.email", ""), table, number), cells.get(f"{who}.number")
    key = f"{_OF_GUARDIANS}{own}" if own else f"{pupil}/{plain(given)} {plain(family)}/{email or ''}"
    return Entrant(key, Role.GUARDIAN, given, family, f"{_OF_GUARDIANS}{own}" if own else None, None, email)


def _names(cells: Cells, who: str) -> tuple[str, str]:
    return names(*(cells.get(f"{who}.{part}", "") for part in ("given", "prefix", "family", "name")))
