"""Questions about letters that went out by themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records.reminders import ReminderRow


@dataclass(frozen=True, slots=True)
class Reminded:
    """How often, and when last."""

    times: int
    last_at: datetime


def sent_to(session: Session, people: Collection[PersonId]) -> list[tuple[str, Reminded]]:
    """The letters that went out by themselves to any of these people: about which matter, the latest first."""
    query = select(ReminderRow).where(ReminderRow.person_id.in_(people)).order_by(ReminderRow.last_at.desc(), ReminderRow.matter)
    return [(row.matter, Reminded(row.times, row.last_at)) for row in session.scalars(query)]


def who(session: Session, matter: str) -> list[tuple[PersonId, str]]:
    """The same without how often and when, of everybody."""
    rows = session.execute(select(ReminderRow.person_id, ReminderRow.about).where(ReminderRow.matter == matter))
    return [(PersonId(person), about) for person, about in rows]


def of(session: Session, matter: str, about: Collection[str] | None = None) -> dict[tuple[PersonId, str], Reminded]:
    """Who was reminded of a matter, by person and by what it was about; of these alone, where any are named."""
    query = select(ReminderRow).where(ReminderRow.matter == matter)
    if about is not None:
        query = query.where(ReminderRow.about.in_(about))
    return {(PersonId(row.person_id), row.about): Reminded(row.times, row.last_at) for row in session.scalars(query)}
