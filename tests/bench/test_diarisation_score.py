"""The score of a diarisation, on cases that can be counted by hand."""

import pytest

from bench._diarisation import score


def test_a_perfect_answer_has_no_error_whatever_its_names() -> None:
    result = score({"ann": [(0, 10)], "bob": [(10, 20)]}, {"1": [(10, 20)], "2": [(0, 10)]})
    assert (result.error_rate, result.mixed) == (0, 0)
    assert result.speech == pytest.approx(19)


@pytest.mark.parametrize(
    ("found", "missed", "invented", "confused", "mixed"),
    [
        ({"1": [(0, 6)], "2": [(10, 20)]}, 4, 0, 0, 0),
        ({"1": [(0, 10)], "2": [(10, 20)], "3": [(30, 33)]}, 0, 3, 0, 0),
        ({"1": [(0, 12)], "2": [(12, 20)]}, 0, 0, 2, 2),
        ({"1": [(0, 20)]}, 0, 0, 10, 10),
        ({"1": [(0, 10)], "2": [(10, 20)], "3": [(0, 10)]}, 0, 10, 0, 0),
        ({"1": [(0, 5)], "2": [(10, 20)], "3": [(5, 10)]}, 0, 0, 5, 0),
        ({}, 20, 0, 0, 0),
    ],
)
def test_what_is_wrong_is_counted_by_its_kind(
    found: dict[str, list[tuple[float, float]]], missed: float, invented: float, confused: float, mixed: float
) -> None:
    result = score({"ann": [(0, 10)], "bob": [(10, 20)]}, found, collar=0)
    assert (result.missed, result.invented, result.confused, result.mixed) == pytest.approx((missed, invented, confused, mixed))
    assert result.error_rate == pytest.approx((missed + invented + confused) / 20)


def test_where_two_speak_both_count_and_one_of_them_is_half() -> None:
    truth = {"ann": [(0, 10)], "bob": [(5, 10)]}
    assert score(truth, {"1": [(0, 10)], "2": [(5, 10)]}, 0).error_rate == 0
    assert score(truth, {"1": [(0, 10)]}, 0).missed == pytest.approx(5)
    assert score(truth, {"1": [(0, 10)]}, 0).mixed == 0


def test_edges_are_not_counted_and_a_quarter_of_a_second_beyond_is() -> None:
    truth = {"ann": [(0, 10)]}
    assert score(truth, {"1": [(0.2, 10.2)]}).error_rate == 0
    assert score(truth, {"1": [(1.25, 10)]}).missed == pytest.approx(1)


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert score({}, {}).error_rate == 0
    assert score({"ann": []}, {"1": [(1, 2)]}).error_rate == 1
