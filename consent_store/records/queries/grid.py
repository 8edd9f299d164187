"""Questions of the grid: an event's pictures by what is left to do about them, a window at a time."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId
from consent_store.records.media import ItemRow
from consent_store.records.queries import media
from consent_store.records.queries.attesting import TO_ATTEST
from consent_store.records.queries.media import ANALYSED, ATTESTED, IN_PLACE, UNDER_REVIEW, WAITS
from consent_store.records.reviews import DoubtRow
from consent_store.records.sightings import SightingRow
from consent_store.records.views import ItemView
from consent_store.rules.gate import DoubtState


class Show(StrEnum):
    """Which pictures of an event are shown; `ALL` leaves out what was set aside."""

    ALL = "all"
    UNANSWERED = "unanswered"
    TO_ATTEST = "to-attest"
    DOUBT = "doubt"
    ATTESTED = "attested"
    ASIDE = "aside"


class Order(StrEnum):
    """As they came in, or as they were taken; what does not say when comes last."""

    NUMBER = "number"
    TIME = "time"


_OPEN = exists().where(SightingRow.item_id == ItemRow.id, *WAITS)
_DOUBTED = exists().where(DoubtRow.item_id == ItemRow.id, DoubtRow.state == DoubtState.OPEN)
_WHICH: Mapping[Show, ColumnElement[bool]] = {
    Show.ALL: UNDER_REVIEW,
    Show.UNANSWERED: and_(UNDER_REVIEW, ANALYSED, _OPEN),
    Show.TO_ATTEST: and_(*TO_ATTEST),
    Show.DOUBT: and_(UNDER_REVIEW, _DOUBTED),
    Show.ATTESTED: and_(UNDER_REVIEW, ATTESTED),
    Show.ASIDE: and_(IN_PLACE, ItemRow.aside_at.is_not(None)),
}
_HOW: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NUMBER: (ItemRow.number.asc(),),
    Order.TIME: (ItemRow.taken_at.is_(None).asc(), ItemRow.taken_at.asc(), ItemRow.number.asc()),
}


def counts(session: Session, event: EventId) -> dict[Show, int]:
    """How many pictures each choice shows."""
    query = select(*(func.count().filter(condition) for condition in _WHICH.values())).where(ItemRow.event_id == event)
    return dict(zip(_WHICH, session.execute(query).one(), strict=True))


def window(session: Session, event: EventId, show: Show, order: Order, *, page: int, size: int) -> list[ItemView]:
    """So many pictures of an event, from the page's first on (counted from one)."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, _WHICH[show]).order_by(*_HOW[order])
    ids = [ItemId(id_) for id_ in session.scalars(query.limit(size).offset((page - 1) * size))]
    views = media.items(session, ids)
    return [views[id_] for id_ in ids]
