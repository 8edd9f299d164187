"""What people said of which faces belong together, until those are answered."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class FaceBondRow(Base):
    """Somebody joined piles (`same`), or said that faces are not one person's. What was taken back has `undone_at`.

    Where `person_id` is given, the faces of side 1 are not that person's.
    """

    __tablename__ = "face_bonds"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    same: Mapped[bool]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class FaceBondSideRow(Base):
    """A face in a bond. Where faces are not one person's, those of different sides are not; `before` and `after` are its piles."""

    __tablename__ = "face_bond_sides"

    bond_id: Mapped[int] = mapped_column(ForeignKey("face_bonds.id"), primary_key=True)
    sighting_id: Mapped[str] = mapped_column(ForeignKey("sightings.id"), primary_key=True)
    side: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]
