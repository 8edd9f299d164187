"""Files that no record needs any more."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class ShredRow(Base):
    """A file of the vault that must be shredded. Written in the transaction that lets go of it; taken away once it is gone."""

    __tablename__ = "shreds"

    vault_name: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
