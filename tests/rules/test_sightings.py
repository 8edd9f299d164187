"""Boxes, and what a sighting may claim."""

from dataclasses import replace

import pytest
from hypothesis import given

from consent_store.rules.sightings import Answer, Box
from tests.rules.build import ANNA, seen, strip, voice
from tests.strategies import boxes

BOX = Box(10, 20, 40, 60)


@pytest.mark.parametrize("edges", [(5, 0, 5, 9), (0, 5, 9, 5), (9, 0, 5, 9), (0, 9, 9, 5)])
def test_a_box_has_an_inside(edges: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(*edges)


def test_a_box_measures_across_and_down() -> None:
    assert (BOX.width, BOX.height) == (30, 40)


@pytest.mark.parametrize(
    ("size", "kept"),
    [((100, 100), BOX), ((30, 100), Box(10, 20, 30, 60)), ((100, 30), Box(10, 20, 40, 30)), ((10, 100), None), ((100, 20), None)],
)
def test_a_box_is_clipped_to_the_picture(size: tuple[int, int], kept: Box | None) -> None:
    assert BOX.clipped(*size) == kept


def test_a_box_beyond_the_first_corner_is_clipped_too() -> None:
    assert Box(-5, -6, 7, 8).clipped(100, 100) == Box(0, 0, 7, 8)


@pytest.mark.parametrize(
    ("other", "overlap"),
    [(BOX, 1.0), (Box(40, 20, 70, 60), 0.0), (Box(10, 60, 40, 90), 0.0), (Box(25, 20, 55, 60), 1 / 3), (Box(10, 40, 40, 80), 1 / 3)],
)
def test_overlap(other: Box, overlap: float) -> None:
    assert BOX.overlap(other) == pytest.approx(overlap)


@given(boxes, boxes)
def test_overlap_is_the_same_from_both_sides_and_between_nothing_and_all(one: Box, other: Box) -> None:
    assert one.overlap(other) == other.overlap(one)
    assert 0 <= one.overlap(other) <= 1
    assert (one.overlap(other) == 1) == (one == other)


@pytest.mark.parametrize("answer", [None, Answer.STRANGER, Answer.UNRECOGNISABLE, Answer.NOBODY])
def test_only_a_person_is_named(answer: Answer | None) -> None:
    with pytest.raises(ValueError, match="names a person"):
        replace(seen("a", Answer.PERSON, ANNA), answer=answer)


def test_a_person_is_named_always() -> None:
    with pytest.raises(ValueError, match="names a person"):
        seen("a", Answer.PERSON)


def test_a_crowd_is_heard_and_never_seen() -> None:
    assert voice("a", Answer.CROWD).answer is Answer.CROWD
    with pytest.raises(ValueError, match="a crowd is heard"):
        replace(strip("a", None), answer=Answer.CROWD)


def test_what_is_heard_has_no_place_in_the_picture() -> None:
    with pytest.raises(ValueError, match="no place"):
        replace(voice("a", None), box=BOX)


def test_a_face_is_placed_by_where_and_a_voice_by_when() -> None:
    assert [strip("a", None).placed, strip("a", None, place=False).placed, seen("a", None).placed] == [True, False, True]
    assert [voice("a", None).placed, voice("a", None, when="").placed] == [True, False]
