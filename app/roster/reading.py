"""From files to tables: whatever comes is a text table, an Excel file, or an archive of these; else it is refused."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.roster import archive, sheet, text
from app.roster.bounds import check_table, no_table
from app.roster.columns import recognised
from app.roster.standards import needed, tables_of
from app.roster.table import Reading, Refused, Table
from app.roster.unkept import without
from consent_store.errors import BadInput
from consent_store.rules.roster import Flaw, Wrong

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_HEAD = 10  # rows among which the headers are: some exports have a title above them
Numbered = tuple[int, list[str] | Wrong]


class Given(NamedTuple):
    """A file as it came."""

    name: str
    data: bytes


def read(files: Iterable[Given]) -> Reading:
    """Everything in the files that may be kept. Raises `BadInput` where one cannot be read; then nothing of any is."""
    found = [table for file in files for table in _tables(file)]
    if not found:
        raise no_table()
    kept, refused = [], list[Refused]()
    for table in found:
        left, named = without(table)
        kept.append(left)
        refused += named
    return Reading(tuple(_needed(kept)), tuple(refused))


def _needed(tables: Sequence[Table]) -> Iterator[Table]:
    """Of files that follow a standard only what is understood; of others everything that may be kept, since the office says what it is."""
    wanted = tables_of(tables)
    for table in tables:
        if wanted is None:
            yield table
        elif table.stem in wanted:
            yield needed(table, wanted[table.stem])


def _tables(file: Given) -> Iterator[Table]:
    name, data = file
    if data.startswith(_OLD_EXCEL):
        raise BadInput(
            "This is an Excel file of the old kind. Save it as xlsx or CSV, and hand it in again.", code="roster_xls", field="files"
        )
    if not archive.is_archive(data):
        yield from _table(name, list(text.rows(text.decoded(data))))
    elif archive.is_workbook(data):
        found = [(title, rows) for title, rows in sheet.sheets(data) if rows]
        for title, rows in found:
            yield from _table(name if len(found) == 1 else f"{name}: {title}", rows)
    else:
        for inner, content in archive.files(data):
            if archive.is_archive(content) and not archive.is_workbook(content):
                continue  # nothing is unpacked twice
            yield from _tables(Given(inner, content))


def _table(name: str, found: list[Numbered]) -> Iterator[Table]:
    """The table under its headers, with every row that has as many cells as they; none where there is nothing under them."""
    at = max(range(len(found[:_HEAD])), key=lambda number: recognised(found[number][1]), default=None)
    if at is None or isinstance(header := found[at][1], Wrong):
        return
    check_table(len(found), len(header))
    table = Table(name, tuple(" ".join(cell.split()) for cell in header), [], [])
    for number, cells in found[at + 1 :]:
        fitted = _fitted(cells, len(header), padded=name.lower().endswith(".xlsx") or ".xlsx: " in name)
        if isinstance(fitted, Wrong):
            table.broken.append(Flaw(name, number, fitted))
        else:
            table.rows.append((number, fitted))
    if table.rows or table.broken:
        yield table


def _fitted(cells: list[str] | Wrong, width: int, *, padded: bool) -> tuple[str, ...] | Wrong:
    if isinstance(cells, Wrong):
        return cells
    extra = [cell for cell in cells[width:] if cell.strip()]
    if extra or (len(cells) < width and not padded):
        return Wrong.CELLS
    return tuple(" ".join(cell.split()) for cell in (cells + [""] * (width - len(cells)))[:width])
