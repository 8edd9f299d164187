"""Rosters that were read, until they are applied, and how the columns of each export are to be read."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class RosterRow(Base):
    """Files that the office handed in. What was read of them lies sealed in the vault until it is applied or thrown away.

    `files` are their names, separated by line breaks. `mapping`, `apart` and `counts` are JSON: what each column is, by the fingerprint of
    headers (none where the files say so themselves), the guardians of one name and address who are not one person, and how many people it
    changed.
    """

    __tablename__ = "rosters"

    id: Mapped[str] = mapped_column(primary_key=True)
    files: Mapped[str]
    vault_name: Mapped[str | None]
    mapping: Mapped[str | None]
    apart: Mapped[str] = mapped_column(default="[]")
    part: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    applied_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    applied_at: Mapped[datetime | None]
    counts: Mapped[str | None]


class RosterMappingRow(Base):
    """How the columns of one kind of export are read, by the fingerprint of their headers; as JSON."""

    __tablename__ = "roster_mappings"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
