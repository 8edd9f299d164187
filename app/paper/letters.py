"""Letters on paper: one sheet each, folded in three for an envelope with a window, with a square to scan and perhaps a code to fill in."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.paper.sheet import HEIGHT, MARGIN, WIDTH, WINDOW, Sheet

_QR = 46.0
_CODE_SIZE = 15.0  # points


@dataclass(frozen=True, slots=True)
class Leaf:
    """A letter. `to` stands in the window; `steps` stand beside the square that holds `qr`; `code` is what somebody fills in by hand."""

    rtl: bool
    sender: str
    to: tuple[str, ...]
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    steps: tuple[str, ...]
    qr: str
    code: str | None
    closing: tuple[str, ...]


def print_letters(leaves: Iterable[Leaf]) -> bytes:
    """A PDF with a sheet a letter."""
    sheet = Sheet()
    for leaf in leaves:
        sheet.add_page()
        sheet.turn(leaf.rtl)
        _head(sheet, leaf)
        _body(sheet, leaf)
    return sheet.finished()


def _head(sheet: Sheet, leaf: Leaf) -> None:
    sheet.fold_marks()
    left, top, width = WINDOW
    sheet.set_xy(left, top)
    sheet.write_text(leaf.sender, 7.5, quiet=True, width=width, after=4)
    for number, line in enumerate(leaf.to):
        sheet.write_text(line, 10.5, bold=number == 0, width=width, after=0)
    sheet.set_xy(MARGIN, 96)
    sheet.write_text(leaf.date, 9.5, quiet=True, after=3)
    sheet.write_text(leaf.subject, 13, bold=True, after=3)


def _body(sheet: Sheet, leaf: Leaf) -> None:
    for paragraph in leaf.paragraphs:
        sheet.write_text(paragraph, after=2.5)
    top = sheet.get_y() + 3
    beside = MARGIN if leaf.rtl else MARGIN + _QR + 8
    sheet.qr(leaf.qr, WIDTH - MARGIN - _QR if leaf.rtl else MARGIN, top, _QR)
    sheet.set_xy(beside, top + 2)
    for step in leaf.steps:
        sheet.write_text(step, width=WIDTH - 2 * MARGIN - _QR - 8, after=2)
    if leaf.code:
        sheet.turn(False)
        sheet.write_text(leaf.code, _CODE_SIZE, bold=True, width=WIDTH - 2 * MARGIN - _QR - 8, after=2)
        sheet.turn(leaf.rtl)
    sheet.set_xy(MARGIN, min(max(sheet.get_y(), top + _QR) + 5, HEIGHT - 60))
    for paragraph in leaf.closing:
        sheet.write_text(paragraph, after=2.5)
