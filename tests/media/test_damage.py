"""A damaged file is refused, or it is the picture: never a part of it with the rest painted in."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.media.images import Unreadable, open_picture
from tests.media.drawing import FORMATS, drawn, noisy, saved

JPEGS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "optimised": {"optimize": True},
    "with restarts": {"restart_marker_blocks": 3},
    "not subsampled": {"subsampling": 0},
}
WHOLE = {
    **{f"JPEG {name}": saved(noisy(), "JPEG", **options) for name, options in JPEGS.items()},
    **{format: saved(noisy(), format) for format in FORMATS if format != "JPEG"},
    "TIFF packed": saved(noisy(), "TIFF", compression="tiff_lzw"),
    "TIFF JPEG": saved(noisy(), "TIFF", compression="jpeg"),
}
PIXELS = {name: open_picture(data).pixels for name, data in WHOLE.items()}

LAST_BLOCK = 16 + 1  # and a pixel of the neighbours, into which its colour is smoothed

searching = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", WHOLE)
@searching
@given(st.data())
def test_a_cut_file_is_refused_or_whole(name: str, data: st.DataObject) -> None:
    cut = WHOLE[name][: data.draw(st.integers(0, len(WHOLE[name]) - 1))]
    try:
        pixels = open_picture(cut).pixels
    except Unreadable as refusal:
        assert refusal.code in {"empty", "truncated", "broken", "not_a_picture"}
    else:
        assert np.array_equal(pixels, PIXELS[name])


@pytest.mark.parametrize("name", [f"JPEG {name}" for name in JPEGS])
@searching
@given(st.data())
def test_a_cut_jpeg_that_was_given_an_end_is_refused_or_lacks_detail_in_its_last_block(name: str, data: st.DataObject) -> None:
    whole = WHOLE[name]
    scan = whole.index(b"\xff\xda")
    assert is_refused_or_lacks_detail_in_its_last_block(name, data.draw(st.integers(scan + 14, len(whole) - 3)))


def test_a_jpeg_that_was_cut_before_a_restart_and_given_an_end_is_refused() -> None:
    """Whatever came between was passed over until the restart, so that the look for more blocks found no difference."""
    whole = WHOLE["JPEG with restarts"]
    for restart in range(0xD0, 0xD7):
        at = whole.index(bytes((0xFF, restart)))
        for cut in range(at - 4, at + 3):
            assert is_refused_or_lacks_detail_in_its_last_block("JPEG with restarts", cut), (restart, cut - at)


def is_refused_or_lacks_detail_in_its_last_block(name: str, cut: int) -> bool:
    """Whether so much of a JPEG, given an end, is not taken for the whole."""
    try:
        pixels = open_picture(WHOLE[name][:cut].rstrip(b"\xff") + b"\xff\xd9").pixels
    except Unreadable:
        return True
    rest = np.argwhere((pixels != PIXELS[name]).any(axis=2))
    return bool((rest >= np.subtract(pixels.shape[:2], LAST_BLOCK)).all())


@pytest.mark.parametrize("name", WHOLE)
@searching
@given(st.data())
def test_changed_bytes_raise_nothing_else(name: str, data: st.DataObject) -> None:
    changed = bytearray(WHOLE[name])
    places = data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=6))
    for at in places:
        changed[at] = data.draw(st.integers(0, 255))
    try:
        picture = open_picture(bytes(changed))
    except Unreadable:
        return
    assert picture.pixels.ndim == 3


def test_flat_pictures_are_not_taken_for_cut_ones() -> None:
    white = saved(drawn().point(lambda _: 255), "JPEG")
    assert open_picture(white).pixels.min() >= 254


def test_fill_bytes_before_the_end_of_a_jpeg_are_read_over() -> None:
    whole = WHOLE["JPEG baseline"]
    assert np.array_equal(open_picture(whole[:-2] + b"\xff\xff\xff" + whole[-2:]).pixels, PIXELS["JPEG baseline"])
