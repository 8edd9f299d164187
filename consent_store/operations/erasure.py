"""Erasing a person: what names them goes, what proves what happened stays, without a name.

Whoever is erased has no consent any more, so that everything they are in is held and what is out comes back. Their answers in reviews
keep pointing at an id that nobody can turn into a person.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict
from consent_store.ids import PersonId
from consent_store.operations import captions, people, recalls, shreds, templates, uploads
from consent_store.records import ledger
from consent_store.records.accounts import AccountRow, DutyRow, PasskeyRow, SessionRow, TokenRow
from consent_store.records.answered import AnsweredRow
from consent_store.records.entries import EntryRow
from consent_store.records.guests import EventGuestRow
from consent_store.records.media import RenditionRow
from consent_store.records.people import GuardianshipRow, LookAlikeRow, MembershipRow, PersonRow
from consent_store.records.queries import school
from consent_store.records.queries.people import children_of
from consent_store.records.reminders import ReminderRow
from consent_store.records.requests import CorrectionRow, ExportRow, RequestPersonRow
from consent_store.records.scans import ScanRow
from consent_store.records.sightings import SightingRow
from consent_store.records.wanted import WantedRow
from consent_store.rules.entries import PersonErased
from consent_store.rules.releases import Use

_OWN_ROWS = (
    AccountRow.person_id,
    AnsweredRow.person_id,
    CorrectionRow.asked_by,
    CorrectionRow.person_id,
    DutyRow.person_id,
    EventGuestRow.person_id,
    ExportRow.asked_by,
    ExportRow.person_id,
    LookAlikeRow.other_id,
    LookAlikeRow.person_id,
    MembershipRow.person_id,
    PasskeyRow.person_id,
    ReminderRow.person_id,
    RequestPersonRow.person_id,
    ScanRow.person_id,
    SessionRow.person_id,
    TokenRow.person_id,
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a person: how many entries and sightings still carry their id."""

    entries: int
    sightings: int


def erase(session: Session, person: PersonId, *, actor: PersonId, at: datetime) -> Erased:
    """Erase what is kept about somebody. Raises `Conflict` for whoever still speaks for a pupil, because with them a refusal
    would go, and for the last administrator.
    """
    ledger.lock(session)
    row, today = people.kept(session, person), school.policy(session).day(at)
    people.not_the_last_administrator(session, person)
    if children_of(session, person, today):
        raise Conflict("This person still speaks for a pupil. Record first that they no longer do.", code="still_speaks")
    templates.delete(session, person, actor=actor, at=at)
    shreds.let_go(session, _scans(session, person), at=at)
    uploads.forget(session, person, at=at)
    _hide(session, person, at)
    for column in _OWN_ROWS:
        session.execute(delete(column.class_).where(column == person))
    _end_guardianships(session, person, at)
    captions.forget(session, person)
    _forget(row, at)
    session.flush()
    recalls.reach(session, ledger.append(session, PersonErased(person), actor=actor, at=at), at=at)
    return remains(session, person)


def remains(session: Session, person: PersonId) -> Erased:
    """What stays of somebody who is erased, without a name."""
    return Erased(_count(session, EntryRow.person == person), _count(session, SightingRow.person_id == person))


def _scans(session: Session, person: PersonId) -> list[str]:
    """The scans of which nobody else's consent depends."""
    others = select(ScanRow.vault_name).where(ScanRow.person_id != person)
    return list(session.scalars(select(ScanRow.vault_name).where(ScanRow.person_id == person, ScanRow.vault_name.not_in(others))))


def _hide(session: Session, person: PersonId, at: datetime) -> None:
    """Let go of the pictures that show them alone."""
    listed = select(SightingRow.item_id).where(SightingRow.person_id == person, SightingRow.removed_at.is_(None))
    files = (RenditionRow.item_id.in_(listed), RenditionRow.use == Use.SHOWN)
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(*files)), at=at)
    session.execute(delete(RenditionRow).where(*files))
    session.execute(delete(WantedRow).where(WantedRow.item_id.in_(listed), WantedRow.use == Use.SHOWN))


def _end_guardianships(session: Session, person: PersonId, at: datetime) -> None:
    today = school.policy(session).day(at)
    either = or_(GuardianshipRow.guardian_id == person, GuardianshipRow.pupil_id == person)
    for row in session.scalars(select(GuardianshipRow).where(either, GuardianshipRow.until.is_(None))):
        row.until = today


def _forget(row: PersonRow, at: datetime) -> None:
    row.given_name = row.family_name = ""
    row.born = row.email = row.external_id = None
    row.erased_at = at


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(condition)) or 0
