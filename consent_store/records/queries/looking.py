"""Does the look at what came in go on, or does everything wait for a worker that does not run, or cannot?"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId
from consent_store.records.media import ItemRow
from consent_store.records.queries.media import IN_PLACE
from consent_store.records.recordings import RecordingRow

PATIENCE = timedelta(minutes=10)  # a worker looks at a picture in seconds, and says how far a film is every few


def standing_still(session: Session, event: EventId | None = None, *, at: datetime) -> int:
    """How many pictures and recordings, of one event or of all, came in some time ago and were never looked at, while nothing else was
    either: 0 where the look goes on.
    """
    long_ago = at - PATIENCE
    query = select(func.count()).select_from(ItemRow).where(IN_PLACE, ItemRow.analysed_at.is_(None), ItemRow.received_at <= long_ago)
    waiting = session.scalar(query if event is None else query.where(ItemRow.event_id == event)) or 0
    return 0 if not waiting or _goes_on(session, long_ago) else waiting


def _goes_on(session: Session, since: datetime) -> bool:
    looked = select(ItemRow.id).outerjoin(RecordingRow, RecordingRow.item_id == ItemRow.id)
    moved = or_(ItemRow.analysed_at > since, RecordingRow.told_at > since)
    return session.scalar(looked.where(moved).limit(1)) is not None
