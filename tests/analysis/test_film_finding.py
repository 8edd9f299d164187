"""A film looked at part by part, by one finder or by one that goes on from another, gives what one look gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from app.analysis.film_finding import Finder, Followed, whole
from app.analysis.film_state import packed, unpacked
from app.analysis.pipeline import Engine
from app.analysis.ports import Detector, FoundFace, Pixels
from app.demo.cast import pupils
from app.demo.films import Shot, Walk, drawn_film

SIZE, FPS, EVERY = (640, 360), 24.0, 6
Look = tuple[float, bool, Pixels]


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    """A look every quarter of a second: two who cross, a cut, one of them again beside a third, who leaves and comes back."""
    ann, bob, cas = pupils()[0], pupils()[1], pupils()[2]
    shots = [
        Shot("playground", 3, [Walk("ann", ann, (0.25, 0.4), (0.75, 0.42), 0.2, 0), Walk("bob", bob, (0.75, 0.45), (0.25, 0.44), 0.2, 0)]),
        Shot("classroom", 3, [Walk("ann", ann, (0.3, 0.4), (0.32, 0.4), 0.2, 0), Walk("cas", cas, (0.7, 0.4), (0.66, 0.4), 0.2, 0)]),
        Shot(
            "classroom", 3, [Walk("cas", cas, (0.5, 0.4), (0.5, 0.4), 0.2, 0), Walk("bob", bob, (0.2, 0.4), (0.2, 0.4), 0.2, 0, enters=1)]
        ),
    ]
    frames = [frame for number, frame in enumerate(drawn_film(shots, SIZE, FPS)) if number % EVERY == 0]
    return [(frame.time, frame.time in {0.0, 3.0, 6.0}, frame.pixels) for frame in frames]


def run(finder: Finder, looks: Sequence[Look], ends: Sequence[float]) -> Iterator[list[Followed]]:
    """The parts that end once the looks at `ends` are done, and the last."""
    for look in looks:
        finder.look(*look)
        if look[0] in ends:
            yield finder.part()[0]
    yield finder.part(9.0)[0]


def last(parts: Sequence[Sequence[Followed]]) -> dict[int, Followed]:
    """How each track was left, by number: what a database would have."""
    return {each.track.number: each for part in parts for each in part}


def plain(found: dict[int, Followed]) -> dict[int, tuple[object, ...]]:
    return {number: (each.person, each.ended, each.track.sights, each.track.before, each.track.after) for number, each in found.items()}


def kept(found: dict[int, Followed]) -> list[Followed]:
    """What comes back out of a database."""
    result = []
    for number, each in sorted(found.items()):
        track, ended = unpacked(packed(each.track, each.ended), number, each.track.sights, each.track.before)
        result.append(Followed(track, each.person, ended))
    return result


ENDS = (2.5, 5.25, 8.0)


def test_whoever_goes_on_from_what_was_kept_finds_what_one_finder_finds(engine: Engine, looks: list[Look]) -> None:
    alone = plain(last(list(run(Finder(engine), looks, ENDS))))
    for stop in ENDS:
        parts = list(run(Finder(engine), [look for look in looks if look[0] <= stop], ENDS))[:-1]
        before = last(parts)
        again = Finder(engine, known=kept(before), at=stop)
        after = last(list(run(again, [look for look in looks if look[0] > stop], ENDS)))
        assert plain(before | after) == alone


def test_parts_find_the_people_whom_a_look_at_all_finds(engine: Engine, looks: list[Look]) -> None:
    at_once, parted = (last(list(run(Finder(engine), looks, ends))) for ends in ((), ENDS))
    assert {number: each.track.sights for number, each in at_once.items()} == {number: each.track.sights for number, each in parted.items()}
    assert len({each.person for each in at_once.values()}) == len({each.person for each in parted.values()}) == 3


def test_a_part_tells_only_of_what_was_seen_or_ended_in_it(engine: Engine, looks: list[Look]) -> None:
    finder = Finder(engine)
    parts = list(run(finder, looks, ENDS))
    for part, until in zip(parts[1:], ENDS, strict=True):
        assert all(each.track.last > until or each.track.first <= until <= each.track.after for each in part)
    assert all(each.ended for each in parts[-1])


def test_where_faces_may_not_be_described_nothing_is_and_each_track_is_somebody(engine: Engine, looks: list[Look]) -> None:
    [found] = run(Finder(engine, describe=False, portraits=True), looks, ())
    assert len({each.person for each in found}) == len(found) >= 5
    for each in found:
        assert {look.descriptor.size for look in each.track.looks} == {0}
        assert each.track.looks[0].picture is not None


def test_a_settled_moment_is_one_at_which_nobody_has_just_come(engine: Engine, looks: list[Look]) -> None:
    finder, settled = Finder(engine), {}
    for look in looks:
        finder.look(*look)
        settled[look[0]] = finder.settled
    assert (settled[1.5], settled[2.5], settled[3.5], settled[5.25]) == (False, True, False, True)


@dataclass
class ShortSighted:
    """A detector that sees nothing in pictures that are shorter than `blind`; `lengths` of those that it was shown."""

    detector: Detector
    blind: int = 0
    lengths: list[int] = field(default_factory=list)
    id = "short-sighted"

    def glance(self, picture: Pixels) -> list[FoundFace]:
        self.lengths.append(max(picture.shape))
        return self.detector.glance(picture) if max(picture.shape) >= self.blind else []

    find = glance


def test_between_thorough_looks_those_on_screen_are_followed_in_a_smaller_picture(engine: Engine, looks: list[Look]) -> None:
    detector = ShortSighted(engine.detector)
    finder, thorough = Finder(replace(engine, detector=detector)), []
    for look in looks[:4]:
        finder.look(*look)
        thorough.append(finder.thorough)
    assert detector.lengths == [640, 480, 640, 480]
    assert thorough == [True, False, True, False]
    assert [len(each.track.sights) for each in finder.part()[0]] == [4, 4]


def test_whoever_is_not_found_in_the_smaller_picture_is_looked_for_thoroughly(engine: Engine, looks: list[Look]) -> None:
    detector = ShortSighted(engine.detector, blind=640)
    finder = Finder(replace(engine, detector=detector))
    for look in looks[:2]:
        finder.look(*look)
    assert detector.lengths == [640, 480, 640] and finder.thorough
    assert [len(each.track.sights) for each in finder.part()[0]] == [2, 2]


def test_whoever_is_new_may_have_been_there_since_the_last_thorough_look(engine: Engine, looks: list[Look]) -> None:
    finder = Finder(replace(engine, detector=ShortSighted(engine.detector, blind=640)))
    nobody = np.full_like(looks[0][2], 128)
    finder.look(0.0, True, nobody)
    finder.look(0.25, False, looks[1][2])
    finder.look(0.5, False, looks[2][2])
    assert [(each.track.first, each.track.before) for each in finder.part()[0]] == [(0.5, 0.0), (0.5, 0.0)]


def test_moments_are_whole_milliseconds_and_never_later() -> None:
    assert [whole(time) for time in (0.0, 1 / 24, 1.001, 2.76, 0.0669)] == [0.0, 0.041, 1.001, 2.76, 0.066]


def test_a_broken_state_is_none() -> None:
    with pytest.raises(ValueError, match="state"):
        unpacked(b"\1\2", 1, [], 0.0)
