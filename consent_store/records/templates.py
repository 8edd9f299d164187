"""Face references, sealed under a key per person. Both go in the transaction that ends the consent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class PersonKeyRow(Base):
    """The key of somebody's templates, itself sealed by the school's key."""

    __tablename__ = "person_keys"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    wrapped: Mapped[bytes]


class TemplateRow(Base):
    """One face reference, bound to the model that made it, with the picture a reviewer compares with (a name in the vault)."""

    __tablename__ = "templates"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    model: Mapped[str]
    sealed: Mapped[bytes]
    quality: Mapped[float]
    kept_at: Mapped[datetime]
    lapses_on: Mapped[date]
    picture: Mapped[str | None]


class EnrolmentRow(Base):
    """That somebody's face is to be learnt: from a picture sent in (a name in the vault) or from a confirmed sighting.

    `state` is waiting, kept or refused; `why` is the code of what was wrong with the face.
    """

    __tablename__ = "enrolments"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    vault_name: Mapped[str | None]
    sighting_id: Mapped[str | None] = mapped_column(ForeignKey("sightings.id"))
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(index=True)
    why: Mapped[str | None]
