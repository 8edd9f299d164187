"""Questions about reviews and doubts: who attested what, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import DoubtId, EventId, ItemId, PersonId, SightingId
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts
from consent_store.records.queries.facts import place
from consent_store.records.queries.media import IN_PLACE
from consent_store.records.reviews import DoubtRow, ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.gate import DoubtState, Review
from consent_store.rules.sightings import Box


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A question to the supervisor with its answer. `item_event` is where the picture belongs, `box` the place in it that is meant; in a
    film or sound `moment` is when, in milliseconds, and `box` a place in the frame of that moment.

    `unread`: whoever asked did not open the answer yet.
    """

    id: DoubtId
    item: ItemId
    item_event: EventId
    raised_by: PersonId
    raised_at: datetime
    question: str
    state: DoubtState
    settled_by: PersonId | None
    settled_at: datetime | None
    answer: str | None
    box: Box | None
    moment: int | None
    unread: bool


def item_of(session: Session, sighting: SightingId) -> ItemId | None:
    """The item that a claim is about, or was before it was taken away or joined to another; None for what never was one."""
    found = session.scalar(select(SightingRow.item_id).where(SightingRow.id == sighting))
    return ItemId(found) if found else None


def reviews_of(session: Session, item: ItemId) -> list[Review]:
    """Every attestation of an item, the latest last; only those of its present revision count."""
    return [facts.review(row) for row in session.scalars(select(ReviewRow).where(ReviewRow.item_id == item).order_by(ReviewRow.at))]


def doubt(session: Session, doubt: DoubtId) -> DoubtView:
    """One question. Raises `NotFound`."""
    found = _doubts(session, DoubtRow.id == doubt)
    if not found:
        raise NotFound()
    return found[0]


def doubts_of(session: Session, item: ItemId) -> list[DoubtView]:
    """Every question about an item, the latest last."""
    return _doubts(session, DoubtRow.item_id == item)


def open_doubts(session: Session) -> list[DoubtView]:
    """What waits for the supervisor, the oldest first."""
    return _doubts(session, DoubtRow.state == DoubtState.OPEN, IN_PLACE)


def unread_answers(session: Session, person: PersonId | None = None) -> list[DoubtView]:
    """The answers that whoever asked, or somebody among them, did not open yet, the latest last."""
    asked_by = () if person is None else (DoubtRow.raised_by == person,)
    return _doubts(session, DoubtRow.settled_at.is_not(None), DoubtRow.read_at.is_(None), *asked_by)


def news_for(session: Session, person: PersonId) -> int:
    """How many answers somebody did not open yet: cheap, for it stands on every page."""
    unread = (DoubtRow.raised_by == person, DoubtRow.settled_at.is_not(None), DoubtRow.read_at.is_(None))
    return session.scalar(select(func.count()).select_from(DoubtRow).where(*unread)) or 0


def doubts_raised_by(session: Session, person: PersonId, *, limit: int = 50) -> list[DoubtView]:
    """What somebody asked, the latest last."""
    return _doubts(session, DoubtRow.raised_by == person)[-limit:]


def _doubts(session: Session, *conditions: ColumnElement[bool]) -> list[DoubtView]:
    query = select(DoubtRow, ItemRow.event_id).join(ItemRow, ItemRow.id == DoubtRow.item_id).where(*conditions)
    return [_doubt_view(row, event) for row, event in session.execute(query.order_by(DoubtRow.raised_at))]


def _doubt_view(row: DoubtRow, event: str) -> DoubtView:
    settled_by = PersonId(row.settled_by) if row.settled_by else None
    return DoubtView(
        DoubtId(row.id),
        ItemId(row.item_id),
        EventId(event),
        PersonId(row.raised_by),
        row.raised_at,
        row.question,
        DoubtState(row.state),
        settled_by,
        row.settled_at,
        row.answer,
        place(row),
        row.moment_ms,
        row.settled_at is not None and row.read_at is None,
    )
