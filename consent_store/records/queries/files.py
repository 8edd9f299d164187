"""Questions about the vault: which files must be in it, and which must go."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records.found import InquiryRow
from consent_store.records.incidents import IncidentRow
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.recalls import TaskRow
from consent_store.records.rosters import RosterRow
from consent_store.records.scans import ScanRow
from consent_store.records.shreds import ShredRow
from consent_store.records.templates import EnrolmentRow, TemplateRow
from consent_store.records.uploads import UploadPieceRow

_AT_ONCE = 1000
_IN_PLACE = ItemRow.removed_at.is_(None)


def kept(session: Session) -> Iterator[tuple[str, str | None, int | None]]:
    """Every file that must be in the vault: its name and, where they are recorded, the SHA-256 (hex) and the size of its plaintext."""
    sources: tuple[Select[Any, Any, Any], ...] = (
        select(ItemRow.vault_name, ItemRow.sha256, ItemRow.size).where(_IN_PLACE, ItemRow.vault_name.is_not(None)),
        select(RenditionRow.vault_name, RenditionRow.sha256, RenditionRow.size).join(ItemRow).where(_IN_PLACE),
        select(ScanRow.vault_name, ScanRow.sha256, ScanRow.size),
        select(TemplateRow.picture, null(), null()).where(TemplateRow.picture.is_not(None)),
        select(TaskRow.vault_name, TaskRow.sha256, TaskRow.size).where(TaskRow.vault_name.is_not(None)),
        select(EnrolmentRow.vault_name, null(), null()).where(EnrolmentRow.vault_name.is_not(None)),
        select(RosterRow.vault_name, null(), null()).where(RosterRow.vault_name.is_not(None)),
        select(InquiryRow.vault_name, null(), null()).where(InquiryRow.vault_name.is_not(None)),
        select(IncidentRow.vault_name, null(), null()).where(IncidentRow.vault_name.is_not(None)),
        select(UploadPieceRow.vault_name, UploadPieceRow.sha256, UploadPieceRow.size),
    )
    for source in sources:
        yield from session.execute(source.execution_options(yield_per=_AT_ONCE))


def scan(session: Session, sha256: str, person: PersonId) -> str | None:
    """The file that is kept as this scan (SHA-256, hex) about somebody."""
    row = session.get(ScanRow, (sha256, person))
    return row.vault_name if row else None


def to_shred(session: Session) -> list[str]:
    """Files that must go, the oldest first, at most a thousand."""
    return list(session.scalars(select(ShredRow.vault_name).order_by(ShredRow.since, ShredRow.vault_name).limit(_AT_ONCE)))
