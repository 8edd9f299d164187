"""Questions about one picture, wishes about what is kept, and copies of it that were asked for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class RequestRow(Base):
    """A question to the people in one item, for one purpose. `ends_on` is the first day on which nobody can say yes to it any more."""

    __tablename__ = "requests"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    purpose: Mapped[str] = mapped_column(ForeignKey("purposes.code"))
    why: Mapped[str]
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    ends_on: Mapped[date] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]


class RequestPersonRow(Base):
    """That somebody in the item is asked. What is answered stands in the ledger."""

    __tablename__ = "request_people"

    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class CorrectionRow(Base):
    """A wish to have something corrected, or everything erased; `due_on` is by when the law wants an answer."""

    __tablename__ = "corrections"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    matter: Mapped[str]
    wanted: Mapped[str]
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    granted: Mapped[bool | None]
    answer: Mapped[str | None]


class ExportRow(Base):
    """That somebody asked for a copy of what is kept about a person; it may be taken until `expires_at`."""

    __tablename__ = "exports"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
