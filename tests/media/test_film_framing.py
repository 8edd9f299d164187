"""Forms of film: the part that is shown, its size, and where places of the one are in the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.film_framing import Framing
from app.media.film_masks import covered, parts
from app.media.framing import TooSmall
from consent_store.rules.forms import CANVAS, Form
from consent_store.rules.sightings import Box

sides = st.integers(150, 960).map(lambda half: 2 * half)


def boxes(most: int) -> st.SearchStrategy[Box]:
    return st.builds(
        lambda left, top, width, height: Box(left, top, left + width, top + height),
        st.integers(-20, most), st.integers(-20, most), st.integers(1, most), st.integers(1, most),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("size", "form", "goes_out_as"),
    [
        ((1920, 1080), Form.ORIGINAL, (1920, 1080)),
        ((1080, 1920), Form.ORIGINAL, (1080, 1920)),
        ((1920, 1440), Form.ORIGINAL, (1440, 1080)),
        ((1920, 800), Form.WEB, (1280, 534)),
        ((1080, 1920), Form.WEB, (720, 1280)),
        ((640, 360), Form.WEB, (640, 360)),
        ((1920, 1080), Form.SQUARE, (1080, 1080)),
        ((1920, 1080), Form.STORY, (1080, 1920)),
    ],
)
def test_each_form_has_its_size(size: tuple[int, int], form: Form, goes_out_as: tuple[int, int]) -> None:
    assert Framing.of(size, form, []).size == goes_out_as


def test_what_would_have_to_be_enlarged_too_much_is_refused() -> None:
    for size, form, within in (
        ((640, 360), Form.SQUARE, None),
        ((1920, 1080), Form.STORY, Box(0, 0, 400, 600)),
        ((1920, 1080), Form.ORIGINAL, Box(11, 11, 12, 40)),
    ):
        with pytest.raises(TooSmall):
            Framing.of(size, form, [], within)


@settings(deadline=None)
@given(sides, sides, st.sampled_from(Form), boxes(1920))
def test_a_place_comes_back_from_what_goes_out_no_smaller(width: int, height: int, form: Form, box: Box) -> None:
    try:
        framing = Framing.of((width, height), form, [box])
    except TooSmall:
        return
    part, there = framing.part, framing.inside(box)
    common = Box(box.left - part.left, box.top - part.top, box.right - part.left, box.bottom - part.top).clipped(part.width, part.height)
    assert (there is None) == (common is None)
    assert form in CANVAS or max(framing.size) <= 1920
    if there and common:
        back = framing.outside(there)
        assert back.left <= common.left + part.left and back.right >= common.right + part.left
        assert back.top <= common.top + part.top and back.bottom >= common.bottom + part.top


@pytest.mark.parametrize(
    ("form", "within"), [(Form.ORIGINAL, None), (Form.ORIGINAL, Box(101, 51, 901, 501)), (Form.SQUARE, None), (Form.WEB, None)]
)
def test_what_is_painted_in_the_frame_is_where_the_framing_says(form: Form, within: Box | None) -> None:
    place, planes = Box(400, 200, 520, 300), np.full((540 * 3 // 2, 960), 128, np.uint8)
    framing = Framing.of((960, 540), form, [place], within)
    made = framing.framed(covered(planes, [], [], "#ff0000", [place]))
    assert made.shape == (framing.height * 3 // 2, framing.width)
    there = framing.inside(place)
    assert there
    for plane, by in zip(parts(made), (1, 2, 2), strict=True):
        painted = np.abs(plane.astype(int) - 128) > 20
        rows, columns = np.flatnonzero(painted.any(axis=1)), np.flatnonzero(painted.any(axis=0))
        found = [columns[0] * by, rows[0] * by, (columns[-1] + 1) * by, (rows[-1] + 1) * by]
        assert found == pytest.approx([there.left, there.top, there.right, there.bottom], abs=4)


def test_a_place_at_the_edge_of_what_goes_out_ends_there_in_the_frame() -> None:
    framing = Framing.of((1920, 1070), Form.SQUARE, [])
    assert framing.outside(Box(0, 0, *framing.size)) == framing.part
