"""Cases: something was published against the protocol, who had a part in it, what was written and done, and how it ended."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class IncidentRow(Base):
    """One case. `address` is where it was seen; `vault_name` the picture that was found, kept as long as the case."""

    __tablename__ = "incidents"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    opened_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
    what: Mapped[str]
    address: Mapped[str | None]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("items.id"))
    vault_name: Mapped[str | None]
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str | None]


class IncidentPersonRow(Base):
    """Who has a part in a case, and which: shown in the picture, published it, or saw it."""

    __tablename__ = "incident_people"

    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)


class IncidentNoteRow(Base):
    """What was written to or by somebody, said, or done: a letter, a note, a measure. It is added to, never changed."""

    __tablename__ = "incident_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id"), index=True)
    sort: Mapped[str]
    text: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
