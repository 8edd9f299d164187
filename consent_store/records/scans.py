"""The scans of consent on paper."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class ScanRow(Base):
    """A scan of a form about somebody, in the vault; words on paper name it by its SHA-256 (hex)."""

    __tablename__ = "scans"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    vault_name: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    kept_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kept_at: Mapped[datetime]
