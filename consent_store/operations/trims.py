"""What is cut out of a recording before it goes anywhere, and how covered voices sound in it.

Each is a change of what is there to be attested: what is out comes back, and what is left is attested again.
"""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ItemId, PersonId, TrimId, new_id
from consent_store.operations.items import changed, in_hand
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.recordings import RecordingRow, TrimRow
from consent_store.rules import spans
from consent_store.rules.entries import MendingRecorded
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind, Mending
from consent_store.rules.timeline import Hush

LEAST = 1000
"""Milliseconds that are left at least."""


def cut_out(session: Session, item: ItemId, span: Span, *, actor: PersonId, at: datetime) -> TrimId:
    """Cut a part out; the same again is the same. Raises `BadInput` where less than a second would be left, or the part is empty."""
    row, kept = _in_hand(session, item)
    part = Span(max(0, span.start), min(span.end, kept.duration_ms))
    if part.start >= part.end:
        raise BadInput("Say from when to when.", field="spans")
    out = session.scalars(_standing(item)).all()
    for trim in out:
        if (trim.start_ms, trim.end_ms) == part:
            return TrimId(trim.id)
    left = spans.outside([Span(0, kept.duration_ms)], [part, *(Span(trim.start_ms, trim.end_ms) for trim in out)])
    if sum(each.end - each.start for each in left) < LEAST:
        raise BadInput("Leave at least a second of it.", code="nothing_left", field="spans")
    made = TrimRow(id=new_id(), item_id=item, start_ms=part.start, end_ms=part.end, by=actor, at=at)
    session.add(made)
    _changed(session, row, Mending.TAKEN_OUT, actor, at)
    return TrimId(made.id)


def put_back(session: Session, trim: TrimId, *, actor: PersonId, at: datetime) -> ItemId:
    """Let a part that was cut out go along again; twice is once. Returns its item. Raises `NotFound`."""
    known = session.get(TrimRow, trim)
    if known is None:
        raise NotFound()
    row = in_hand(session, ItemId(known.item_id))
    session.refresh(known)
    if known.gone_at is None:
        known.gone_at = at
        _changed(session, row, Mending.PUT_BACK, actor, at)
    return ItemId(row.id)


def set_hush(session: Session, item: ItemId, hush: Hush, *, actor: PersonId, at: datetime) -> None:
    """Say how covered voices sound. Raises `BadInput` where time would be taken out of a film."""
    row, kept = _in_hand(session, item)
    if hush is Hush.CUT and (row.kind == Kind.FILM or kept.has_picture):
        raise BadInput("Only sound on its own can be shortened where a voice is covered.", field="hush")
    if kept.hush != hush:
        kept.hush = hush
        _changed(session, row, Mending.HUSHED, actor, at)


def _changed(session: Session, row: ItemRow, mending: Mending, actor: PersonId, at: datetime) -> None:
    ledger.append(session, MendingRecorded(ItemId(row.id), mending), actor=actor, at=at)
    changed(session, row, actor=actor, at=at)


def _in_hand(session: Session, item: ItemId) -> tuple[ItemRow, RecordingRow]:
    row, kept = in_hand(session, item), session.get(RecordingRow, item, populate_existing=True)
    if kept is None:
        raise Conflict("This was not analysed yet.", code="not_analysed")
    return row, kept


def _standing(item: ItemId) -> Select[TrimRow]:
    return select(TrimRow).where(TrimRow.item_id == item, TrimRow.gone_at.is_(None))
