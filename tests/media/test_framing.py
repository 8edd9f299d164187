"""Sizes for their places: as large a part as fits, around those who are shown, through nobody's face where that can be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.framing import TooSmall, framed, window
from consent_store.rules.forms import CANVAS, Form
from consent_store.rules.sightings import Box

SIDES = st.integers(40, 3000)
CUT = st.sampled_from(sorted(CANVAS))


@st.composite
def faces(draw: st.DrawFn) -> Box:
    left, top, size = draw(st.integers(-50, 2900)), draw(st.integers(-50, 2900)), draw(st.integers(5, 300))
    return Box(left, top, left + size, top + size)


@given(SIDES, SIDES, CUT, st.lists(faces(), max_size=5))
def test_the_window_has_the_forms_shape_lies_inside_and_fills_a_side(width: int, height: int, form: Form, shown: list[Box]) -> None:
    part, (across, down) = window(width, height, form, shown), CANVAS[form]
    assert part.clipped(width, height) == part
    assert abs(part.width * down - part.height * across) <= max(across, down)  # to a pixel
    assert part.width >= width - 1 or part.height >= height - 1


@given(SIDES, SIDES, st.data())
def test_one_face_that_fits_is_whole_in_it(width: int, height: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(5, int(min(width, height, 510) / 1.7)))
    left, top = data.draw(st.integers(0, width - size)), data.draw(st.integers(0, height - size))
    face = Box(left, top, left + size, top + size)
    part = window(width, height, Form.SQUARE, [face])
    assert part.left <= face.left and face.right <= part.right and part.top <= face.top and face.bottom <= part.bottom


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ([], 500),  # the middle
        ([Box(100, 300, 200, 420)], 0),
        ([Box(1700, 300, 1800, 420)], 1000),
        ([Box(400, 300, 500, 420), Box(900, 300, 1000, 420)], 200),  # both in the middle
    ],
)
def test_it_slides_to_those_who_are_shown(shown: list[Box], left: int) -> None:
    assert window(2000, 1000, Form.SQUARE, shown).left == left


def test_where_not_all_fit_it_cuts_between_them_and_not_through() -> None:
    row = [Box(left, 400, left + 160, 600) for left in range(60, 2900, 330)]
    part = window(3000, 1000, Form.SQUARE, row)
    assert not any(face.left < edge < face.right for face in row for edge in (part.left, part.right))
    assert sum(part.left <= face.left and face.right <= part.right for face in row) >= 2


def test_it_stays_within_what_somebody_cut_out() -> None:
    part = window(2000, 1500, Form.STORY, [Box(1800, 100, 1900, 220)], Box(300, 200, 1100, 1400))
    assert (part.top, part.bottom) == (200, 1400) and 300 <= part.left < part.right <= 1100


@pytest.mark.parametrize(
    ("size", "form", "shown", "made"),
    [
        ((3000, 2000), Form.ORIGINAL, False, (3000, 2000)),
        ((3000, 2000), Form.ORIGINAL, True, (1600, 1067)),
        ((3000, 2000), Form.WEB, False, (2048, 1365)),
        ((300, 200), Form.WEB, False, (300, 200)),
        ((2000, 3000), Form.SQUARE, False, (1080, 1080)),
        ((3000, 2000), Form.STORY, False, (1080, 1920)),
        ((540, 540), Form.SQUARE, False, (1080, 1080)),
    ],
)
def test_each_form_has_its_size(size: tuple[int, int], form: Form, shown: bool, made: tuple[int, int]) -> None:
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    found = framed(pixels, window(*size, form, []), form, shown=shown)
    assert (found.shape[1], found.shape[0]) == made


def test_what_would_be_enlarged_too_much_is_refused() -> None:
    with pytest.raises(TooSmall):
        framed(np.zeros((539, 539, 3), np.uint8), window(539, 539, Form.SQUARE, []), Form.SQUARE)
