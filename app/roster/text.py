"""Text tables: the encoding and the separator are found out, and a row that is broken breaks no other."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence

from app.roster.bounds import LONGEST_CELL, no_table
from consent_store.rules.roster import Wrong

_MOST_LINES = 20  # of one row: an address or a remark may go over some
_SEPARATORS = (";", ",", "\t", "|")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decoded(data: bytes) -> str:
    """The text: UTF-8 with or without a mark, UTF-16, else Windows-1252. Raises `BadInput` for anything that is no text."""
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _text(data, encoding)
    if b"\0" in data[:200]:  # letters of two bytes, without a mark: which byte comes first?
        return _text(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return _text(data, "utf-8")
    except UnicodeDecodeError:
        return _text(data, "cp1252")


def rows(text: str) -> Iterator[tuple[int, list[str] | Wrong]]:
    """Each row that is not blank, with the number of its first line: its cells, or what is wrong with it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = 1 if lines and lines[0].lower().startswith("sep=") else 0
    separator = _separator(lines[first:])
    at = first
    while at < len(lines):
        used, row = _row(lines, at, separator)
        if not isinstance(row, list) or any(cell.strip() for cell in row):
            yield at + 1, row
        at += used


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            raise
        raise no_table() from None
    if _NOT_TEXT.search(text):
        raise no_table()
    return text


def _separator(lines: Sequence[str]) -> str:
    """What stands most often between the headers."""
    headers = next((line for line in lines if any(mark in line for mark in _SEPARATORS)), "")
    bare = re.sub(r'"[^"]*"', "", headers)
    return max(_SEPARATORS, key=bare.count)


def _row(lines: Sequence[str], at: int, separator: str) -> tuple[int, list[str] | Wrong]:
    """How many lines a row takes, and its cells. A quote that never closes breaks its own line alone."""
    if '"' not in lines[at]:
        return 1, _checked(lines[at].split(separator))
    quotes = 0
    for used in range(1, min(_MOST_LINES, len(lines) - at) + 1):
        quotes += lines[at + used - 1].count('"')
        if quotes % 2 == 0:
            return used, _checked(next(csv.reader(["\n".join(lines[at : at + used])], delimiter=separator), []))
    return 1, Wrong.QUOTE


def _checked(cells: list[str]) -> list[str] | Wrong:
    return cells if all(len(cell) <= LONGEST_CELL for cell in cells) else Wrong.CELLS
