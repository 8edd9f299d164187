"""A sheet of A4 paper: letters of five scripts, from left to right or right to left, and where an envelope folds and has its window."""

import io
from functools import cache
from pathlib import Path

import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, TextDirection

_FONTS = Path(__file__).parents[1] / "static" / "vendor"  # DejaVu Sans, put there by `app.prepare`
_FAMILY = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
WIDTH, HEIGHT, MARGIN, FOOT = 210.0, 297.0, 20.0, 12.0  # millimetres, as everything here
WINDOW = (20.0, 45.0, 85.0)  # left, top and width of the address in a window envelope, DIN 5008 form B
_FOLDS = (105.0, 210.0)
_POINT = 0.3528  # millimetres
_INK, _QUIET = (20, 24, 23), (84, 92, 90)


class Sheet(FPDF):
    """Sheets that are written on from top to bottom, in one language at a time."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        for style, name in _FILES.items():
            self.add_font(_FAMILY, style, _FONTS / name)
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.rtl = False

    def turn(self, rtl: bool) -> None:
        """Write from right to left from here on, or from left to right. Only what needs joining is shaped: it takes five times as long."""
        self.rtl = rtl
        direction = TextDirection.RTL if rtl else TextDirection.LTR
        self.set_text_shaping(rtl, direction=direction)

    def write_text(
        self, text: str, size: float = 10.5, *, bold: bool = False, quiet: bool = False, width: float = 0, after: float = 2
    ) -> None:
        """A paragraph, from where the pen is, `width` wide (0: to the margin), and some space after it."""
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*(_QUIET if quiet else _INK))
        left, align = self.get_x(), Align.R if self.rtl else Align.L
        self.multi_cell(width, size * _POINT * 1.4, text, align=align, new_x="LEFT", new_y="NEXT")
        self.set_xy(left, self.get_y() + after)

    def qr(self, words: str, left: float, top: float, side: float) -> None:
        """A square that a telephone reads."""
        picture = io.BytesIO()
        segno.make(words, error="m", micro=False).save(picture, kind="png", scale=4, border=2)
        self.image(picture, left, top, side, side)

    def fold_marks(self) -> None:
        """Where the sheet is folded, so that the address lies behind the window."""
        self.set_draw_color(*_QUIET)
        for top in _FOLDS:
            self.line(4, top, 9, top)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self.output())


@cache
def _letters() -> frozenset[int]:
    with TTFont(_FONTS / _FILES[""], lazy=True) as font, TTFont(_FONTS / _FILES["B"], lazy=True) as bold:
        return frozenset(font.getBestCmap()) & frozenset(bold.getBestCmap())


def can_print(text: str) -> bool:
    """Whether we have all the letters of a text."""
    return all(ord(character) in _letters() or not character.isprintable() or character.isspace() for character in text)
