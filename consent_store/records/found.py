"""By what our pictures are known again, what somebody found elsewhere, and which of ours that looks like."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class FingerprintRow(Base):
    """The perceptual hashes of one file, packed behind one another. They outlive the file: what was posted may be found years later."""

    __tablename__ = "fingerprints"

    rendition_id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    hashes: Mapped[bytes]


class InquiryRow(Base):
    """A picture that somebody found: its file, and where it was seen. `failure` says why nobody could look at it."""

    __tablename__ = "inquiries"

    id: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    address: Mapped[str | None]
    vault_name: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    failure: Mapped[str | None]


class MatchRow(Base):
    """That a picture found looks like one of ours: in how many bits, of 256, they differ."""

    __tablename__ = "matches"

    inquiry_id: Mapped[str] = mapped_column(ForeignKey("inquiries.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    distance: Mapped[int]
