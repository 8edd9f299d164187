"""Groups split rather than merge."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.grouping import groups
from tests.analysis.values import at


def test_a_chain_of_look_alikes_does_not_join_two_people() -> None:
    labels = groups(at(0, 0.4, 0.8), 0.45)
    assert labels[0] != labels[2]


def test_labels_count_up_in_order_of_appearance() -> None:
    assert groups(at(5, 0, 5.1, 9, 0.1), 0.45) == [0, 1, 0, 2, 1]
    assert groups(np.empty((0, 4), np.float32), 0.45) == []


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=40), st.floats(0.05, 1))
def test_no_two_of_a_group_are_far_apart_and_near_groups_are_not_left_split(places: list[float], furthest: float) -> None:
    faces = at(*places)
    labels = np.array(groups(faces, furthest))
    apart = np.abs(faces[:, None, 0] - faces[:, 0])
    for one in set(labels):
        assert apart[np.ix_(labels == one, labels == one)].max() <= furthest + 1e-3
        for other in set(labels) - {one}:
            both = np.isin(labels, (one, other))
            assert apart[np.ix_(both, both)].max() > furthest - 1e-3


def test_pictures_of_one_drawn_pupil_come_together(engine, described) -> None:  # type: ignore[no-untyped-def]
    faces = [described(number, variation) for number in range(4) for variation in range(2)]
    assert engine.group(np.stack(faces)) == [0, 0, 1, 1, 2, 2, 3, 3]
