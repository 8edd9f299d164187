"""What the demo school is made with: a worker whose clock begins weeks ago, and everybody and everything made so far, by name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from sqlalchemy.orm import Session

from app.jobs.worker import Worker
from app.jobs.workshop import Workshop
from consent_store.ids import EventId, GroupId, ItemId, PersonId, ReleaseId

_BETWEEN = timedelta(seconds=47)


class Clock:
    """A clock that stands still until it is told what time it is. It never runs back."""

    def __init__(self, present: datetime) -> None:
        self.present = present
        self.at = present - timedelta(days=365)

    def __call__(self) -> datetime:
        return self.at

    def days_ago(self, days: int, hour: int = 9) -> None:
        """Go to an hour (UTC) so many days before the present. Raises `ValueError` where that is past."""
        self._go((self.present - timedelta(days=days)).replace(hour=hour, minute=4, second=11, microsecond=0))

    def hours_ago(self, hours: int) -> None:
        """Likewise for hours."""
        self._go(self.present - timedelta(hours=hours))

    def tick(self) -> None:
        """Let a little time pass."""
        self.at += _BETWEEN

    def _go(self, moment: datetime) -> None:
        if moment < self.at:
            raise ValueError(f"the demo's clock stands at {self.at} and cannot go back to {moment}")
        self.at = moment


@dataclass(slots=True)
class Stage:
    """`looked_at` is called for each photo that was analysed; photos are `width` pixels wide, and two thirds of that high."""

    worker: Worker
    clock: Clock
    looked_at: Callable[[], None]
    width: int
    groups: dict[str, GroupId] = field(default_factory=dict)
    people: dict[str, PersonId] = field(default_factory=dict)
    events: dict[str, EventId] = field(default_factory=dict)
    items: dict[str, ItemId] = field(default_factory=dict)
    releases: dict[str, ReleaseId] = field(default_factory=dict)

    @classmethod
    def of(cls, shop: Workshop, looked_at: Callable[[], None], width: int) -> Self:
        """A stage with a worker of its own, so that nobody else's clock moves."""
        clock = Clock(shop.now().astimezone(UTC))
        return cls(Worker(Workshop(replace(shop.services, clock=clock), shop.engine, shop.open_demo)), clock, looked_at, width)

    @property
    def at(self) -> datetime:
        """What time it is."""
        return self.clock.at

    def day(self, days_ago: int) -> date:
        """A day before the present."""
        return (self.clock.present - timedelta(days=days_ago)).date()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, a little later than the one before."""
        self.clock.tick()
        with self.worker.shop.services.db.unit_of_work() as session:
            yield session
