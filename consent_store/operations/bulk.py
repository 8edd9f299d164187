"""Whoever takes very many pictures in a day needs a second person who knows why: an account may be in the wrong hands."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotAllowed, NotCleared, NotFound
from consent_store.ids import BulkId, PersonId, new_id
from consent_store.operations.fields import text
from consent_store.records import ledger
from consent_store.records.links import BulkRow
from consent_store.records.queries import links
from consent_store.records.queries.people import duties_of
from consent_store.rules.terms import Duty

ALONE = 500  # downloads that one account may make within `DAY`
DAY = timedelta(hours=24)
AGREEING = frozenset({Duty.COMMS, Duty.SUPERVISOR})


def require_second(session: Session, actor: PersonId, *, at: datetime) -> None:
    """Raises `NotCleared` (`second_person`) for whoever took all that one alone may, and for whom nobody has agreed to more today."""
    if links.taken_since(session, actor, at - DAY) < ALONE:
        return
    asked = links.bulk_of(session, actor, at - DAY)
    if asked is None or not asked.agreed:
        raise NotCleared("This is more than one person takes in a day. A second person has to agree first.", code="second_person")


def ask(session: Session, why: str, *, actor: PersonId, at: datetime) -> BulkId:
    """Ask for leave to take more today. Asked twice is asked once."""
    ledger.lock(session)
    asked = links.bulk_of(session, actor, at - DAY)
    if asked is not None and asked.agreed is None:
        return asked.id
    row = BulkRow(id=new_id(), by=actor, why=text(why, "why", 500), asked_at=at)
    session.add(row)
    session.flush()
    return BulkId(row.id)


def settle(session: Session, bulk: BulkId, agreed: bool, *, actor: PersonId, at: datetime) -> None:
    """Agree, or not. Raises `NotAllowed` for whoever asks themselves, or has neither duty; `Conflict` where somebody answered already."""
    ledger.lock(session)
    row = session.get(BulkRow, bulk, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.by == actor or not AGREEING & duties_of(session, actor):
        raise NotAllowed("A second person has to agree, of communications or the supervisor.", code="not_the_second")
    if row.settled_at is not None:
        raise Conflict("Somebody answered this already.", code="already_settled")
    row.agreed, row.settled_by, row.settled_at = agreed, actor, at
    session.flush()
