"""An item in hand: found, alone with it until the transaction ends, and counted when what is said about it changed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound, Refusal
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import recalls
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts
from consent_store.records.reviews import ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import gate
from consent_store.rules.entries import ReviewReopened
from consent_store.rules.terms import Kind

_FRESH = {"populate_existing": True}


def in_hand(session: Session, item: ItemId) -> ItemRow:
    """The item's row, with nobody else writing. Raises `NotFound`, and `Conflict` (`removed`) once its bytes are gone."""
    return in_hand_all(session, {item})[item]


def in_hand_all(session: Session, items: Collection[str]) -> dict[str, ItemRow]:
    """The same for many, by id."""
    ledger.lock(session)
    found = session.scalars(select(ItemRow).where(ItemRow.id.in_(items)), execution_options=_FRESH)
    rows = {row.id: row for row in found}
    if len(rows) < len(set(items)):
        raise NotFound()
    if any(row.removed_at is not None for row in rows.values()):
        raise Conflict("This is no longer there: it was removed.", code="removed")
    return rows


def sighting_in_hand(session: Session, sighting: SightingId) -> tuple[ItemRow, SightingRow]:
    """A sighting with its item, likewise. Taken away, it does not exist; in a film it became part of another: `Conflict` (`joined`)."""
    return sightings_in_hand(session, [sighting])[sighting]


def sightings_in_hand(session: Session, sightings: Collection[SightingId]) -> dict[SightingId, tuple[ItemRow, SightingRow]]:
    """The same for many, by id."""
    items = session.scalars(select(SightingRow.item_id).where(SightingRow.id.in_(sightings))).all()
    rows = in_hand_all(session, set(items))
    there = select(SightingRow).where(SightingRow.id.in_(sightings), SightingRow.removed_at.is_(None))
    faces = session.scalars(there, execution_options=_FRESH).all()
    if len(faces) < len(set(sightings)):
        raise _gone(rows.values())
    return {SightingId(face.id): (rows[face.item_id], face) for face in faces}


def _gone(rows: Iterable[ItemRow]) -> Refusal:
    if all(row.kind == Kind.PHOTO for row in rows):
        return NotFound()
    return Conflict(
        "This is in the list no more by itself: joined to another, or taken away. Nothing was changed; look again.", code="joined"
    )


def sightings_in(session: Session, row: ItemRow) -> list[SightingRow]:
    """What is said about an item now, in a steady order."""
    query = select(SightingRow).where(SightingRow.item_id == row.id, SightingRow.removed_at.is_(None))
    return list(session.scalars(query.order_by(SightingRow.id)))


def changed(session: Session, row: ItemRow, *, actor: PersonId, at: datetime) -> int:
    """Count a change to what is said about an item: an attestation of the state before counts no more, what went out under it returns."""
    changed_all(session, [row], actor=actor, at=at)
    return row.revision


def changed_all(session: Session, rows: Sequence[ItemRow], *, actor: PersonId, at: datetime) -> None:
    """The same for what one press changed in many."""
    attested = select(ReviewRow.item_id).join(ItemRow, ItemRow.id == ReviewRow.item_id).where(ReviewRow.revision == ItemRow.revision)
    reopened = set(session.scalars(attested.where(ItemRow.id.in_([row.id for row in rows]))))
    for row in rows:
        row.revision += 1
        mark_cut(session, row)
    stir(session, *rows)
    for row in rows:
        if row.id in reopened:
            entry = ledger.append(session, ReviewReopened(ItemId(row.id), row.revision), actor=actor, at=at)
            recalls.reach(session, entry, at=at)


def mark_cut(session: Session, row: ItemRow) -> None:
    """Write down, for lists of what waits, who is only where a recording is cut."""
    if row.kind == Kind.PHOTO:
        return
    session.flush()
    (known,) = facts.facts_of(session, [ItemId(row.id)]).values()
    there = {claim.id for claim in gate.left(known.item, known.sightings)}
    for face in sightings_in(session, row):
        face.cut = face.id not in there


def stir(session: Session, *rows: ItemRow) -> None:
    """Count in their event that something about items in hand changed, so that whoever has one before them sees it."""
    events = {row.event_id for row in rows}
    last = select(ItemRow.event_id, func.max(ItemRow.stirred)).where(ItemRow.event_id.in_(events)).group_by(ItemRow.event_id)
    count = {event: found or 0 for event, found in session.execute(last)}
    for row in rows:
        row.stirred = count[row.event_id] + 1
    session.flush()
