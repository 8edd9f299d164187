"""Questions about how much went out, and who is in it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId, PurposeCode
from consent_store.records.releases import ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.counts import Month


def released(session: Session, months: Sequence[Month]) -> list[dict[PurposeCode, int]]:
    """How many releases each month had, by purpose; in the order of the months."""
    query = select(ReleaseRow.purpose, func.count()).group_by(ReleaseRow.purpose)
    found = (session.execute(query.where(ReleaseRow.at >= month.start, ReleaseRow.at < month.end)) for month in months)
    return [{PurposeCode(purpose): number for purpose, number in rows} for rows in found]


def shown(session: Session, start: datetime, end: datetime) -> dict[PersonId, int]:
    """In how many different pictures that went out between two moments each person can be seen; covered is not seen. Whoever is in none
    is left out.
    """
    out = select(ReleaseRow.item_id, ReleaseRow.masks).where(ReleaseRow.at >= start, ReleaseRow.at < end).distinct().subquery()
    query = select(SightingRow.person_id, func.count(out.c.item_id.distinct())).join(out, out.c.item_id == SightingRow.item_id)
    seen = (SightingRow.removed_at.is_(None), SightingRow.person_id.is_not(None), ~out.c.masks.contains(SightingRow.id))
    return {PersonId(person or ""): number for person, number in session.execute(query.where(*seen).group_by(SightingRow.person_id))}
