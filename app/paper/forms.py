"""Forms on which a family gives or refuses consent: the questions on the first sheet, and after them the notices that they are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.paper.sheet import FOOT, HEIGHT, MARGIN, WIDTH, Sheet

_QR = 26.0
_BOX, _ROW = 3.4, 4.5
_SIGNING = 34.0  # the height of what is signed


@dataclass(frozen=True, slots=True)
class Question:
    """One purpose: its title, what is said of it in small print (who sees it, which wording), and a row of boxes for each of its kinds."""

    title: str
    about: str
    kinds: tuple[str, ...]
    notice: tuple[str, ...]
    rtl: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to be filled in. `answers` are the words beside the two boxes; `lines` are what is filled in where one signs."""

    sender: str
    title: str
    about: str
    introduction: str
    questions: tuple[Question, ...]
    answers: tuple[str, str]
    lines: tuple[str, ...]
    notices: str
    foot: str
    qr: str


def print_forms(blanks: Iterable[Blank]) -> bytes:
    """A PDF in which every form begins on a sheet of its own."""
    sheet = Sheet()
    for blank in blanks:
        sheet.add_page()
        sheet.turn(False)
        _head(sheet, blank)
        for question in blank.questions:
            _ask(sheet, question, blank.answers)
        _sign(sheet, blank)
        _notices(sheet, blank)
    return sheet.finished()


def _head(sheet: Sheet, blank: Blank) -> None:
    sheet.qr(blank.qr, WIDTH - MARGIN - _QR, 12, _QR)
    sheet.set_xy(MARGIN, 14)
    narrow = WIDTH - 2 * MARGIN - _QR - 6
    sheet.write_text(blank.sender, 8.5, quiet=True, width=narrow, after=1)
    sheet.write_text(blank.title, 15, bold=True, width=narrow, after=1)
    sheet.write_text(blank.about, 11, bold=True, width=narrow, after=2)
    sheet.set_y(max(sheet.get_y(), 12 + _QR + 2))
    sheet.write_text(blank.introduction, 9, after=3)


def _ask(sheet: Sheet, question: Question, answers: tuple[str, str]) -> None:
    """A purpose and its boxes, never parted by the end of a sheet."""
    if sheet.will_page_break(4 + _ROW * max(2, len(question.kinds))):
        sheet.add_page()
    sheet.line(MARGIN, sheet.get_y(), WIDTH - MARGIN, sheet.get_y())
    sheet.set_xy(MARGIN, sheet.get_y() + 0.8)
    top = sheet.get_y()
    sheet.turn(question.rtl)
    sheet.write_text(question.title, 9, bold=True, width=90, after=0)
    sheet.turn(False)
    sheet.write_text(question.about, 7, quiet=True, width=90, after=0)
    bottom = sheet.get_y()
    for number, kind in enumerate(question.kinds):
        _row(sheet, top + _ROW * number, kind, answers)
    sheet.set_xy(MARGIN, max(bottom, top + _ROW * len(question.kinds)) + 0.8)


def _row(sheet: Sheet, top: float, kind: str, answers: tuple[str, str]) -> None:
    sheet.set_xy(118, top)
    sheet.write_text(kind, 8.5, width=26, after=0)
    for left, answer in zip((146, 168), answers, strict=True):
        sheet.rect(left, top + 0.5, _BOX, _BOX)
        sheet.set_xy(left + _BOX + 0.8, top)
        sheet.write_text(answer, 8.5, width=18, after=0)


def _sign(sheet: Sheet, blank: Blank) -> None:
    if sheet.get_y() + _SIGNING > HEIGHT - FOOT:
        sheet.add_page()
    sheet.line(MARGIN, sheet.get_y(), WIDTH - MARGIN, sheet.get_y())
    sheet.set_xy(MARGIN, sheet.get_y() + 4)
    for line in blank.lines:
        sheet.write_text(line, 9, width=60, after=0)
        sheet.line(MARGIN + 62, sheet.get_y(), WIDTH - MARGIN, sheet.get_y())
        sheet.set_xy(MARGIN, sheet.get_y() + 3.5)
    sheet.write_text(blank.foot, 7.5, quiet=True)


def _notices(sheet: Sheet, blank: Blank) -> None:
    sheet.add_page()
    sheet.set_xy(MARGIN, MARGIN)
    sheet.write_text(blank.notices, 12, bold=True, after=3)
    for question in blank.questions:
        sheet.turn(question.rtl)
        sheet.write_text(question.title, 9, bold=True, after=0.5)
        for paragraph in question.notice:
            sheet.write_text(paragraph, 8, after=1)
        sheet.turn(False)
        sheet.write_text(question.about, 7, quiet=True, after=2.5)
