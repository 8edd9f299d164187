"""Attestations and doubts."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class ReviewRow(Base):
    """That a reviewer attested one revision of an item."""

    __tablename__ = "reviews"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    reviewer: Mapped[str] = mapped_column(ForeignKey("people.id"))
    revision: Mapped[int]
    listed: Mapped[int]
    at: Mapped[datetime]


class DoubtRow(Base):
    """A question to the supervisor, perhaps about a place in the picture (four columns or none) or a moment of a film or sound, and the
    answer; when the asker read it.
    """

    __tablename__ = "doubts"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    raised_by: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    raised_at: Mapped[datetime]
    question: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    left: Mapped[int | None]
    top: Mapped[int | None]
    right: Mapped[int | None]
    bottom: Mapped[int | None]
    moment_ms: Mapped[int | None]
    read_at: Mapped[datetime | None]
