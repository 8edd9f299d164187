"""Masks: every pixel of a chosen face is under them, and nothing outside their shapes is touched."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.images import Pixels
from app.media.masks import around, masked
from consent_store.rules.sightings import Box

GREEN, COLOUR = "#2f584d", (0x2F, 0x58, 0x4D)
WIDE, HIGH = 120, 90


@st.composite
def boxes(draw: st.DrawFn, least: int = 1) -> Box:
    """A face anywhere, perhaps across the border, perhaps larger than the picture."""
    left, top = draw(st.integers(-40, WIDE - 1)), draw(st.integers(-40, HIGH - 1))
    return Box(left, top, max(left + draw(st.integers(least, 200)), 1), max(top + draw(st.integers(least, 200)), 1))


FACES, NEIGHBOURS = st.lists(boxes(), max_size=4), st.lists(boxes(), max_size=3)


def noise() -> Pixels:
    """No pixel of it is the colour of masks."""
    return np.random.default_rng(1).integers(100, 255, (HIGH, WIDE, 3), np.uint8)


def part(pixels: Pixels, box: Box) -> Pixels:
    return pixels[max(0, box.top) : max(0, box.bottom), max(0, box.left) : max(0, box.right)]


def is_fill(pixels: Pixels) -> np.ndarray:
    return (pixels == COLOUR).all(axis=-1)


@given(FACES, FACES, NEIGHBOURS)
def test_every_pixel_of_each_face_and_place_is_the_fill(faces: list[Box], places: list[Box], shown: list[Box]) -> None:
    covered = masked(noise(), faces, places, shown, GREEN)
    assert all(is_fill(part(covered, box)).all() for box in (*faces, *places))


@given(FACES, FACES, NEIGHBOURS)
def test_outside_the_shapes_no_pixel_differs(faces: list[Box], places: list[Box], shown: list[Box]) -> None:
    before = noise()
    covered = masked(before, faces, places, shown, GREEN)
    outside = np.ones((HIGH, WIDE), bool)
    for box in (*map(around, faces), *places):
        part(outside, box)[...] = False
    assert (covered[outside] == before[outside]).all()
    assert (is_fill(covered) | (covered == before).all(axis=-1)).all()  # solid, or untouched: nothing shines through


def test_the_picture_that_was_given_is_not_touched() -> None:
    before = noise()
    before.flags.writeable = False
    masked(before, [Box(10, 10, 30, 40)], [], [], GREEN)
    assert (before == noise()).all()


def test_hair_ears_and_chin_are_under_it() -> None:
    face = Box(50, 40, 70, 66)
    covered = is_fill(masked(noise(), [face], [], [], GREEN))
    assert covered[40 - 13, 60] and covered[45, 44] and covered[45, 75] and covered[69, 60]  # crown, both ears, chin
    assert not covered[27, 44] and not covered[27, 75]  # round above, an arch


@pytest.mark.parametrize("face", [Box(60, 40, 61, 41), Box(0, 0, 1, 1), Box(WIDE - 1, HIGH - 1, WIDE, HIGH)])
def test_the_smallest_face_is_under_more_than_its_pixel(face: Box) -> None:
    assert is_fill(masked(noise(), [face], [], [], GREEN)).sum() > 9


def test_a_neighbour_who_may_be_shown_stays_in_sight() -> None:
    chosen, other = Box(30, 30, 54, 60), Box(58, 30, 82, 60)  # a hand's breadth apart: the arch alone would take an eye of the other
    assert is_fill(part(masked(noise(), [chosen], [], [], GREEN), other)).any()
    covered = masked(noise(), [chosen], [], [other], GREEN)
    middle = part(is_fill(covered), other)
    y, x = np.ogrid[0:30, 0:24]
    assert not middle[((x - 11.5) / 12) ** 2 + ((y - 14.5) / 15) ** 2 <= 1].any()
    assert is_fill(part(covered, chosen)).all()


def test_a_neighbour_under_the_chosen_face_is_covered_with_it() -> None:
    chosen, other = Box(30, 20, 70, 70), Box(60, 30, 90, 65)
    covered = is_fill(masked(noise(), [chosen], [], [other], GREEN))
    assert part(covered, chosen).all() and not covered[47, 75]
