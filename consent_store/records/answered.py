"""To what there is an answer, so that a whole school can be counted without reading its ledger. Nothing is decided by it."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class AnsweredRow(Base):
    """The latest word about somebody for a purpose and kind, whoever spoke it; words about one item stand elsewhere."""

    __tablename__ = "answered"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    say: Mapped[str]
    notice: Mapped[int | None]
    until: Mapped[date | None]
