"""Letting files go: a record first, in the transaction that ends their time, so that no crash leaves a face behind."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consent_store.records.shreds import ShredRow


def let_go(session: Session, names: Iterable[str], *, at: datetime) -> None:
    """Say that these files of the vault must be shredded. A worker does it within moments of the commit."""
    for name in sorted(set(names)):
        session.merge(ShredRow(vault_name=name, since=at))
    session.flush()


def done(session: Session, names: Iterable[str]) -> None:
    """These files are gone."""
    session.execute(delete(ShredRow).where(ShredRow.vault_name.in_(list(names))))
