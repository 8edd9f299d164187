"""The standards that files may follow: OneRoster 1.1 and 1.2 (1EdTech), Microsoft School Data Sync v2.1. Each is known by its tables.

Of each only the columns named here are read; what else stands in them is never kept.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.roster.table import Table, word

Wanted = Mapping[str, frozenset[str]]


class Standard(StrEnum):
    """How the files say who is who."""

    ONEROSTER = "oneroster"
    SDS = "sds"


_ONEROSTER: Wanted = {
    "manifest": frozenset({"propertyname", "value"}),
    "orgs": frozenset({"sourcedid", "status", "name", "type"}),
    "users": frozenset(
        {"sourcedid", "status", "role", "givenname", "familyname", "email", "agentsourcedids", "orgsourcedids", "primaryorgsourcedid"}
    ),
    "roles": frozenset({"usersourcedid", "status", "role", "orgsourcedid", "enddate"}),
    "demographics": frozenset({"sourcedid", "usersourcedid", "status", "birthdate"}),
    "classes": frozenset({"sourcedid", "status", "title", "classtype"}),
    "enrollments": frozenset({"classsourcedid", "usersourcedid", "status", "role", "enddate"}),
}
_SDS: Wanted = {
    "orgs": frozenset({"sourcedid", "name", "type"}),
    "users": frozenset({"sourcedid", "givenname", "familyname", "email"}),
    "roles": frozenset({"usersourcedid", "role", "orgsourcedid", "roleenddate"}),
    "relationships": frozenset({"usersourcedid", "relationshipusersourcedid", "relationshiprole"}),
    "classes": frozenset({"sourcedid", "title"}),
    "enrollments": frozenset({"classsourcedid", "usersourcedid", "role"}),
}
_TABLES = {Standard.ONEROSTER: _ONEROSTER, Standard.SDS: _SDS}


def standard_of(tables: Sequence[Table]) -> Standard | None:
    """The standard that these tables follow, or None: then somebody must say what each column is."""
    by_stem = {table.stem: {word(header) for header in table.header} for table in tables}
    if not {"sourcedid", "givenname", "familyname"} <= by_stem.get("users", set()):
        return None
    oneroster = "manifest" in by_stem or {"agentsourcedids", "status"} & by_stem["users"]
    return Standard.ONEROSTER if oneroster else Standard.SDS


def tables_of(tables: Sequence[Table]) -> Wanted | None:
    """The columns that are read, by table; None where the files follow no standard."""
    standard = standard_of(tables)
    return _TABLES[standard] if standard else None


def needed(table: Table, wanted: frozenset[str]) -> Table:
    """The table with the columns that are read alone, their headers as `wanted` writes them; a column that is not there is empty."""
    places = {word(header): at for at, header in reversed(list(enumerate(table.header)))}
    header = tuple(sorted(wanted))
    at = [places.get(each) for each in header]
    rows = [(number, tuple(cells[place] if place is not None else "" for place in at)) for number, cells in table.rows]
    return Table(table.name, header, rows, table.broken)
