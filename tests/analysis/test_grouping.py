"""Groups split rather than merge, and what a person said goes before what faces look like."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.grouping import Bond, group
from tests.analysis.values import at


def _piles(*places: float, furthest: float = 0.45, pictures: Sequence[int] = (), bonds: Sequence[Bond] = ()) -> list[int]:
    return group(at(*places), pictures or range(len(places)), bonds, furthest=furthest)


def _together(*faces: int) -> Bond:
    return Bond(True, dict.fromkeys(faces, 0))


def _apart(stay: Sequence[int], out: Sequence[int]) -> Bond:
    return Bond(False, dict.fromkeys(stay, 0) | dict.fromkeys(out, 1))


def test_a_chain_of_look_alikes_does_not_join_two_people() -> None:
    labels = _piles(0, 0.4, 0.8)
    assert labels[0] != labels[2]


def test_labels_count_up_in_order_of_appearance() -> None:
    assert _piles(5, 0, 5.1, 9, 0.1) == [0, 1, 0, 2, 1]
    assert group(np.empty((0, 4), np.float32), [], furthest=0.45) == []


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=40), st.floats(0.05, 1))
def test_no_two_of_a_group_are_far_apart_and_near_groups_are_not_left_split(places: list[float], furthest: float) -> None:
    faces = at(*places)
    labels = np.array(_piles(*places, furthest=furthest))
    apart = np.abs(faces[:, None, 0] - faces[:, 0])
    for one in set(labels):
        assert apart[np.ix_(labels == one, labels == one)].max() <= furthest + 1e-3
        for other in set(labels) - {one}:
            both = np.isin(labels, (one, other))
            assert apart[np.ix_(both, both)].max() > furthest - 1e-3


def test_nobody_is_twice_in_one_picture_however_alike() -> None:
    assert _piles(0, 0, 0.1, pictures=[1, 1, 2]) in ([0, 1, 0], [0, 1, 1])


def test_what_was_joined_stays_joined_across_any_distance_and_in_one_picture() -> None:
    assert _piles(0, 2, 5, bonds=[_together(0, 1), _together(1, 2)]) == [0, 0, 0]
    assert _piles(0, 2, pictures=[1, 1], bonds=[_together(0, 1)]) == [0, 0]


def test_what_was_joined_takes_in_only_what_is_near_all_of_it() -> None:
    assert _piles(0, 2, 0.1, bonds=[_together(0, 1)]) == [0, 0, 1]


def test_what_was_taken_out_does_not_come_back() -> None:
    assert _piles(0, 0, 0, 0, bonds=[_apart([0, 1, 2], [3])]) == [0, 0, 0, 1]


def test_the_later_word_counts() -> None:
    assert _piles(0, 0, bonds=[_apart([0], [1]), _together(0, 1)]) == [0, 0]
    assert _piles(0, 0, bonds=[_together(0, 1), _apart([0], [1])]) == [0, 1]


_WORDS = st.lists(
    st.tuples(st.booleans(), st.dictionaries(st.integers(0, 11), st.integers(0, 1), min_size=2, max_size=6)).map(lambda word: Bond(*word)),
    max_size=4,
)


@given(st.lists(st.floats(-1, 1), min_size=12, max_size=12), st.lists(st.integers(0, 5), min_size=12, max_size=12), _WORDS)
def test_the_last_word_always_holds(places: list[float], pictures: list[int], bonds: list[Bond]) -> None:
    piles = _piles(*places, pictures=pictures, bonds=bonds)
    for bond in bonds[-1:]:
        for one, side in bond.sides.items():
            for other, beside in bond.sides.items():
                assert piles[one] == piles[other] if bond.same else side == beside or piles[one] != piles[other]
    joined = {face for bond in bonds if bond.same for face in bond.sides}
    free = [(pile, picture) for face, (pile, picture) in enumerate(zip(piles, pictures, strict=True)) if face not in joined]
    assert len(set(free)) == len(free)


def test_pictures_of_one_drawn_pupil_come_together(engine, described) -> None:  # type: ignore[no-untyped-def]
    faces = [described(number, variation) for number in range(4) for variation in range(2)]
    assert engine.group(np.stack(faces), range(8)) == [0, 0, 1, 1, 2, 2, 3, 3]
