"""What left, counted: in which months, and how evenly over the pupils."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

# The most pictures that each group of pupils is in; the last group has no most.
STEPS = (0, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the school's wall: its first day, and the moments at which it begins and the next one does."""

    first: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """How many pupils are in at least `least` and at most `most` pictures; None: any number more."""

    least: int
    most: int | None
    pupils: int


def months(today: date, number: int, zone: ZoneInfo) -> list[Month]:
    """The last so many months, that of today included, the earliest first."""
    ordinal = today.year * 12 + today.month - 1
    firsts = [date(place // 12, place % 12 + 1, 1) for place in range(ordinal - number + 1, ordinal + 2)]
    starts = [datetime.combine(first, time(), zone) for first in firsts]
    return [Month(first, start, end) for first, start, end in zip(firsts[:-1], starts[:-1], starts[1:], strict=True)]


def spread(numbers: Collection[int]) -> list[Group]:
    """Pupils by how many pictures each is in, those in none first; `numbers` holds one for every pupil."""
    bounds = [(least, most) for least, most in zip((0, *(step + 1 for step in STEPS)), (*STEPS, None), strict=True)]
    return [Group(least, most, sum(least <= each and (most is None or each <= most) for each in numbers)) for least, most in bounds]
