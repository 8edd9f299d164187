"""Excel files: a zip of XML, opened only after the zip was counted, without entities, links or formulas."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.roster.archive import opened
from app.roster.bounds import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, damaged
from consent_store.errors import BadInput
from consent_store.rules.roster import Wrong

_BROKEN = (
    BadZipFile, InvalidFileException, OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, SyntaxError, OverflowError,
)  # fmt: skip
_MOST_SHEETS = 20
_MOST_BLANK = 1_000  # rows between two that hold something


def sheets(data: bytes) -> Iterator[tuple[str, list[tuple[int, list[str] | Wrong]]]]:
    """Each sheet's name, and its rows that are not blank with their numbers. Of a formula its last result is taken. Raises `BadInput`."""
    with opened(data):
        pass
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:_MOST_SHEETS]:
            yield sheet.title, list(_rows(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)))
    except _BROKEN as error:
        hostile = any(isinstance(each, DefusedXmlException) for each in (error, error.__cause__))
        raise (_hostile() if hostile else damaged()) from error


def _hostile() -> BadInput:
    return BadInput(
        "This Excel file refers to something outside itself. Save it anew, and hand it in again.", code="roster_entities", field="files"
    )


def _rows(found: Iterator[tuple[object, ...]]) -> Iterator[tuple[int, list[str] | Wrong]]:
    blank = 0
    for number, values in enumerate(islice(found, MOST_ROWS + 1), 1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        blank = 0 if cells else blank + 1
        if blank > _MOST_BLANK:
            return
        if cells:
            yield number, cells if all(len(cell) <= LONGEST_CELL for cell in cells) else Wrong.CELLS


def _text(value: object) -> str:
    """A cell as a text table would have it: days in ISO form, whole numbers without a point."""
    match value:
        case None | time():
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
