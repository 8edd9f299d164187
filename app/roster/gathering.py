"""Gathers people, row by row: a row that is broken is named and left out, one with a flaw is taken without it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from app.roster import cells
from app.roster.table import Table
from consent_store.errors import BadInput
from consent_store.rules.roster import Entrant, Flaw, Roster, Wrong


class Broken(Exception):
    """This row is not taken."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(slots=True)
class Gathering:
    """What was gathered so far. `on`: today, on the school's wall."""

    on: date
    people: list[Entrant] = field(default_factory=list)
    ties: set[tuple[str, str]] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    broken: list[Flaw] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    colleagues: int = 0
    part: bool = False

    def roster(self) -> Roster:
        """All of it."""
        return Roster(
            tuple(self.people),
            frozenset(self.ties),
            frozenset(self.gone),
            tuple(self.broken),
            tuple(self.flaws),
            self.colleagues,
            self.part,
        )

    @contextmanager
    def row(self, table: Table, number: int) -> Iterator[None]:
        """Around what reads a row: whatever breaks it is noted."""
        try:
            yield
        except Broken as broken:
            self.broken.append(Flaw(table.name, number, broken.wrong))

    def flaw(self, table: Table, number: int, wrong: Wrong) -> None:
        """Note what a row is taken without."""
        self.flaws.append(Flaw(table.name, number, wrong))

    def born(self, text: str) -> date | None:
        """A birth date. Raises `Broken`."""
        try:
            return cells.day(text, self.on)
        except ValueError as error:
            raise Broken(Wrong.BIRTH_DATE) from error

    def email(self, text: str, table: Table, number: int) -> str | None:
        """The first address in a cell; what cannot be one is a flaw."""
        try:
            found = cells.addresses(text)
        except BadInput:
            self.flaw(table, number, Wrong.EMAIL)
            return None
        if len(found) > 1:
            self.flaw(table, number, Wrong.EMAILS)
        return found[0] if found else None


def names(given: str, prefix: str, family: str, whole: str) -> tuple[str, str]:
    """Given name and family name, from parts or a whole. Raises `Broken`."""
    try:
        if given or family or not whole:
            return cells.name(given), cells.name(f"{prefix} {family}".strip() if any(c.isalpha() for c in family) else "")
        return cells.split(whole)
    except BadInput as error:
        raise Broken(Wrong.NAME) from error


def records(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by header."""
    for number, values in table.rows:
        yield number, dict(zip(table.header, values, strict=True))


def chosen(table: Table, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows by what the office said each column is; those that are not read are left out, and so is what says that there is nothing."""
    read = [(at, code) for at, code in enumerate(columns) if code]
    for number, values in table.rows:
        yield number, {code: values[at] for at, code in read if not cells.nothing(values[at])}
