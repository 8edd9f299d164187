"""What must go, and when. Days are counted on the school's wall; the ledger keeps the fact, never the picture."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Matter(StrEnum):
    """What is kept for a time."""

    ORIGINAL = "original"
    DRAFT = "draft"
    DESCRIPTOR = "descriptor"
    TEMPLATE = "template"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Schedule:
    """For how many days each matter is kept, from the day that starts its time."""

    originals: int = 730
    drafts: int = 90
    descriptors: int = 30
    templates: int = 365
    letters: int = 30

    def days(self, matter: Matter) -> int:
        """Days that a matter is kept."""
        return int(getattr(self, f"{matter.value}s"))


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept: what, which, since when. `settled`: its purpose is fulfilled already. `hold`: somebody ordered it kept."""

    matter: Matter
    key: str
    since: date
    settled: bool = False
    hold: bool = False


def goes_on(kept: Kept, schedule: Schedule) -> date | None:
    """The day something must go, or None while it is on hold. A descriptor goes as soon as its face is answered."""
    if kept.hold:
        return None
    if kept.settled and kept.matter is Matter.DESCRIPTOR:
        return kept.since
    return kept.since + timedelta(days=schedule.days(kept.matter))


def due(things: list[Kept], schedule: Schedule, today: date) -> list[Kept]:
    """Everything whose day has come, in the order given."""
    return [kept for kept in things if (day := goes_on(kept, schedule)) is not None and day <= today]
