"""The moments of a strip that are worth a look."""

from consent_store.ids import SightingId, TrackId
from consent_store.rules.moments import Moment, Why, moments
from consent_store.rules.sightings import Box, Origin
from consent_store.rules.timeline import Sight, Track


def track(*sights: tuple[int, int, int]) -> Track:
    """Seen at so many milliseconds, so far from the left, so large."""
    path = tuple(Sight(at, Box(left, 0, left + size, size)) for at, left, size in sights)
    return Track(TrackId("track"), SightingId("strip"), Origin.MACHINE, path, path[0].at, path[-1].at + 1)


def test_first_after_the_longest_gap_where_another_crosses_and_where_the_face_is_smallest() -> None:
    strip = [track((0, 0, 50), (1000, 0, 50), (2000, 100, 50)), track((9000, 0, 50), (10000, 0, 20), (11000, 0, 50))]
    crossing = track((1500, 0, 50), (2500, 200, 50))
    assert moments(strip, [crossing]) == [
        Moment(0, Why.FIRST),
        Moment(2000, Why.CROSSING),
        Moment(9000, Why.GAP),
        Moment(10000, Why.SMALLEST),
    ]


def test_a_glance_is_one_moment_and_nothing_is_none() -> None:
    assert moments([track((40, 0, 50))], []) == [Moment(40, Why.FIRST)]
    assert moments([track((40, 0, 50), (240, 0, 50))], [track((40, 300, 50), (240, 300, 50))]) == [Moment(40, Why.FIRST)]
    assert moments([], []) == []
