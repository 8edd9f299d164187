"""References are good, different, and of one person."""

import pytest

from app.analysis.enrolment import Aside, Candidate, Choice, choose
from app.analysis.matching import BadDescriptor
from app.analysis.ports import Quality
from tests.analysis.values import GOOD, LIMITS, POOR, at


def chosen(places: dict[str, float], qualities: dict[str, Quality] | None = None, most: int = 5) -> Choice:
    rows = at(*places.values())
    return choose([Candidate(key, row, (qualities or {}).get(key, GOOD)) for key, row in zip(places, rows, strict=True)], LIMITS, most)


def reasons(choice: Choice) -> dict[str, Aside]:
    return {candidate.key: why for candidate, why in choice.aside}


def keys(choice: Choice) -> set[str]:
    return {candidate.key for candidate in choice.kept}


def test_different_good_pictures_are_kept() -> None:
    assert keys(chosen({"a": 0, "b": 0.2, "c": 0.4})) == {"a", "b", "c"}


def test_a_poor_picture_is_set_aside_with_its_flaws_in_its_quality() -> None:
    choice = chosen({"a": 0, "b": 0.2}, {"b": POOR})
    assert (keys(choice), reasons(choice)) == ({"a"}, {"b": Aside.POOR})


def test_somebody_else_is_an_outlier() -> None:
    choice = chosen({"a": 0, "b": 0.2, "other": 0.9, "c": 0.35})
    assert reasons(choice) == {"other": Aside.OUTLIER}


def test_of_two_that_disagree_neither_is_believed() -> None:
    assert reasons(chosen({"a": 0, "b": 0.9})) == {"a": Aside.OUTLIER, "b": Aside.OUTLIER}


def test_the_same_moment_twice_adds_nothing() -> None:
    assert list(reasons(chosen({"a": 0, "twice": 0.05, "b": 0.3})).values()) == [Aside.ALIKE]


def test_no_more_than_asked_and_the_most_different_first() -> None:
    choice = chosen({"a": 0, "b": 0.2, "c": 0.5}, most=2)
    assert (keys(choice), reasons(choice)) == ({"a", "c"}, {"b": Aside.ENOUGH})


def test_where_there_is_no_room_nothing_is_kept() -> None:
    assert reasons(chosen({"a": 0, "b": 0.2}, most=0)) == {"a": Aside.ENOUGH, "b": Aside.ENOUGH}


def test_nothing_comes_of_nothing_or_of_nonsense() -> None:
    assert choose([], LIMITS) == Choice((), ())
    assert keys(chosen({"only": 0})) == {"only"}
    with pytest.raises(BadDescriptor):
        chosen({"a": float("nan")})
