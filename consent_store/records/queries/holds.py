"""Questions about how long what is kept, and what beyond its time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, HoldId, PersonId
from consent_store.records import ledger
from consent_store.records.holds import HoldRow
from consent_store.records.incidents import IncidentRow
from consent_store.records.media import EventRow, ItemRow
from consent_store.rules.entries import SettingRecorded
from consent_store.rules.retention import Schedule
from consent_store.rules.terms import Setting

HELD: ColumnElement[bool] = or_(
    exists().where(HoldRow.event_id == ItemRow.event_id, HoldRow.lifted_at.is_(None)),
    exists().where(IncidentRow.item_id == ItemRow.id, IncidentRow.closed_at.is_(None)),
)
"""Whether an item is kept beyond its time: by a hold on its event, or because a case about it goes on."""


@dataclass(frozen=True, slots=True)
class HoldView:
    """That the pictures of an event stay, and why."""

    id: HoldId
    event: EventId
    title: str
    why: str
    by: PersonId
    at: datetime


def schedule(session: Session) -> Schedule:
    """For how long what is kept: what the school chose last, which stands in the ledger alone."""
    chosen = [entry.body for entry in ledger.read(session, kind=SettingRecorded.__name__)]
    told = [body.value for body in chosen if isinstance(body, SettingRecorded) and body.setting is Setting.KEEPING]
    return Schedule.parse(told[-1]) if told else Schedule()


def holds(session: Session) -> list[HoldView]:
    """What is held now, the longest first."""
    query = select(HoldRow, EventRow.title).join(EventRow, EventRow.id == HoldRow.event_id).where(HoldRow.lifted_at.is_(None))
    rows = session.execute(query.order_by(HoldRow.at, HoldRow.id))
    return [HoldView(HoldId(row.id), EventId(row.event_id), title, row.why, PersonId(row.by), row.at) for row, title in rows]
