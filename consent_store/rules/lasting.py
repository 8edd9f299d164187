"""How long a yes lasts, by the school's choice (rule of consent 7), and when it is asked for again."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

RENEWAL = timedelta(days=30)  # before the end: then a renewal is asked for, and a yes already counts for the time after
LONGEST = 60  # months


@dataclass(frozen=True, slots=True)
class Lasting:
    """So many `months` from the day on which it was said; or through the `last_day` (month, day) of the school year; or, with neither,
    until somebody takes it back. Its text, which is how it is kept: `months 12`, `year 07-31`, or nothing.
    """

    months: int | None = None
    last_day: tuple[int, int] | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """What a text says. Raises `ValueError` for anything else, and for 29 February, which most years lack."""
        word, _, rest = text.partition(" ")
        if word == "months" and rest.isdecimal() and 1 <= int(rest) <= LONGEST:
            return cls(months=int(rest))
        if word == "year":
            day = date.fromisoformat(f"2001-{rest}")
            return cls(last_day=(day.month, day.day))
        if text:
            raise ValueError("not how long a yes lasts")
        return cls()

    def __str__(self) -> str:
        """The text that `parse` reads."""
        if self.months is not None:
            return f"months {self.months}"
        return f"year {self.last_day[0]:02}-{self.last_day[1]:02}" if self.last_day else ""

    def until(self, said_on: date) -> date | None:
        """The first day on which a yes that was said on a day no longer counts, or None."""
        if self.months is not None:
            return _months_later(said_on, self.months)
        return self._after_the_year(said_on) if self.last_day else None

    def _after_the_year(self, said_on: date) -> date:
        """Whoever answers in the last weeks of a year answers for the next: they were asked for it."""
        month, day = self.last_day or (12, 31)
        ends = (date(said_on.year + years, month, day) + timedelta(days=1) for years in range(3))
        return next(end for end in ends if not renewable(end, said_on))


def renewable(until: date | None, on: date) -> bool:
    """Whether a yes that ends on a day is asked for again by now."""
    return until is not None and until - RENEWAL <= on


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the month after, where that month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if day.day > monthrange(year, month + 1)[1]:
        return date(year, month + 1, monthrange(year, month + 1)[1]) + timedelta(days=1)
    return date(year, month + 1, day.day)
