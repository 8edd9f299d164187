"""In which months something left, and over how many pupils."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.counts import STEPS, months, spread

WALL = ZoneInfo("Europe/Amsterdam")


def test_months_are_those_on_the_wall() -> None:
    span = months(date(2026, 2, 3), 3, WALL)
    assert [month.first for month in span] == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert span[1].start == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert months(date(2026, 7, 1), 1, WALL)[0].start == datetime(2026, 6, 30, 22, tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_months_follow_each_other_without_a_gap_and_end_with_this_one(today: date, number: int) -> None:
    span = months(today, number, WALL)
    assert len(span) == number
    assert all(one.end == next_.start for one, next_ in pairwise(span))
    assert span[-1].first <= today < (span[-1].end.astimezone(WALL) + timedelta(hours=1)).date()


@given(st.lists(st.integers(0, 40)))
def test_every_pupil_is_in_one_group(numbers: list[int]) -> None:
    groups = spread(numbers)
    assert sum(group.pupils for group in groups) == len(numbers) and len(groups) == len(STEPS) + 1
    assert groups[0].pupils == numbers.count(0) and groups[-1].pupils == sum(number > STEPS[-1] for number in numbers)
