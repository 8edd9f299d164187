"""Tracks through time: where somebody is at a moment, and what becomes of a track that is parted or moved."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consent_store.ids import SightingId, TrackId
from consent_store.rules.sightings import Box, Origin
from consent_store.rules.spans import Span, merged
from consent_store.rules.timeline import Sight, Stretch, Track, agreement, apart, best, parted, placed, same_voices, shot, where

EARLY, LATE = Sight(100, Box(0, 0, 10, 10)), Sight(300, Box(20, 40, 30, 50))


def track(*sights: Sight, before: int = 0, after: int = 1000) -> Track:
    """One of the machine's."""
    return Track(TrackId("track"), SightingId("strip"), Origin.MACHINE, sights, before, after)


@some.composite
def stretches(draw: some.DrawFn) -> Stretch:
    """A track to be, with places or without."""
    times = sorted(draw(some.sets(some.integers(0, 40), max_size=6)))
    lefts = draw(some.lists(some.integers(0, 50), min_size=len(times), max_size=len(times)))
    sights = tuple(Sight(at, Box(left, left, left + 9, left + 9)) for at, left in zip(times, lefts, strict=True))
    start = draw(some.integers(0, times[0] if times else 20))
    return Stretch(Span(start, draw(some.integers(times[-1] + 1 if times else start + 1, 60))), sights)


@pytest.mark.parametrize(
    ("moment", "box"),
    [(-1, None), (0, EARLY.box), (100, EARLY.box), (200, Box(10, 20, 20, 30)), (300, LATE.box), (999, LATE.box), (1000, None)],
)
def test_between_two_sights_somebody_is_on_a_straight_line(moment: int, box: Box | None) -> None:
    assert track(EARLY, LATE).at(moment) == box


@pytest.mark.parametrize(("sights", "before", "after"), [((), 0, 9), ((LATE, EARLY), 0, 999), ((EARLY,), 101, 999), ((EARLY,), 0, 100)])
def test_a_track_has_sights_in_order_and_may_be_seen_where_it_was(sights: tuple[Sight, ...], before: int, after: int) -> None:
    with pytest.raises(ValueError, match="track"):
        track(*sights, before=before, after=after)


BESIDE = Sight(200, Box(200, 0, 210, 10))


@pytest.mark.parametrize(
    ("theirs", "moment"),
    [
        ([track(BESIDE)], 200),
        ([track(Sight(200, Box(12, 22, 22, 32)))], None),  # hardly elsewhere than on the straight line
        ([track(Sight(200, Box(19, 20, 29, 30)))], 200),  # they touch
        ([track(BESIDE._replace(at=301))], None),  # where one may be seen before and after, nothing is known
        ([track(BESIDE._replace(at=0), BESIDE._replace(at=400))], 100),
        ([track(BESIDE._replace(at=400)), track(BESIDE._replace(at=300)), track(BESIDE)], 200),
        ([], None),
    ],
)
def test_who_is_in_two_places_at_one_moment_is_two(theirs: list[Track], moment: int | None) -> None:
    assert apart([track(EARLY, LATE)], theirs) == moment == apart(theirs, [track(EARLY, LATE)])


@given(stretches(), some.integers(0, 60), some.integers(0, 60))
def test_what_is_parted_is_all_still_there(stretch: Stretch, start: int, end: int) -> None:
    inside, left = parted(stretch, Span(start, end))
    parts = sorted([*inside, *left], key=lambda part: part.span)
    assert merged(part.span for part in parts) == (stretch.span,)
    assert all(one.span.end <= other.span.start for one, other in pairwise(parts))
    assert all(start <= part.span.start and part.span.end <= end for part in inside)
    sights = [sight for part in parts for sight in part.sights]
    assert set(stretch.sights) <= set(sights) and len({sight.at for sight in sights}) == len(sights)
    assert all(bool(part.sights) == bool(stretch.sights) for part in parts)
    for part in parts:
        assert all(part.span.start <= sight.at < part.span.end for sight in part.sights)
        for moment in range(*part.span) if stretch.sights else ():
            there, was = where(part.sights, moment), where(stretch.sights, moment)
            assert max(abs(there.left - was.left), abs(there.top - was.top)) <= 1


