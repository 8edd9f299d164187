"""Questions about what was set aside, and what is out of that which is going to be."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId
from consent_store.records.media import ItemRow
from consent_store.records.queries.media import IN_PLACE
from consent_store.records.releases import ReleaseRow


def aside_of(session: Session, event: EventId) -> list[ItemId]:
    """The items of an event that are set aside, as they came in."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, IN_PLACE, ItemRow.aside_at.is_not(None)).order_by(ItemRow.number)
    return [ItemId(id_) for id_ in session.scalars(query)]


def out_among(session: Session, items: Sequence[ItemId]) -> frozenset[ItemId]:
    """Those of the items of which a release is out."""
    query = select(ReleaseRow.item_id).where(ReleaseRow.item_id.in_(items), ReleaseRow.ended_at.is_(None))
    return frozenset(ItemId(id_) for id_ in session.scalars(query))
