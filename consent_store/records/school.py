"""The school itself: its choices, its purposes and the wording of their notices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class SchoolRow(Base):
    """The one school of this registry. `origin` names its ledger in checkpoints and never changes.

    `address`, `email`, `privacy_contact` and `storage` (where things are kept) stand on receipts. A family that does not answer is reminded
    each `remind_days`, at most `remind_times`.

    `analysis_version` is the one in force; while there is none, the gate holds everything. `mask_colour` is "#rrggbb", or the house's own.
    """

    __tablename__ = "school"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    origin: Mapped[str]
    demo: Mapped[bool] = mapped_column(default=False)
    age_of_consent: Mapped[int] = mapped_column(default=16)
    zone: Mapped[str] = mapped_column(default="Europe/Amsterdam")
    lapse_days: Mapped[int | None]
    yes_lasts: Mapped[str] = mapped_column(default="")
    onlookers_see: Mapped[str] = mapped_column(default="standing")
    recognition_on: Mapped[bool] = mapped_column(default=True)
    recognition_why: Mapped[str | None]
    analysis_version: Mapped[str | None]
    addresses_asked_since: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    address: Mapped[str | None]
    email: Mapped[str | None]
    privacy_contact: Mapped[str | None]
    storage: Mapped[str | None]
    remind_days: Mapped[int] = mapped_column(default=7)
    remind_times: Mapped[int] = mapped_column(default=3)
    mask_colour: Mapped[str | None]


class PurposeRow(Base):
    """A purpose, in the school's own order. `kinds` are separated by spaces. Who receives it and how long it is kept stand on receipts."""

    __tablename__ = "purposes"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    audience: Mapped[str]
    kinds: Mapped[str] = mapped_column(default="photo film sound")
    masks_allowed: Mapped[bool] = mapped_column(default=False)
    consent_per_item: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)
    recipients: Mapped[str | None]
    retention: Mapped[str | None]


class NoticeRow(Base):
    """The wording of a purpose in one language. A published version never changes."""

    __tablename__ = "notices"

    purpose: Mapped[str] = mapped_column(ForeignKey("purposes.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    material: Mapped[bool]
    since: Mapped[datetime]


class NoticeDraftRow(Base):
    """A wording that is being written, in one language; publishing makes notices of it and takes it away."""

    __tablename__ = "notice_drafts"

    purpose: Mapped[str] = mapped_column(ForeignKey("purposes.code"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
