"""An item in hand: found, alone with it until the transaction ends, and counted when what is said about it changed."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import recalls
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.reviews import ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.entries import ReviewReopened


def in_hand(session: Session, item: ItemId) -> ItemRow:
    """The item's row, with nobody else writing. Raises `NotFound`, and `Conflict` (`removed`) once its bytes are gone."""
    ledger.lock(session)
    row = session.get(ItemRow, item, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.removed_at is not None:
        raise Conflict("This is no longer there: it was removed.", code="removed")
    return row


def sighting_in_hand(session: Session, sighting: SightingId) -> tuple[ItemRow, SightingRow]:
    """A sighting with its item, likewise. Taken away, it does not exist."""
    item = session.scalar(select(SightingRow.item_id).where(SightingRow.id == sighting))
    if item is None:
        raise NotFound()
    row = in_hand(session, ItemId(item))
    found = session.get(SightingRow, sighting, populate_existing=True)
    if found is None or found.removed_at is not None:
        raise NotFound()
    return row, found


def sightings_in(session: Session, row: ItemRow) -> list[SightingRow]:
    """What is said about an item now, in a steady order."""
    query = select(SightingRow).where(SightingRow.item_id == row.id, SightingRow.removed_at.is_(None))
    return list(session.scalars(query.order_by(SightingRow.id)))


def changed(session: Session, row: ItemRow, *, actor: PersonId, at: datetime) -> int:
    """Count a change to what is said about an item: an attestation of the state before counts no more, what went out under it returns."""
    attested = exists().where(ReviewRow.item_id == row.id, ReviewRow.revision == row.revision)
    reopened = session.scalar(select(attested))
    row.revision += 1
    stir(session, row)
    if reopened:
        entry = ledger.append(session, ReviewReopened(ItemId(row.id), row.revision), actor=actor, at=at)
        recalls.reach(session, entry, at=at)
    return row.revision


def stir(session: Session, row: ItemRow) -> int:
    """Count in the event that something about an item changed, so that whoever has it before them sees it. For an item in hand."""
    last = session.scalar(select(func.max(ItemRow.stirred)).where(ItemRow.event_id == row.event_id))
    row.stirred = (last or 0) + 1
    session.flush()
    return row.stirred
