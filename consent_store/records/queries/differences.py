"""Questions about what a new version of the analysis would change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import DifferenceId, EventId, ItemId, PersonId, SightingId
from consent_store.records.differences import DifferenceRow
from consent_store.records.media import EventRow, ItemRow
from consent_store.records.queries import media
from consent_store.records.queries.media import UNDER_REVIEW
from consent_store.records.sightings import SightingRow
from consent_store.records.views import EventTitle, SightingView
from consent_store.rules.differences import Change
from consent_store.rules.terms import Kind

_STILL_SAID = and_(SightingRow.answer.is_not(None), SightingRow.answered_at <= DifferenceRow.found_at)
# Settled by nobody, and overtaken by nothing: an answer given since, or the picture set aside or gone.
_OPEN = and_(
    DifferenceRow.settled_at.is_(None),
    SightingRow.removed_at.is_(None),
    or_(and_(DifferenceRow.change == Change.NEW, SightingRow.answer.is_(None)), and_(DifferenceRow.change != Change.NEW, _STILL_SAID)),
    UNDER_REVIEW,
)
_LISTED_FIRST = (DifferenceRow.change != Change.NEW, DifferenceRow.change != Change.PERSON, ItemRow.number, DifferenceRow.id)


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What would become otherwise, beside what is said now. `person` is whom the new version is sure of."""

    id: DifferenceId
    change: Change
    person: PersonId | None
    found_at: datetime
    item: ItemId
    number: int
    kind: Kind
    face: SightingView


def open_by_event(session: Session) -> list[tuple[EventTitle, int]]:
    """The events in which something is to be settled, and how much, the newest first."""
    query = _of(EventRow.id, EventRow.title, EventRow.on, func.count()).join(EventRow, EventRow.id == ItemRow.event_id).where(_OPEN)
    rows = session.execute(query.group_by(EventRow.id).order_by(EventRow.on.desc(), EventRow.id))
    return [(EventTitle(EventId(id_), title, on), number) for id_, title, on, number in rows]


def number_open(session: Session, event: EventId) -> int:
    """How much is to be settled in an event."""
    return session.scalar(_of(func.count()).where(_OPEN, ItemRow.event_id == event)) or 0


def open_of(session: Session, event: EventId, *, limit: int) -> list[DifferenceView]:
    """What is to be settled in an event: faces that nobody listed first, then other people, then what is no longer a face."""
    query = (
        _of(DifferenceRow, ItemRow.id, ItemRow.number, ItemRow.kind)
        .where(_OPEN, ItemRow.event_id == event)
        .order_by(*_LISTED_FIRST)
        .limit(limit)
    )
    rows = session.execute(query).all()
    faces = media.sightings(session, [SightingId(row.sighting_id) for row, *_item in rows])
    return [_view(row, item, number, kind, faces[SightingId(row.sighting_id)]) for row, item, number, kind in rows]


def event_of(session: Session, difference: DifferenceId) -> EventId:
    """Where a difference belongs. Raises `NotFound`."""
    found = session.scalar(_of(ItemRow.event_id).where(DifferenceRow.id == difference))
    if found is None:
        raise NotFound()
    return EventId(found)


def is_open(session: Session, difference: DifferenceId) -> bool:
    """Whether it is still to be settled."""
    return bool(session.scalar(_of(func.count()).where(DifferenceRow.id == difference, _OPEN)))


def _of(*columns: Any) -> Select[Any]:
    query = select(*columns).select_from(DifferenceRow).join(SightingRow, SightingRow.id == DifferenceRow.sighting_id)
    return query.join(ItemRow, ItemRow.id == SightingRow.item_id)


def _view(row: DifferenceRow, item: str, number: int, kind: str, face: SightingView) -> DifferenceView:
    person = PersonId(row.person_id) if row.person_id else None
    return DifferenceView(DifferenceId(row.id), Change(row.change), person, row.found_at, ItemId(item), number, Kind(kind), face)
