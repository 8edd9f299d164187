"""Questions of the grouping of faces: which events want it, and what it works with."""

from dataclasses import dataclass

from sqlalchemy import Integer, func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, SightingId
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts
from consent_store.records.queries.media import UNDER_REVIEW
from consent_store.records.sightings import SightingRow
from consent_store.rules.terms import Kind

_DESCRIBED = (UNDER_REVIEW, SightingRow.removed_at.is_(None), SightingRow.answer.is_(None), SightingRow.descriptor.is_not(None))
_SHARE = 4  # of so many grouped faces one new one may wait: each face is grouped a few times over, however many there are


@dataclass(frozen=True, slots=True)
class DescribedFace:
    """An unanswered face with its descriptor, sealed, and the pile it is in."""

    id: SightingId
    item: ItemId
    cluster: str | None
    sealed: bytes


def to_group(session: Session) -> list[EventId]:
    """Events with described faces in no pile: once no photo waits to be looked at; before that, whenever they are many beside the rest. A
    film may take hours: nobody waits for it.
    """
    new = func.sum(SightingRow.cluster.is_(None).cast(Integer))
    query = select(ItemRow.event_id, new, func.count()).join(SightingRow, SightingRow.item_id == ItemRow.id)
    version = facts.in_force(session)
    rows = session.execute(query.where(*_DESCRIBED, ItemRow.analysis_version == version).group_by(ItemRow.event_id))
    counts = {event: (new, all_) for event, new, all_ in rows if new}
    stale = ItemRow.analysis_version.is_(None) | (ItemRow.analysis_version != version)
    waiting = set(
        session.scalars(
            select(ItemRow.event_id).where(ItemRow.event_id.in_(counts), ItemRow.kind == Kind.PHOTO, UNDER_REVIEW, stale).distinct()
        )
    )
    return [EventId(event) for event, (new, all_) in sorted(counts.items()) if event not in waiting or new * _SHARE >= all_ - new]


def faces_to_group(session: Session, event: EventId) -> list[DescribedFace]:
    """The unanswered faces of an event that the version in force described, in the order of their pictures."""
    query = select(SightingRow.id, SightingRow.item_id, SightingRow.cluster, SightingRow.descriptor)
    query = query.join(ItemRow, ItemRow.id == SightingRow.item_id).where(ItemRow.event_id == event, *_DESCRIBED)
    query = query.where(ItemRow.analysis_version == facts.in_force(session))
    rows = session.execute(query.order_by(ItemRow.number, SightingRow.id))
    return [DescribedFace(SightingId(id_), ItemId(item), cluster, sealed) for id_, item, cluster, sealed in rows if sealed is not None]
