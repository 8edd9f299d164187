"""How much a file may hold before it is refused."""

from typing import Final

from consent_store.errors import BadInput

MOST_BYTES: Final = 48 << 20  # of all files together, as they arrive
MOST_UNPACKED: Final = 128 << 20  # bytes of all files of an archive together
MOST_RATIO: Final = 250  # unpacked to packed, looked at from `_LOOKED_AT`
MOST_ENTRIES: Final = 1_000
MOST_ROWS: Final = 400_000
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 4_000_000
LONGEST_CELL: Final = 2_000  # characters
_LOOKED_AT: Final = 1 << 20


def check_unpacked(packed: int, unpacked: int) -> None:
    """Refuse what would unpack to more than is allowed, or to suspiciously more than it is."""
    if unpacked > MOST_UNPACKED or (unpacked > _LOOKED_AT and unpacked > MOST_RATIO * max(packed, 1)):
        raise BadInput("This archive unpacks to more than is allowed. Nothing of it is kept.", code="roster_bomb", field="files")


def check_table(rows: int, columns: int) -> None:
    """Refuse a table that is larger than any school's."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise BadInput("This table is larger than a school's can be. Nothing of it is kept.", code="roster_size", field="files")


def damaged() -> BadInput:
    """What to raise for a file that cannot be read."""
    return BadInput("This file is damaged and cannot be read. Nothing of it is kept.", code="roster_damaged", field="files")


def no_table() -> BadInput:
    """What to raise for something else than a table."""
    return BadInput(
        "This is not a table: CSV, Excel (xlsx) and a zip with these can be read. Nothing of it is kept.",
        code="roster_no_table",
        field="files",
    )
