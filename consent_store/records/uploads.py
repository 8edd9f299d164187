"""Files on their way: what was said of each, how far it is, and the sealed pieces that arrived."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class UploadRow(Base):
    """A file that somebody sends for an event, until `until`. `about` is what the client said of it, as it came.

    `size` and `received` count bytes. Once it arrived whole, `item_id` says where it went, and `duplicate` whether that was there before.
    """

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_by_event_id", "by", "event_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    about: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    began_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("items.id"))
    duplicate: Mapped[bool] = mapped_column(default=False)


class UploadPieceRow(Base):
    """What one request brought of a file, as a file of the vault until the whole is there; `sha256` (hex) is that of its plaintext."""

    __tablename__ = "upload_pieces"

    upload_id: Mapped[str] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    vault_name: Mapped[str]