@given(stretches(), some.integers(0, 60), some.integers(0, 50))
def test_a_place_by_hand_leaves_the_others_and_covers_what_the_machine_saw(stretch: Stretch, moment: int, left: int) -> None:
    box, machine = Box(left, 0, left + 9, 9), {sight.at: sight.box for sight in stretch.sights}
    moved = placed(stretch, Sight(moment, box), machine)
    there = dict(moved.sights)
    assert moved.span.start <= min(stretch.span.start, moment) and moved.span.end >= max(stretch.span.end, moment + 1)
    assert holds(there[moment], box) and all(holds(there[at], was) for at, was in machine.items())
    if moment not in machine:
        assert there == machine | {moment: box}
    assert dict(placed(stretch, Sight(moment, box), {}).sights)[moment] == box


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box is in another."""
    return outer.left <= inner.left and outer.top <= inner.top and outer.right >= inner.right and outer.bottom >= inner.bottom


@pytest.mark.parametrize(("moment", "span"), [(0, Span(0, 40)), (39, Span(0, 40)), (40, Span(40, 70)), (75, Span(70, 80))])
def test_a_moment_is_in_the_shot_between_two_cuts(moment: int, span: Span) -> None:
    assert shot(moment, (40, 70), 80) == span
    assert shot(moment, (), 80) == Span(0, 80)


def test_a_strip_is_shown_by_its_own_face_or_else_the_largest() -> None:
    large = Sight(200, Box(0, 0, 50, 50))
    assert best([track(EARLY, large), track(LATE)], LATE.box) == LATE
    assert best([track(EARLY, large), track(LATE)], None) == large


def test_a_still_shows_somebody_where_nobody_who_is_covered_was_a_moment_before() -> None:
    large, later = Sight(200, Box(0, 0, 50, 50)), Sight(1200, Box(0, 0, 50, 50))
    assert best([track(large), track(LATE)], None, hidden=[track(EARLY)]) == LATE
    assert best([track(large), track(LATE)], large.box, hidden=[track(EARLY)]) == LATE
    assert best([track(large)], None, hidden=[track(EARLY)]) == large
    assert best([track(large, later, after=2000)], None, hidden=[track(EARLY, after=199)]) == later
    assert best([track(large, later, after=2000)], None, hidden=[track(EARLY, after=250)]) == large


def test_sights_agree_where_a_track_is_at_their_place_then() -> None:
    known = [track(EARLY, LATE, before=50, after=400)]
    away = Sight(200, Box(500, 500, 510, 510))
    assert agreement([EARLY, LATE], known) == 1
    assert agreement([EARLY, away], known) == 0.5
    assert agreement([EARLY._replace(at=450), away], known) == 0


def test_voices_are_the_same_where_they_have_most_of_their_time_in_common() -> None:
    known = {SightingId("a"): [Span(0, 100)], SightingId("b"): [Span(200, 300)]}
    assert same_voices([[Span(210, 300)], [Span(0, 49)], [Span(5, 100)]], known) == {0: SightingId("b"), 2: SightingId("a")}


def test_a_box_dragged_away_where_the_machine_saw_somebody_covers_both() -> None:
    moved = placed(Stretch(Span(0, 400), (EARLY, LATE)), Sight(100, Box(90, 90, 95, 95)), {100: EARLY.box})
    assert moved.sights == (Sight(100, Box(0, 0, 95, 95)), LATE)


def test_parted_at_the_moment_of_a_sight_that_sight_is_the_later_part_s() -> None:
    whole = Stretch(Span(0, 400), (EARLY, LATE))
    assert parted(whole, Span(100, 400))[0] == [Stretch(Span(100, 400), (EARLY, LATE))]
    assert parted(whole, Span(100, 200)) == (
        [Stretch(Span(100, 200), (EARLY, Sight(199, where(whole.sights, 199))))],
        [Stretch(Span(0, 100), (Sight(0, EARLY.box),)), Stretch(Span(200, 400), (Sight(200, where(whole.sights, 200)), LATE))],
    )
