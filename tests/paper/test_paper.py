"""Letters and forms as PDF: what is printed can be read, in every script, and lies where it should."""

import io
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from app.paper.forms import Blank, Question, print_forms
from app.paper.letters import Leaf, print_letters
from app.paper.register import Part, Roll, Row, print_roll
from app.paper.sheet import can_print

POINT = 72 / 25.4  # points a millimetre
LEAF = Leaf(
    rtl=False,
    sender="De Linde",
    to=("Karin Visser", "voor Lars, klas 2A"),
    date="3 september 2026",
    subject="Mogen wij beeld van Lars laten zien?",
    paragraphs=("Beste Karin Visser,", "Ja of nee."),
    steps=("1. Scan dit vierkant.", "2. De code:"),
    qr="https://school.test/letter/0123",
    code="0123-4567-89AB-CDEF",
    closing=("Met vriendelijke groet,",),
)


def question(title: str = "Website", *, rtl: bool = False, notice: tuple[str, ...] = ("Op de website.",)) -> Question:
    return Question(title, "iedereen ziet het · tekst 3", ("foto", "film", "geluid"), notice, rtl)


def blank(*questions: Question) -> Blank:
    return Blank(
        "De Linde",
        "Toestemming",
        "Lars Visser, klas 2A",
        "Kruis aan.",
        questions,
        ("Ja", "Nee"),
        ("Naam", "Datum", "Handtekening"),
        "Uitleg",
        "Lever in.",
        "https://school.test/x",
    )


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_a_sheet_a_letter_with_everything_on_it() -> None:
    found = pages(print_letters([LEAF, LEAF]))
    assert len(found) == 2
    for words in (*LEAF.to, LEAF.date, LEAF.subject, *LEAF.paragraphs, *LEAF.steps, *LEAF.closing, str(LEAF.code)):
        assert words in found[1]


def test_a_long_letter_stays_on_its_sheet() -> None:
    paragraphs = ("Een lange alinea over foto's, waar zij te zien zijn, en voor wie. " * 5,) * 3
    assert len(pages(print_letters([replace(LEAF, paragraphs=paragraphs)]))) == 1


def test_the_address_lies_behind_the_window() -> None:
    """DIN 5008 form B: 20 mm from the left, 45 mm from the top, 85 by 45 mm."""
    page = pypdfium2.PdfDocument(print_letters([LEAF]))[0]
    text = page.get_textpage()
    inside = text.get_text_bounded(left=20 * POINT, right=105 * POINT, top=(297 - 45) * POINT, bottom=(297 - 90) * POINT)
    assert [line.strip() for line in inside.splitlines()] == ["De Linde", *LEAF.to]


def test_the_square_can_be_read() -> None:
    """As a telephone does: by a reader that had no part in making it."""
    picture: Image.Image = pypdfium2.PdfDocument(print_letters([LEAF]))[0].render(scale=3).to_pil()
    found, *_ = cv2.QRCodeDetector().detectAndDecode(np.asarray(picture.convert("RGB")))
    assert found == LEAF.qr


@pytest.mark.parametrize(
    "words",
    ["Çelik, Müller & Łukasz", "Ελληνικά", "Українська мова", "موقع المدرسة مفتوح للجميع", "אתר בית הספר", "زبان فارسی: پدر و مادر"],
)
def test_five_scripts_are_printed_and_read_back(words: str) -> None:
    rtl = words[0] > "\u0590"
    assert can_print(words)
    found = pypdfium2.PdfDocument(print_forms([blank(question(words, rtl=rtl, notice=(words,)))]))
    text = "".join(found[0].get_textpage().get_text_range().split())
    assert "".join(words.split()) in text


@pytest.mark.parametrize("words", ["ሰላም", "你好", "สวัสดี"])
def test_letters_that_we_lack_are_known(words: str) -> None:
    assert not can_print(words)


def test_twelve_purposes_are_asked_and_signed_on_one_sheet() -> None:
    found = pages(print_forms([blank(*(question(f"Doel {number}") for number in range(12)))]))
    assert all(f"Doel {number}" in found[0] for number in range(12))
    assert "Handtekening" in found[0]
    assert found[0].count("Ja") == 36
    assert "Uitleg" in found[1]


def test_each_form_begins_on_a_sheet_of_its_own_and_says_its_wordings() -> None:
    found = pages(print_forms([blank(question()), blank(question())]))
    assert [page.startswith("De Linde") for page in found] == [True, False, True, False]
    assert "tekst 3" in found[0]


def test_thirty_purposes_part_between_questions_alone() -> None:
    found = pages(print_forms([blank(*(question(f"Doel {number}") for number in range(30)))]))
    for page in found[:-1]:
        assert page.count("foto") == page.count("geluid")


def test_a_list_of_names_prints_every_name_or_counts_it_and_says_its_end_on_each_sheet() -> None:
    names = tuple(f"Anna Nummer{n}" for n in range(400))
    parts = (Part("2A", (Row("Nergens", (*names, "Wei 王")), Row("Niet overal", ("Bram (film: nergens)",), wide=True))),)
    roll = Roll("Sportdag", "De Linde", ("Afgedrukt nu.",), parts, "Vraag het opnieuw na morgen.", "%(num)s alleen op het scherm")
    sheets = [page.extract_text() for page in PdfReader(io.BytesIO(print_roll(roll))).pages]
    assert len(sheets) > 2 and all("Vraag het opnieuw na morgen." in sheet for sheet in sheets)
    printed = "\n".join(sheets)
    assert all(name in printed for name in names) and "1 alleen op het scherm" in printed and "Bram (film: nergens)" in printed
    assert "王" not in printed
