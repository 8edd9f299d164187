"""What may happen to face references: kept under a standing consent of recognition, gone with it (rule 10).

Deleting lets their pictures go in the same transaction (`shreds`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete as sql_delete
from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed
from consent_store.ids import PersonId, TemplateId, new_id
from consent_store.operations import shreds
from consent_store.records import ledger
from consent_store.records.differences import DifferenceRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import consents, people, school
from consent_store.records.sightings import SightingRow
from consent_store.records.templates import EnrolmentRow, PersonKeyRow, TemplateRow
from consent_store.rules.entries import TemplateKept, TemplatesDeleted
from consent_store.rules.sightings import Confidence
from consent_store.rules.standing import Standing
from consent_store.rules.terms import RECOGNITION, Kind


@dataclass(frozen=True, slots=True)
class Reference:
    """One face reference: sealed bytes, quality (0 to 1), and the vault name of the picture that a reviewer compares with."""

    sealed: bytes
    quality: float
    picture: str | None = None


def keep(
    session: Session,
    person: PersonId,
    model: str,
    wrapped_key: bytes,
    references: Sequence[Reference],
    *,
    actor: PersonId,
    at: datetime,
) -> list[TemplateId]:
    """Keep references of somebody, beside those there are, under the same key.

    Raises `NotAllowed` unless recognition is on for school and person and their consent stands, `Conflict` for another key.
    """
    if not references or not model:
        raise BadInput("A template needs a reference and the model that made it.", field="references")
    ledger.lock(session)
    consent = require_consent(session, person, at)
    _same_key(session, person, wrapped_key)
    rows = [TemplateRow(id=new_id(), person_id=person, model=model, kept_at=at, lapses_on=consent.until) for _ in references]
    for row, reference in zip(rows, references, strict=True):
        row.sealed, row.quality, row.picture = reference.sealed, reference.quality, reference.picture
    session.add_all(rows)
    session.flush()
    ledger.append(session, TemplateKept(person, model), actor=actor, at=at)
    return [TemplateId(row.id) for row in rows]


def delete(session: Session, person: PersonId, *, actor: PersonId, at: datetime) -> None:
    """Delete every template of somebody, key and all, with the faces still to be learnt and the proposals that rest upon them."""
    ledger.lock(session)
    kept = session.scalars(select(TemplateRow.picture).where(TemplateRow.person_id == person)).all()
    waiting = session.scalars(select(EnrolmentRow.vault_name).where(EnrolmentRow.person_id == person)).all()
    had_key = session.get(PersonKeyRow, person) is not None
    for table in (TemplateRow, PersonKeyRow, EnrolmentRow):
        session.execute(sql_delete(table).where(table.person_id == person))
    if kept or had_key:
        _take_back_proposals(session, person)
        ledger.append(session, TemplatesDeleted(person), actor=actor, at=at)
    shreds.let_go(session, [name for name in (*kept, *waiting) if name], at=at)


def delete_unless_standing(session: Session, candidates: Collection[PersonId] | None = None, *, actor: PersonId, at: datetime) -> None:
    """Delete the templates of those whose consent of recognition does not stand, or no longer does; of everybody if nobody is named."""
    holders = _holders(session, candidates)
    standings = _standings(session, holders, at) if holders else {}
    fallen = sorted(holder for holder in holders if holder not in standings or not standings[holder].stands)
    for person in fallen:
        delete(session, person, actor=actor, at=at)


def lapse(session: Session, on: date, *, actor: PersonId, at: datetime) -> None:
    """Delete the templates whose day has come, whose consent no longer stands, or whose person has left."""
    delete_unless_standing(session, actor=actor, at=at)
    left = select(PersonRow.id).where(PersonRow.left_on <= on)
    gone = select(TemplateRow.person_id).where((TemplateRow.lapses_on <= on) | TemplateRow.person_id.in_(left)).distinct()
    for person in session.scalars(gone).all():
        delete(session, PersonId(person), actor=actor, at=at)


def _holders(session: Session, candidates: Collection[PersonId] | None) -> set[PersonId]:
    """Those of the candidates of whom a face is kept, or waits to be learnt."""
    found: set[PersonId] = set()
    for column in (PersonKeyRow.person_id, EnrolmentRow.person_id):
        among = column.in_(candidates) if candidates is not None else true()
        found.update(map(PersonId, session.scalars(select(column).where(among))))
    return found


def require_consent(session: Session, person: PersonId, at: datetime) -> Standing:
    """The standing consent to recognise somebody. Raises `NotAllowed` where there is none, or where recognition is switched off."""
    view, standings = people.person(session, person), _standings(session, [person], at)
    if not school.opened(session).recognition_on or view.recognition_off or view.left_on is not None:
        raise NotAllowed("Recognition is switched off here.", code="recognition_off")
    if person not in standings or not standings[person].stands:
        raise NotAllowed("Nobody agreed to recognition of this person.", code="no_consent")
    return standings[person]


def _standings(session: Session, persons: Iterable[PersonId], at: datetime) -> dict[PersonId, Standing]:
    return consents.standings_for(session, persons, school.purpose(session, RECOGNITION), Kind.PHOTO, at=at)


def _same_key(session: Session, person: PersonId, wrapped_key: bytes) -> None:
    row = session.get(PersonKeyRow, person)
    if row is None:
        session.add(PersonKeyRow(person_id=person, wrapped=wrapped_key))
    elif row.wrapped != wrapped_key:
        raise Conflict("This person's templates have another key.", code="another_key")


def _take_back_proposals(session: Session, person: PersonId) -> None:
    """A guess that names somebody is a use of their template: it goes too, also under an answer, which somebody may take back."""
    named = (SightingRow.proposed == person) | (SightingRow.runner_up == person)
    nothing = {"proposed": None, "distance": None, "runner_up": None, "runner_up_distance": None, "confidence": Confidence.UNKNOWN.value}
    session.execute(update(SightingRow).where(named).values(nothing))
    session.execute(sql_delete(DifferenceRow).where(DifferenceRow.person_id == person))
