"""Questions about what families ask of the office."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import CorrectionId, PersonId
from consent_store.records.requests import CorrectionRow
from consent_store.rules.asking import Matter


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A wish, and what became of it. `granted` is None while it waits; `due_on` is by when the law wants an answer."""

    id: CorrectionId
    person: PersonId
    matter: Matter
    wanted: str
    asked_by: PersonId
    asked_at: datetime
    due_on: date
    settled_at: datetime | None
    granted: bool | None
    answer: str | None


def correction(session: Session, correction: CorrectionId) -> CorrectionView:
    """One wish. Raises `NotFound`."""
    found = _found(session, CorrectionRow.id == correction)
    if not found:
        raise NotFound()
    return found[0]


def waiting(session: Session) -> list[CorrectionView]:
    """What the office must answer, the most urgent first."""
    return _found(session, CorrectionRow.granted.is_(None))


def settled(session: Session, *, limit: int = 50) -> list[CorrectionView]:
    """What it answered, the latest first."""
    query = select(CorrectionRow).where(CorrectionRow.granted.is_not(None)).order_by(CorrectionRow.settled_at.desc(), CorrectionRow.id)
    return [_view(row) for row in session.scalars(query.limit(limit))]


def asked_by(session: Session, asker: PersonId, person: PersonId) -> list[CorrectionView]:
    """What one asked about somebody, the most urgent first. What another asked is not theirs to read: it may hold where they live."""
    return _found(session, and_(CorrectionRow.asked_by == asker, CorrectionRow.person_id == person))


def _found(session: Session, condition: ColumnElement[bool]) -> list[CorrectionView]:
    query = select(CorrectionRow).where(condition).order_by(CorrectionRow.due_on, CorrectionRow.asked_at, CorrectionRow.id)
    return [_view(row) for row in session.scalars(query, execution_options={"populate_existing": True})]


def _view(row: CorrectionRow) -> CorrectionView:
    return CorrectionView(
        CorrectionId(row.id),
        PersonId(row.person_id),
        Matter(row.matter),
        row.wanted,
        PersonId(row.asked_by),
        row.asked_at,
        row.due_on,
        row.settled_at,
        row.granted,
        row.answer,
    )
