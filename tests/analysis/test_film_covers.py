"""What is covered in each frame: never less than where somebody was found, held in gaps and at both ends, ended by cuts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.film import PersonTrack
from app.analysis.film_covers import Covers, grown, place, union
from app.analysis.film_people import people
from app.analysis.film_sights import Look, Sight, Track
from consent_store.rules.sightings import Box

boxes = st.builds(lambda left, top, size: Box(left, top, left + size, top + size), *[st.integers(0, 500)] * 2, st.integers(10, 80))
sights = st.lists(boxes, min_size=1, max_size=6).flatmap(
    lambda places: st.lists(st.floats(0.04, 3), min_size=len(places), max_size=len(places)).map(
        lambda waits: [Sight(float(time), box) for time, box in zip(1 + np.cumsum(waits), places, strict=True)]
    )
)


def track(seen: list[Sight], before: float, after: float) -> PersonTrack:
    return PersonTrack(1, 1, seen, [(seen[0].time, seen[-1].time)], before, after)


def inside(inner: Box, outer: Box) -> bool:
    return outer.left <= inner.left and outer.top <= inner.top and inner.right <= outer.right and inner.bottom <= outer.bottom


@given(sights, st.floats(0, 1))
def test_between_two_sights_the_way_from_one_to_the_other_is_covered(seen: list[Sight], share: float) -> None:
    time = seen[0].time + share * (seen[-1].time - seen[0].time)
    [cover] = Covers([track(seen, seen[0].time, seen[-1].time)], [0.0]).at(time)
    assert inside(place(seen, time), cover)


@given(boxes, boxes)
def test_a_gap_is_covered_from_where_a_face_was_lost_to_where_it_came_back(lost: Box, back: Box) -> None:
    seen = [Sight(1.0, lost), Sight(2.4, back)]
    for time in (1.04, 1.3, 1.7, 2.4):
        [cover] = Covers([track(seen, 1.0, 2.4)], [0.0]).at(time)
        assert inside(union([lost, back]), cover)


def test_the_mask_is_there_before_the_first_sight_and_after_the_last_but_not_across_a_cut() -> None:
    face = Box(10, 10, 50, 60)
    covers = Covers([track([Sight(3.0, face), Sight(4.0, face)], 2.75, 4.25)], [0.0, 2.5, 9.0])
    assert [bool(covers.at(time)) for time in (2.4, 2.5, 3.0, 4.0, 4.7, 4.8)] == [False, True, True, True, True, False]
    held = Covers([track([Sight(3.0, face)], 2.5, 3.25)], [0.0, 2.5, 3.25])
    assert [bool(held.at(time)) for time in (2.49, 2.5, 3.24, 3.25)] == [False, True, True, False]


@given(sights, st.lists(st.floats(0.1, 20), max_size=6), st.floats(0, 1), st.floats(0, 2))
def test_wherever_the_cuts_are_somebody_is_covered_for_as_long_as_they_may_be_seen(
    seen: list[Sight], cuts: list[float], share: float, more: float
) -> None:
    known = track(seen, max(0.0, seen[0].time - more), seen[-1].time + more + 0.001)
    time = known.before + share * (known.after - 0.0001 - known.before)
    [cover] = Covers([known], [0.0, *sorted(cuts)]).at(time)
    assert inside(place(seen, time), cover)


def test_what_somebody_drew_by_hand_is_covered_through_the_cuts_that_it_crosses() -> None:
    face = Box(10, 10, 50, 60)
    covers = Covers([track([Sight(1.0, face), Sight(6.0, face)], 0.75, 6.25)], [0.0, 3.0, 5.0, 9.0])
    assert [bool(covers.at(time)) for time in (0.8, 2.9, 3.0, 4.9, 5.5, 6.7, 6.8)] == [True] * 6 + [False]
    held = Covers([track([Sight(4.0, face)], 1.0, 8.0)], [0.0, 3.0, 5.0, 7.9])
    assert [bool(held.at(time)) for time in (0.4, 0.9, 3.5, 5.0, 7.95, 8.6)] == [False, True, True, True, True, False]


def test_a_flash_of_a_camera_that_looks_like_two_cuts_uncovers_nobody() -> None:
    face = Box(10, 10, 50, 60)
    cuts = [0.0, 5.0, 5.04, 6.0]
    before = Covers([track([Sight(4.0, face), Sight(4.75, face)], 0.0, 5.0)], cuts)
    after = Covers([track([Sight(5.25, face), Sight(5.75, face)], 5.04, 6.0)], cuts)
    for covers, there in ((before, [True, True, True, False]), (after, [False, True, True, True])):
        assert [bool(covers.at(time)) for time in (4.99, 5.0, 5.03, 5.04)] == there


def test_what_a_check_found_is_covered_around_its_moment() -> None:
    covers = Covers([], [0.0])
    covers.add(Sight(1.0, Box(0, 0, 9, 9)))
    assert [len(covers.at(time)) for time in (0.7, 0.9, 1.0, 1.1, 1.3)] == [0, 1, 1, 1, 0]
    assert grown(Box(10, 10, 20, 30), 0.1) == Box(8, 7, 22, 33)


def looked(first: float, last: float, *looks: Look) -> Track:
    return Track([Sight(first, Box(0, 0, 9, 9)), Sight(last, Box(0, 0, 9, 9))], first, last, list(looks))


def look(place: float, good: bool = True) -> Look:
    descriptor = np.zeros(128, np.float32)
    descriptor[:2] = place, 1.0
    return Look(descriptor, 0.8 if good else 0.3, good, Sight(0.0, Box(0, 0, 9, 9)), 0.9)


def test_tracks_of_one_person_are_joined_but_never_two_that_are_seen_together() -> None:
    assert people([looked(0, 1, look(0.0)), looked(2, 3, look(0.2)), looked(4, 5, look(0.9))], 0.45) == [0, 0, 1]
    assert people([looked(0, 1, look(0.0)), looked(1, 2, look(0.1))], 0.45) == [0, 1]


def test_no_chain_of_lookalikes_joins_two_people() -> None:
    chain = [looked(2.0 * step, 2.0 * step + 1, look(0.3 * step)) for step in range(4)]
    found = people(chain, 0.45)
    assert found[0] != found[3]
    assert len(set(found)) >= 2


def test_a_poor_face_joins_only_the_one_person_whom_it_can_be() -> None:
    one, other, poor = looked(0, 1, look(0.0)), looked(2, 3, look(0.6)), look(0.3, good=False)
    assert people([one, other, looked(4, 5, poor)], 0.45) == [0, 1, 2]
    assert people([one, looked(4, 5, poor)], 0.45) == [0, 0]
    assert people([one, looked(0, 5, poor)], 0.45) == [0, 1]


def test_ten_thousand_shots_are_put_together_part_by_part() -> None:
    tracks = [looked(2.0 * step, 2.0 * step + 1, look(float(step % 5))) for step in range(4000)]
    assert people(tracks, 0.45) == [step % 5 for step in range(4000)]
