"""A roster that was handed in: what was read of it, opened from the vault for as long as a request lasts."""

from dataclasses import dataclass
from functools import cached_property

from app.roster import Columns, Reading, fingerprint, guess, missing, standard_of, understand
from app.vault import VaultError
from app.web.context import services, session, today
from consent_store.errors import BrokenRecord, Conflict
from consent_store.ids import RosterId
from consent_store.operations import roster
from consent_store.operations.roster import Choices
from consent_store.records.queries import rosters
from consent_store.records.queries.rosters import RosterView
from consent_store.rules.roster import Plan, Roster


@dataclass(frozen=True)
class Draft:
    """A roster between being handed in and being applied."""

    view: RosterView

    @cached_property
    def reading(self) -> Reading:
        """What was read. Raises `Conflict` once it is gone, `BrokenRecord` where the file was damaged."""
        if self.view.vault_name is None:
            raise Conflict("This roster was applied or thrown away already. Hand it in again.", code="roster_gone")
        try:
            return Reading.kept(services().vault, self.view.vault_name)
        except VaultError as error:
            raise BrokenRecord() from error

    @cached_property
    def roster(self) -> Roster:
        """What the files say."""
        return understand(self.reading, self.view.mapping, today())

    @property
    def choices(self) -> Choices:
        """What the office chose so far."""
        return Choices(self.view.apart, self.view.part)

    @cached_property
    def plan(self) -> Plan:
        """What applying would do now."""
        return roster.plan(session(), self.roster, self.choices)

    @property
    def lacks(self) -> str | None:
        """What must still be said of the columns: a code, or None."""
        if standard_of(self.reading.tables):
            return None
        return missing([self.view.mapping.get(fingerprint(table.header), ()) for table in self.reading.tables])


def open_(roster: RosterId) -> Draft:
    """One of them. Raises `NotFound`."""
    return Draft(rosters.handed_in(session(), roster))


def columns_of(reading: Reading) -> tuple[Columns, bool]:
    """What each column is, as it was said before or else by a guess; and whether all of it was said."""
    if standard_of(reading.tables):
        return {}, True
    headers = {fingerprint(table.header): table.header for table in reading.tables}
    known = rosters.remembered(session(), headers)
    columns = {print_: known.get(print_) or guess(header) for print_, header in headers.items()}
    return columns, headers.keys() <= known.keys() and missing(list(columns.values())) is None
