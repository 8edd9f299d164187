"""What changed in an event since somebody last asked: one look into an index, cheap enough to be asked every two seconds."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId
from consent_store.records.media import ItemRow

_MOST = 500  # items; whoever missed more looks at everything anew


@dataclass(frozen=True, slots=True)
class Pulse:
    """Where the event's count of changes stands, and the items changed since, the first first; None where they are too many to name.

    `counts`: where it stood as each of them last changed, so that whoever has seen that needs not look again.
    """

    now: int
    items: tuple[ItemId, ...] | None = ()
    counts: tuple[int, ...] = ()


def stands(session: Session, event: EventId) -> int:
    """Where the count stands; 0 for an event in which nothing changed, or that is not there."""
    return session.scalar(select(func.max(ItemRow.stirred)).where(ItemRow.event_id == event)) or 0


def since(session: Session, event: EventId, beat: int) -> Pulse:
    """What changed after the count stood at `beat`."""
    query = select(ItemRow.id, ItemRow.stirred).where(ItemRow.event_id == event, ItemRow.stirred > beat)
    rows = session.execute(query.order_by(ItemRow.stirred).limit(_MOST + 1)).all()
    if len(rows) > _MOST:
        return Pulse(stands(session, event), None)
    counts = tuple(row.stirred for row in rows)
    return Pulse(counts[-1] if counts else beat, tuple(ItemId(row.id) for row in rows), counts)
