"""Attesting many pictures in one press, each as it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict
from consent_store.ids import ItemId, PersonId, ReviewId
from consent_store.operations import reviews
from consent_store.records.reviews import ReviewRow


@dataclass(frozen=True, slots=True)
class Attested:
    """What one press attested, how many people that lists, and what was left out, with the code of the reason."""

    items: tuple[ItemId, ...]
    listed: int
    left_out: Mapping[ItemId, str]


def attest_many(session: Session, seen: Mapping[ItemId, int], *, actor: PersonId, at: datetime) -> Attested:
    """Attest each of these pictures in the revision that was seen. One that changed meanwhile is left out, the others go.

    Raises `NotFound` where one does not exist; then nothing is attested.
    """
    made: dict[ItemId, ReviewId] = {}
    left_out: dict[ItemId, str] = {}
    for item, revision in seen.items():
        try:
            made[item] = reviews.attest(session, item, seen=revision, actor=actor, at=at)
        except Conflict as refused:
            left_out[item] = refused.code
    listed = session.scalar(select(func.sum(ReviewRow.listed)).where(ReviewRow.id.in_(made.values())))
    return Attested(tuple(made), listed or 0, left_out)
