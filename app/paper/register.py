"""Names on paper, class by class, under what is true of them, with on every sheet until when it may be believed."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.paper.sheet import HEIGHT, MARGIN, WIDTH, Sheet, can_print

_COLUMNS, _SIZE, _LINE = 3, 10.0, 5.0  # names abreast; points; millimetres
_COLUMN = (WIDTH - 2 * MARGIN) / _COLUMNS
_ROOM = 18.0  # millimetres, so that no heading ends a sheet


@dataclass(frozen=True, slots=True)
class Row:
    """Those of whom the same is true. `wide`: each needs a line."""

    label: str
    names: tuple[str, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A class."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """A whole list. `foot` stands below every sheet; `unprinted` says, with %(num)s, how many names have letters that we lack."""

    title: str
    about: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: str
    unprinted: str


class _Rolled(Sheet):
    """Sheets with a line below each."""

    def __init__(self, foot: str) -> None:
        super().__init__()
        self.below = foot
        self.set_auto_page_break(True, MARGIN)

    def footer(self) -> None:
        """Called by the printer at the end of each sheet."""
        self.set_xy(MARGIN, HEIGHT - 15)
        self.turn(False)
        self.write_text(f"{self.below} · {self.page_no()}", 8, quiet=True, after=0)


def print_roll(roll: Roll) -> bytes:
    """A PDF."""
    sheet = _Rolled(roll.foot)
    sheet.add_page()
    sheet.set_xy(MARGIN, MARGIN)
    sheet.write_text(roll.title, 18, bold=True, after=0)
    sheet.write_text(roll.about, after=2)
    for line in roll.lines:
        sheet.write_text(line, 9.5, after=0)
    for part in roll.parts:
        _class(sheet, part, roll.unprinted)
    return sheet.finished()


def _class(sheet: Sheet, part: Part, unprinted: str) -> None:
    _make_room(sheet, 2 * _ROOM)
    sheet.set_xy(MARGIN, sheet.get_y() + 6)
    sheet.write_text(part.title, 14, bold=True, after=1)
    for row in part.rows:
        _make_room(sheet, _ROOM)
        sheet.line(MARGIN, sheet.get_y(), WIDTH - MARGIN, sheet.get_y())
        sheet.set_xy(MARGIN, sheet.get_y() + 1)
        sheet.write_text(f"{row.label} ({len(row.names)})", 10.5, bold=True, after=0.5)
        _names(sheet, row, unprinted)


def _names(sheet: Sheet, row: Row, unprinted: str) -> None:
    """A name that we cannot print is counted: it must not seem as if nobody were there."""
    printed = [name for name in row.names if can_print(name)]
    abreast = 1 if row.wide else _COLUMNS
    for start in range(0, len(printed), abreast):
        _line(sheet, printed[start : start + abreast], row.wide)
    if len(printed) < len(row.names):
        sheet.write_text(unprinted % {"num": len(row.names) - len(printed)}, _SIZE, after=0)
    sheet.set_xy(MARGIN, sheet.get_y() + 2)


def _line(sheet: Sheet, names: Sequence[str], wide: bool) -> None:
    _make_room(sheet, 2 * _LINE)
    top = bottom = sheet.get_y()
    for number, name in enumerate(names):
        sheet.set_xy(MARGIN + number * _COLUMN, top)
        sheet.turn(_right_to_left(name))
        sheet.write_text(name, _SIZE, width=0 if wide else _COLUMN - 3, after=0)
        bottom = max(bottom, sheet.get_y())
    sheet.turn(False)
    sheet.set_xy(MARGIN, bottom)


def _right_to_left(name: str) -> bool:
    return any("\u0590" <= character <= "\u08ff" for character in name)


def _make_room(sheet: Sheet, room: float) -> None:
    if sheet.will_page_break(room):
        sheet.add_page()
        sheet.set_xy(MARGIN, MARGIN)
