"""Questions about how much went out, and who is in it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.records.media import RenditionRow
from consent_store.records.queries import facts
from consent_store.records.recordings import RecordingRow
from consent_store.records.releases import ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans, trimming
from consent_store.rules.counts import Month


def released(session: Session, months: Sequence[Month]) -> list[dict[PurposeCode, int]]:
    """How many releases each month had, by purpose; in the order of the months."""
    query = select(ReleaseRow.purpose, func.count()).group_by(ReleaseRow.purpose)
    found = (session.execute(query.where(ReleaseRow.at >= month.start, ReleaseRow.at < month.end)) for month in months)
    return [{PurposeCode(purpose): number for purpose, number in rows} for rows in found]


def shown(session: Session, start: datetime, end: datetime) -> dict[PersonId, int]:
    """In how many different pictures that went out between two moments each person can be seen; covered is not seen, and who is only in
    what was cut out of a recording is not in it. Whoever is in none is left out.
    """
    within = (ReleaseRow.at >= start, ReleaseRow.at < end)
    shortened = _shortened(session, *within)
    out = select(ReleaseRow.item_id, ReleaseRow.masks).where(*within, ReleaseRow.item_id.not_in(list(shortened))).distinct().subquery()
    query = select(SightingRow.person_id, func.count(out.c.item_id.distinct())).join(out, out.c.item_id == SightingRow.item_id)
    seen = (SightingRow.removed_at.is_(None), SightingRow.person_id.is_not(None), ~out.c.masks.contains(SightingRow.id))
    whole = {PersonId(person or ""): number for person, number in session.execute(query.where(*seen).group_by(SightingRow.person_id))}
    return Counter(whole) + Counter(person for people in shortened.values() for person in people)


def _shortened(session: Session, *conditions: ColumnElement[bool]) -> dict[ItemId, set[PersonId]]:
    """Who can be seen or heard in the recordings of which something went out with parts cut out: they are few."""
    of_file, of_item = RenditionRow.id == ReleaseRow.rendition_id, RecordingRow.item_id == ReleaseRow.item_id
    cut = select(ReleaseRow.item_id).join(RenditionRow, of_file).where(*conditions, RenditionRow.trim != "")
    query = select(ReleaseRow.item_id, ReleaseRow.masks, RenditionRow.trim, RecordingRow.duration_ms)
    query = query.join(RenditionRow, of_file).join(RecordingRow, of_item)
    rows = session.execute(query.where(*conditions, ReleaseRow.item_id.in_(cut))).all()
    claims = facts.sightings_of(session, [ItemId(item) for item, *_ in rows])
    found: dict[ItemId, set[PersonId]] = {ItemId(item): set() for item, *_ in rows}
    for item, masks, trim, length in rows:
        left = trimming.left(claims[ItemId(item)], spans.read(trim), length)
        found[ItemId(item)] |= {claim.person for claim in left if claim.person and claim.id not in masks.split()}
    return found
