"""Setting items aside, and taking them back. What nobody needs costs no answers and goes out for nothing, but nothing of it is lost.

Only people do so, never a job. Retention takes what is set aside with the rest of its event.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.ids import ItemId, PersonId
from consent_store.operations import recalls
from consent_store.operations.items import in_hand, stir
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.rules.entries import AsideRecorded
from consent_store.rules.terms import WhyAside


def set_aside(session: Session, items: Sequence[ItemId], why: WhyAside, *, actor: PersonId, at: datetime) -> list[ItemId]:
    """Set items aside, all or none: no purpose opens them, and what is out comes back. Returns those that were not yet.

    Raises `NotFound`, and `Conflict` (`removed`) for one that is gone.
    """
    fresh = [row for row in (in_hand(session, item) for item in items) if row.aside_at is None]
    for row in fresh:
        row.aside_at, row.aside_by, row.aside_why = at, actor, why
    return _recorded(session, fresh, True, actor, at)


def take_back(session: Session, items: Sequence[ItemId], *, actor: PersonId, at: datetime) -> list[ItemId]:
    """Let items that were set aside be reviewed and go out again, as far as the gate lets them. Returns those that were aside."""
    back = [row for row in (in_hand(session, item) for item in items) if row.aside_at is not None]
    for row in back:
        row.aside_at = row.aside_by = row.aside_why = None
    return _recorded(session, back, False, actor, at)


def _recorded(session: Session, rows: Sequence[ItemRow], aside: bool, actor: PersonId, at: datetime) -> list[ItemId]:
    stir(session, *rows)
    items = [ItemId(row.id) for row in rows]
    for entry in ledger.append_many(session, [AsideRecorded(item, aside) for item in items], actor=actor, at=at):
        recalls.reach(session, entry, at=at)
    return items
