"""From tables to a roster, by the standard that they follow or by what the office said each column is."""

from datetime import date

from app.roster import mapped, standard
from app.roster.columns import Columns
from app.roster.standards import Standard, standard_of
from app.roster.table import Reading
from consent_store.rules.roster import Roster

__all__ = ["Standard", "standard_of", "understand"]


def understand(reading: Reading, columns: Columns, on: date) -> Roster:
    """The roster. `columns`: what each column is, by the fingerprint of a table's headers; `on`: today, on the school's wall."""
    found = standard_of(reading.tables)
    return standard.understand(found, reading.tables, on) if found else mapped.understand(reading.tables, columns, on)
