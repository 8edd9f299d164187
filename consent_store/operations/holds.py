"""What stays although its time has come, until the privacy officer or the supervisor lifts that."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import EventId, HoldId, PersonId, new_id
from consent_store.operations.fields import text
from consent_store.records import ledger
from consent_store.records.holds import HoldRow
from consent_store.records.media import EventRow
from consent_store.rules.entries import EventHeld


def hold(session: Session, event: EventId, why: str, *, actor: PersonId, at: datetime) -> HoldId:
    """Keep the pictures of an event beyond their time."""
    ledger.lock(session)
    if session.get(EventRow, event) is None:
        raise NotFound()
    row = HoldRow(id=new_id(), event_id=event, why=text(why, "why", 500), by=actor, at=at)
    session.add(row)
    session.flush()
    ledger.append(session, EventHeld(event, True), actor=actor, at=at)
    return HoldId(row.id)


def lift(session: Session, held: HoldId, *, actor: PersonId, at: datetime) -> None:
    """Let their time count again."""
    ledger.lock(session)
    row = session.get(HoldRow, held, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.lifted_at is None:
        row.lifted_by, row.lifted_at = actor, at
        session.flush()
        ledger.append(session, EventHeld(EventId(row.event_id), False), actor=actor, at=at)
