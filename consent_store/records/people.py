"""People, their groups, and who may speak for whom."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class PersonRow(Base):
    """Anyone who may be seen, heard or speak. After erasure only the id and the role remain."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    born: Mapped[date | None]
    email: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(default="nl")
    not_locatable: Mapped[bool] = mapped_column(default=False)
    reference_shown: Mapped[bool] = mapped_column(default=True)
    recognition_off: Mapped[bool] = mapped_column(default=False)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    registered_at: Mapped[datetime]
    left_on: Mapped[date | None]
    erased_at: Mapped[datetime | None]


class GroupRow(Base):
    """A class or another group of people. `from_roster`: an import made it, and says who is in it."""

    __tablename__ = "groups"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    retired: Mapped[bool] = mapped_column(default=False)
    from_roster: Mapped[bool] = mapped_column(default=False)


class MembershipRow(Base):
    """That somebody is in a group."""

    __tablename__ = "memberships"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class GuardianshipRow(Base):
    """That somebody may speak for a pupil from a day, until another; a change of authority ends a row and starts the next.

    `answered`: somebody said whether there is authority in law. Where nobody did, there is none.
    """

    __tablename__ = "guardianships"
    __table_args__ = (Index("ix_guardianships_pupil_id_guardian_id", "pupil_id", "guardian_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    guardian_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    pupil_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    has_authority: Mapped[bool]
    answered: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date]
    until: Mapped[date | None]


class LookAlikeRow(Base):
    """Two people whom a machine takes for each other: siblings, twins. Kept both ways."""

    __tablename__ = "look_alikes"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
