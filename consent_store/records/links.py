"""Links that let somebody outside take one release, and leave of a second person for whoever takes very much."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class LinkRow(Base):
    """A way in for one recipient to one release: until a day, and so many times. What the address ends in is not kept."""

    __tablename__ = "links"

    id: Mapped[str] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    recipient: Mapped[str]
    until: Mapped[date]
    most: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class BulkRow(Base):
    """That somebody wants to take more in a day than one alone may, why, and who agreed: a second person."""

    __tablename__ = "bulk"
    __table_args__ = (Index("ix_bulk_by_asked_at", "by", "asked_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str]
    asked_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
