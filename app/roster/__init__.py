"""Rosters: files of a pupil system, read as hostile input into tables, and tables understood as people.

Two steps, because a person stands between them: `read` turns files into a `Reading`, which names and leaves behind every column that must
not be kept; `understand` turns that into a `consent_store.rules.roster.Roster`, by the standard that the files follow or by what the office
said each column is.
"""

from app.roster.columns import Columns, fingerprint, guess, missing
from app.roster.reading import Given, read
from app.roster.table import Reading, Refused, Table
from app.roster.understanding import Standard, standard_of, understand

__all__ = [
    "Columns", "Given", "Reading", "Refused", "Standard", "Table", "fingerprint", "guess", "missing", "read", "standard_of", "understand",
]  # fmt: skip
