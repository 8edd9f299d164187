"""Events that guests may come in to by themselves, and who did."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class EventDoorRow(Base):
    """A code shown at an event, of which only the hash is kept. It opens from one day through another, unless it was shut before."""

    __tablename__ = "event_doors"

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class EventGuestRow(Base):
    """Somebody who came in by an event's code. Until `confirmed_at` nobody knows whether they are who they say."""

    __tablename__ = "event_guests"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    came_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    leaves_on: Mapped[date]
