"""Questions about files on their way: how far they are, what arrived of them, and which bytes are here already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import EventId, ItemId, PersonId, UploadId
from consent_store.records.media import ItemRow
from consent_store.records.uploads import UploadPieceRow, UploadRow


@dataclass(frozen=True, slots=True)
class UploadView:
    """A file on its way: see `records.uploads.UploadRow`."""

    id: UploadId
    event: EventId
    about: str
    size: int
    received: int
    until: datetime
    item: ItemId | None
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Where bytes are that came in before; `removed`: they were let go, and do not come back."""

    event: EventId
    removed: bool


def upload(session: Session, upload: UploadId, event: EventId, *, by: PersonId, at: datetime) -> UploadView:
    """A file of one's own for an event. Raises `NotFound`, too where it is somebody else's or its time is over."""
    row = session.get(UploadRow, upload)
    if row is None or (row.event_id, row.by) != (event, by) or row.until <= at:
        raise NotFound()
    return _view(row)


def unfinished(session: Session, event: EventId, *, by: PersonId, at: datetime) -> list[UploadView]:
    """What somebody began to send for an event and can go on with, in the order in which it began."""
    query = select(UploadRow).where(UploadRow.by == by, UploadRow.event_id == event, UploadRow.item_id.is_(None), UploadRow.until > at)
    return [_view(row) for row in session.scalars(query.order_by(UploadRow.began_at, UploadRow.id))]


def pieces(session: Session, upload: UploadId) -> list[tuple[str, str, int]]:
    """What arrived, in order: the files of the vault, the SHA-256 (hex) and the size in bytes of each."""
    query = select(UploadPieceRow.vault_name, UploadPieceRow.sha256, UploadPieceRow.size).where(UploadPieceRow.upload_id == upload)
    return [(name, sha256, size) for name, sha256, size in session.execute(query.order_by(UploadPieceRow.start))]


def known(session: Session, digests: Collection[str]) -> dict[str, Known]:
    """Which of these bytes, by their SHA-256 (hex), came in before."""
    query = select(ItemRow.sha256, ItemRow.event_id, ItemRow.removed_at).where(ItemRow.sha256.in_(digests))
    return {sha256: Known(EventId(event), removed is not None) for sha256, event, removed in session.execute(query)}


def _view(row: UploadRow) -> UploadView:
    item = ItemId(row.item_id) if row.item_id else None
    return UploadView(UploadId(row.id), EventId(row.event_id), row.about, row.size, row.received, row.until, item, row.duplicate)
