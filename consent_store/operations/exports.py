"""A copy of what is kept about somebody: asked for here, with the pictures that must be made for it, and taken for a week."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ExportId, PersonId, new_id
from consent_store.operations import seeing
from consent_store.records import ledger
from consent_store.records.queries import exports, shown
from consent_store.records.queries import seeing as questions
from consent_store.records.requests import ExportRow

LASTS = timedelta(days=7)


def ask(session: Session, person: PersonId, *, actor: PersonId, at: datetime) -> ExportId:
    """Ask for a copy, and for the pictures in it. One that can still be taken is that one, with what came in since.

    Wake the worker after the commit. Raises `NotFound` where the actor may not look at this person.
    """
    ledger.lock(session)
    questions.subject(session, actor, person, at=at)
    seeing.want(session, [each.item for each in shown.pictures(session, person)], person, actor=actor, at=at)
    found = exports.latest(session, person, actor, at=at)
    if found is not None:
        return found.id
    row = ExportRow(id=new_id(), person_id=person, asked_by=actor, asked_at=at, expires_at=at + LASTS)
    session.add(row)
    session.flush()
    return ExportId(row.id)


def take(session: Session, export: ExportId, *, actor: PersonId, at: datetime) -> PersonId:
    """Take a copy: about whom it is. Raises `NotFound` for another's, for one that ran out, and where the actor may no longer look."""
    row = session.get(ExportRow, export, populate_existing=True)
    if row is None or row.asked_by != actor or row.expires_at <= at:
        raise NotFound()
    questions.subject(session, actor, PersonId(row.person_id), at=at)
    row.taken_at = at
    session.flush()
    return PersonId(row.person_id)
