"""Whether recognition may stay on: how often people confirmed what it was sure of.

What it calls sure is what people confirm many at a time; what it calls unsure is put to them one by one, and is not held against it.
"""

import math
from dataclasses import dataclass

FEWEST_JUDGED = 20
FLOOR = 0.95

_CONFIDENCE = 1.959964  # standard normal quantile of a two-sided interval of 95 %


@dataclass(frozen=True, slots=True)
class Precision:
    """How many proposals people confirmed and rejected, with the 95 % interval of Wilson (1927)."""

    confirmed: int
    rejected: int

    def __post_init__(self) -> None:
        if self.confirmed < 0 or self.rejected < 0:
            raise ValueError("counts are never below zero")

    @property
    def total(self) -> int:
        """How many proposals people judged."""
        return self.confirmed + self.rejected

    @property
    def rate(self) -> float | None:
        """Share that was right; None while nobody judged any."""
        return self.confirmed / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the truth probably lies; (0, 1) while nothing is known."""
        if not self.total:
            return 0.0, 1.0
        share, square = self.confirmed / self.total, _CONFIDENCE**2 / self.total
        middle = (share + square / 2) / (1 + square)
        half = math.sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
        return max(0.0, middle - half), min(1.0, middle + half)


def below_floor(precision: Precision, floor: float = FLOOR) -> bool:
    """Whether recognition must switch itself off: of `FEWEST_JUDGED` proposals or more, a smaller share than `floor` was right.

    The share itself decides, not the upper end of its interval: switching off by bad luck costs time, staying on by good luck may
    show a child who must not be shown. Fewer judgements decide nothing.
    """
    if not 0 < floor <= 1:
        raise ValueError("a floor is a share above 0 and at most 1")
    return precision.rate is not None and precision.total >= FEWEST_JUDGED and precision.rate < floor
