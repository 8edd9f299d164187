"""Which pictures are asked about together, and what is said of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import ChoiceId, ItemId
from consent_store.rules.likeness import MOST, Link, Look, Point, Shot, Who, best, differs, groups, same_moment

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
A, B, C, D = (ItemId(name) for name in "abcd")


def link(one: str, other: str, bits: int = 20) -> Link:
    return Link(ItemId(one), ItemId(other), bits)


def shots(*items: str, **choices: str) -> list[Shot]:
    return [Shot(ItemId(item), NOON, choices=frozenset(ChoiceId(each) for each in choices.get(item, ""))) for item in items]


@pytest.mark.parametrize(
    ("bits", "seconds", "same"),
    [
        (80, 0, True), (81, 0, False), (80, 3, True), (80, 4, False), (64, 4, True),
        (64, 120, True), (65, 120, False), (64, 121, False), (48, 600, True), (49, 600, False), (48, 601, False),
        (16, 10**6, True), (17, 10**6, False), (52, None, True), (53, None, False),
    ],
)  # fmt: skip
def test_how_far_pictures_of_a_moment_differ(bits: int, seconds: int | None, same: bool) -> None:
    other = None if seconds is None else NOON + timedelta(seconds=seconds)
    assert same_moment(bits, Shot(A, NOON), Shot(B, other)) is same_moment(bits, Shot(A, other), Shot(B, NOON)) is same


@pytest.mark.parametrize(
    ("ours", "theirs", "seconds", "same"),
    [
        (Who(frozenset("a")), Who(frozenset("b")), 60, False),
        (Who(frozenset("a")), Who(frozenset("b")), None, False),
        (Who(frozenset("a")), Who(frozenset("b")), 3, True),
        (Who(frozenset("ab")), Who(frozenset("bc")), 60, True),
        (Who(frozenset("a")), Who(piles=frozenset("1")), 60, True),
        (Who(piles=frozenset("1")), Who(piles=frozenset("2")), 60, False),
        (Who(frozenset("a"), frozenset("1")), Who(frozenset("a"), frozenset("2")), 60, True),
        (Who(), Who(frozenset("a"), frozenset("1")), 60, True),
    ],
)
def test_other_people_before_the_same_wall_are_another_moment(ours: Who, theirs: Who, seconds: int | None, same: bool) -> None:
    other = None if seconds is None else NOON + timedelta(seconds=seconds)
    assert same_moment(20, Shot(A, NOON, ours), Shot(B, other, theirs)) is same


@pytest.mark.parametrize(
    ("asked", "links", "found"),
    [
        (shots("a", "b", "c", "d"), [link("a", "b"), link("c", "d")], [(A, B), (C, D)]),
        (shots("a", "b", "c"), [link("a", "b"), link("b", "c")], [(A, B, C)]),  # half of a and b is like c
        (shots("a", "b", "c", "d"), [link("a", "b"), link("b", "c"), link("c", "d")], [(A, B, C)]),  # a third is not enough
        (shots("a", "b", "c"), [link("a", "c", 30), link("b", "c", 10)], [(B, C)]),  # to the likest
        (shots("a", "b"), [link("a", "b", 90)], []),
        (shots("a", "c"), [link("a", "b"), link("b", "c")], []),  # b is not under review
        (shots("a", "b", a="1", b="1"), [link("a", "b")], []),
        (shots("a", "b", a="1", b="2"), [link("a", "b")], [(A, B)]),
        (shots("a", "b", "c", a="1", b="1"), [link("a", "b"), link("a", "c"), link("b", "c", 30)], [(A, C)]),
        ([], [], []),
    ],
)
def test_what_is_asked_about_together(asked: list[Shot], links: list[Link], found: list[tuple[ItemId, ...]]) -> None:
    assert groups(asked, links) == found


def test_more_than_can_be_seen_at_one_look_are_asked_about_apart() -> None:
    names = [f"{number:02}" for number in range(MOST + 3)]
    links = [link(one, other) for one in names for other in names if one < other]
    assert [len(group) for group in groups(shots(*names), links)] == [MOST, 3]


few = st.sampled_from([ItemId(name) for name in "abcdefgh"])


@given(
    st.lists(few, unique=True),
    st.lists(st.builds(Link, few, few, st.integers(0, 100)), max_size=30),
    st.dictionaries(few, st.frozensets(st.sampled_from([ChoiceId("1"), ChoiceId("2")])), max_size=8),
)
def test_nobody_is_asked_twice_nor_about_what_is_settled(
    asked: list[ItemId], links: list[Link], choices: dict[ItemId, frozenset[ChoiceId]]
) -> None:
    taken = [Shot(item, NOON, choices=choices.get(item, frozenset())) for item in asked]
    found = groups(taken, links)
    members = [item for group in found for item in group]
    assert len(members) == len(set(members)) and set(members) <= set(asked)
    alike = {frozenset((each.one, each.other)) for each in links if each.bits <= 80}
    for group in found:
        assert len(group) > 1 and list(group) == sorted(group, key=asked.index)
        for item in group[1:]:
            assert any(frozenset((item, other)) in alike for other in group)
        for place, item in enumerate(group):
            assert not any(choices.get(item, frozenset()) & choices.get(other, frozenset()) for other in group[:place])


LOOKS = [Look(A, 3, 100.0, 12), Look(B, 4, 80.0, 12), Look(C, 4, 79.0, 24), Look(D, 4, 30.0, 48)]


def test_the_most_faces_then_the_sharpest_then_the_largest_is_suggested() -> None:
    assert best(LOOKS) == C
    assert best(LOOKS[:2]) == B
    assert best([Look(A, 1, 10.0, 5), Look(B, 1, 9.5, 5)]) == A


def test_what_sets_each_apart_is_what_at_most_half_of_them_have() -> None:
    assert differs(LOOKS) == {A: (Point.SHARPEST,), B: (), C: (), D: (Point.LESS_SHARP, Point.LARGEST)}
    assert differs(LOOKS[:2]) == {A: (Point.SHARPEST,), B: (Point.MOST_FACES,)}
    assert differs([Look(A, 1, 10.0, 5), Look(B, 1, 10.0, 5)]) == {A: (), B: ()}
