"""Questions about faces that are to be learnt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, PersonId
from consent_store.records.queries import facts
from consent_store.records.sightings import SightingRow
from consent_store.records.templates import EnrolmentRow
from consent_store.rules.sightings import Box


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """One face to be learnt: from the picture `vault_name`, or from the place `box` in `item`. `state` is waiting, kept or refused."""

    id: str
    person: PersonId
    vault_name: str | None
    item: ItemId | None
    box: Box | None
    asked_at: datetime
    state: str
    why: str | None


def waiting(session: Session) -> list[EnrolmentView]:
    """Every face that nobody has tried to learn yet, person by person."""
    return _enrolments(session, EnrolmentRow.state == "waiting")


def of_person(session: Session, person: PersonId) -> list[EnrolmentView]:
    """What was asked for one person, the latest last."""
    return _enrolments(session, EnrolmentRow.person_id == person)


def _enrolments(session: Session, condition: ColumnElement[bool]) -> list[EnrolmentView]:
    query = select(EnrolmentRow, SightingRow).outerjoin(SightingRow, SightingRow.id == EnrolmentRow.sighting_id).where(condition)
    ordered = query.order_by(EnrolmentRow.person_id, EnrolmentRow.asked_at, EnrolmentRow.id)
    return [_view(row, face) for row, face in session.execute(ordered)]


def _view(row: EnrolmentRow, face: SightingRow | None) -> EnrolmentView:
    item, box = (ItemId(face.item_id), facts.place(face)) if face else (None, None)
    return EnrolmentView(row.id, PersonId(row.person_id), row.vault_name, item, box, row.asked_at, row.state, row.why)
