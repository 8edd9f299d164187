"""Questions about cases, for those who keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import IncidentId, ItemId, PersonId
from consent_store.records.incidents import IncidentNoteRow, IncidentPersonRow, IncidentRow
from consent_store.rules.incidents import Part, Sort


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case. `outcome` is there once it is closed."""

    id: IncidentId
    number: int
    opened_by: PersonId
    opened_at: datetime
    what: str
    address: str | None
    item: ItemId | None
    has_picture: bool
    due_on: date
    closed_at: datetime | None
    closed_by: PersonId | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class NoteView:
    """What was added to a case."""

    sort: Sort
    text: str
    by: PersonId
    at: datetime


def case(session: Session, incident: IncidentId) -> CaseView:
    """One case. Raises `NotFound`."""
    row = session.get(IncidentRow, incident)
    if row is None:
        raise NotFound()
    return _view(row)


def open_cases(session: Session) -> list[CaseView]:
    """Cases that go on, the most pressing first."""
    query = select(IncidentRow).where(IncidentRow.closed_at.is_(None)).order_by(IncidentRow.due_on, IncidentRow.number)
    return [_view(row) for row in session.scalars(query)]


def closed_cases(session: Session, *, limit: int = 50) -> list[CaseView]:
    """Cases that ended, the latest first."""
    query = select(IncidentRow).where(IncidentRow.closed_at.is_not(None)).order_by(IncidentRow.closed_at.desc())
    return [_view(row) for row in session.scalars(query.limit(limit))]


def notes_of(session: Session, incident: IncidentId) -> list[NoteView]:
    """What was added to a case, the oldest first."""
    query = select(IncidentNoteRow).where(IncidentNoteRow.incident_id == incident).order_by(IncidentNoteRow.at, IncidentNoteRow.id)
    return [NoteView(Sort(row.sort), row.text, PersonId(row.by), row.at) for row in session.scalars(query)]


def people_of(session: Session, incident: IncidentId) -> Mapping[Part, Sequence[PersonId]]:
    """Who has which part in a case."""
    query = select(IncidentPersonRow).where(IncidentPersonRow.incident_id == incident).order_by(IncidentPersonRow.person_id)
    rows = list(session.scalars(query))
    return {part: [PersonId(row.person_id) for row in rows if row.part == part] for part in Part}


def _view(row: IncidentRow) -> CaseView:
    return CaseView(
        id=IncidentId(row.id),
        number=row.number,
        opened_by=PersonId(row.opened_by),
        opened_at=row.opened_at,
        what=row.what,
        address=row.address,
        item=ItemId(row.item_id) if row.item_id else None,
        has_picture=row.vault_name is not None,
        due_on=row.due_on,
        closed_at=row.closed_at,
        closed_by=PersonId(row.closed_by) if row.closed_by else None,
        outcome=row.outcome,
    )
