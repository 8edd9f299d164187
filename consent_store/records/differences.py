"""Where a new version of the analysis disagrees with what people said, or saw what nobody listed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base

_OPEN = text("settled_at IS NULL")


class DifferenceRow(Base):
    """A proposal to change one answer (`rules.differences.Change`), and what a person made of it. `person_id` is whom it proposes."""

    __tablename__ = "differences"
    __table_args__ = (Index("ix_differences_open", "found_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[str] = mapped_column(primary_key=True)
    sighting_id: Mapped[str] = mapped_column(ForeignKey("sightings.id"), index=True)
    version: Mapped[str]
    change: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    found_at: Mapped[datetime]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
