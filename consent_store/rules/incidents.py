"""Cases against the protocol: who may have a part in one, what may be added to it, and when it is late."""

from datetime import date, timedelta
from enum import StrEnum

WORKING_DAYS = 5  # in which a case wants its first answer


class Part(StrEnum):
    """What somebody has to do with a case."""

    SHOWN = "shown"
    PUBLISHED = "published"
    WITNESS = "witness"


class Sort(StrEnum):
    """What is added to a case."""

    NOTE = "note"
    LETTER = "letter"
    MEASURE = "measure"


def due(opened: date) -> date:
    """By when a case wants an answer: five working days later. Holidays are not known here, so none are left out."""
    day, left = opened, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
