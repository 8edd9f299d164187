"""What must go, and when. Days are counted on the school's wall; the ledger keeps the fact, never the picture."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self


class Matter(StrEnum):
    """What is kept for a time."""

    ORIGINAL = "original"
    DRAFT = "draft"
    DESCRIPTOR = "descriptor"
    TEMPLATE = "template"
    LETTER = "letter"
    PROOF = "proof"


BOUNDS: Mapping[Matter, range] = {
    Matter.ORIGINAL: range(90, 3651),
    Matter.DRAFT: range(14, 366),
    Matter.DESCRIPTOR: range(7, 91),
    Matter.LETTER: range(7, 91),
    Matter.PROOF: range(90, 1826),
}
"""From which days a school chooses. How long a face stays learnt, the consent to that says."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """For how many days each matter is kept, from the day that starts its time."""

    originals: int = 730
    drafts: int = 90
    descriptors: int = 30
    templates: int = 365
    letters: int = 30
    proofs: int = 365

    @classmethod
    def parse(cls, text: str) -> Self:
        """What `str` wrote. Raises ValueError."""
        try:
            return cls(**{name: int(days) for name, days in (each.split("=") for each in text.split())})
        except TypeError as error:
            raise ValueError("no schedule") from error

    def __str__(self) -> str:
        return " ".join(f"{name}={days}" for name, days in asdict(self).items())

    def choosing(self, chosen: Mapping[Matter, int]) -> Self:
        """With other days for these. Raises ValueError with the matter that is out of its bounds, or not to be chosen."""
        for matter, days in chosen.items():
            if days not in BOUNDS.get(matter, ()):
                raise ValueError(matter)
        return replace(self, **{f"{matter.value}s": days for matter, days in chosen.items()})

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
