"""The ledger's tables. Triggers refuse UPDATE and DELETE on all; only `ledger` writes the first two, and `tree` the third."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class EntryRow(Base):
    """One line of the ledger, as text that is hashed as it stands."""

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_person_kind", "person", "kind"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    person: Mapped[str | None]
    item: Mapped[str | None] = mapped_column(index=True)
    body: Mapped[str]
    hash: Mapped[bytes]


class CheckpointRow(Base):
    """A signed note over the ledger at a size."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note: Mapped[str]
    at: Mapped[datetime]


class BlockRow(Base):
    """The root of the tree over a complete block of entries, the first of which is number 0. It follows from the entries."""

    __tablename__ = "blocks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]
