"""Questions with an end: one picture's, and a family's own, which the law wants answered within a month."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

SHORTEST, USUAL, LONGEST = 1, 7, 60  # days that the people in a picture have
REMIND = timedelta(days=2)  # before the end of a question about a picture
WARN = timedelta(days=7)  # before the day on which the law wants an answer


class Reply(StrEnum):
    """What became of a question about one picture. Silence is no, and is told apart only for whoever asked."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"


class Matter(StrEnum):
    """What a family wants changed: a field that can be corrected at once, something else, or everything gone."""

    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    BORN = "born"
    EMAIL = "email"
    OTHER = "other"
    ERASURE = "erasure"


AT_ONCE = frozenset({Matter.GIVEN_NAME, Matter.FAMILY_NAME, Matter.BORN, Matter.EMAIL})
"""What changes as soon as the office grants it; anything else the office does itself."""


def is_open(ends_on: date, cancelled: bool, on: date) -> bool:
    """Whether a yes to one picture may still be said on a day."""
    return not cancelled and on < ends_on


def answer_by(asked_on: date) -> date:
    """The day by which the law wants an answer: a month later, or the last day of a shorter month."""
    year, month = asked_on.year + asked_on.month // 12, asked_on.month % 12 + 1
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))
