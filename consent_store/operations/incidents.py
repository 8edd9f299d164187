"""Cases: opened by whoever found something, kept by the supervisor and the privacy officer, never deleted by anybody."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import IncidentId, InquiryId, ItemId, PersonId, new_id
from consent_store.operations import people
from consent_store.operations.releases import Passage
from consent_store.records import ledger
from consent_store.records.found import InquiryRow
from consent_store.records.incidents import IncidentNoteRow, IncidentPersonRow, IncidentRow
from consent_store.records.media import ItemRow
from consent_store.records.queries import school
from consent_store.records.queries.people import duties_of
from consent_store.rules import incidents
from consent_store.rules.entries import IncidentClosed, IncidentOpened
from consent_store.rules.incidents import Part, Sort
from consent_store.rules.terms import Duty

KEEPING = frozenset({Duty.SUPERVISOR, Duty.PRIVACY})
_LONGEST = 10_000


def open_case(
    session: Session, what: str, *, inquiry: InquiryId | None = None, item: ItemId | None = None, actor: PersonId, at: datetime
) -> IncidentId:
    """Report something. From an inquiry the case takes the address and the picture that was found, which stays as long as the case.

    Raises `NotFound` for an inquiry of somebody else or without an answer yet, or an item that is not there.
    """
    ledger.lock(session)
    found = _inquiry(session, inquiry, actor) if inquiry else None
    if item is not None and session.get(ItemRow, item) is None:
        raise NotFound()
    number = (session.scalar(select(func.max(IncidentRow.number))) or 0) + 1
    row = IncidentRow(id=new_id(), number=number, opened_by=actor, opened_at=at, what=_words(what, "what"), item_id=item)
    row.due_on = incidents.due(school.policy(session).day(at))
    if found is not None:
        row.address, row.vault_name, found.vault_name = found.address, found.vault_name, None
    session.add(row)
    session.flush()
    ledger.append(session, IncidentOpened(IncidentId(row.id), item), actor=actor, at=at)
    return IncidentId(row.id)


def add(session: Session, incident: IncidentId, sort: Sort, words: str, *, actor: PersonId, at: datetime) -> None:
    """Add a letter, a note or a measure. What was added is never changed. Raises `Conflict` for a case that was closed."""
    _open(session, incident, actor)
    note = IncidentNoteRow(id=new_id(), incident_id=incident, sort=sort, text=_words(words, "text"), by=actor, at=at)
    session.add(note)
    session.flush()


def involve(
    session: Session,
    incident: IncidentId,
    part: Part,
    persons: Collection[PersonId],
    *,
    actor: PersonId,
    at: datetime,  # noqa: ARG001  (as every operation)
) -> None:
    """Say who has which part in it, all of them."""
    _open(session, incident, actor)
    kept = select(IncidentPersonRow).where(IncidentPersonRow.incident_id == incident, IncidentPersonRow.part == part)
    before = {row.person_id: row for row in session.scalars(kept)}
    for person in before.keys() - set(persons):
        session.delete(before[person])
    for person in set(persons) - before.keys():
        people.kept(session, PersonId(person))
        session.add(IncidentPersonRow(incident_id=incident, person_id=person, part=part))
    session.flush()


def set_due(session: Session, incident: IncidentId, day: date, *, actor: PersonId, at: datetime) -> None:
    """Set by when it wants an answer. Raises `BadInput` for a day that has passed."""
    row = _open(session, incident, actor)
    if day < school.policy(session).day(at):
        raise BadInput("This day has passed.", field="due_on")
    row.due_on = day
    session.flush()


def evidence(session: Session, incident: IncidentId, *, viewer: PersonId, at: datetime) -> Passage:  # noqa: ARG001  (as every operation)
    """Leave to look at the picture that was found, for those who keep cases. Else `NotFound`."""
    row = session.get(IncidentRow, incident)
    if row is None or row.vault_name is None or not KEEPING & duties_of(session, viewer):
        raise NotFound()
    return Passage(row.vault_name, None, None, "image/jpeg", f"case-{row.number}.jpg")


def close(session: Session, incident: IncidentId, outcome: str, *, actor: PersonId, at: datetime) -> None:
    """Write down how it ended."""
    row = _open(session, incident, actor)
    row.closed_at, row.closed_by, row.outcome = at, actor, _words(outcome, "outcome")
    session.flush()
    ledger.append(session, IncidentClosed(incident, True), actor=actor, at=at)


def reopen(session: Session, incident: IncidentId, *, actor: PersonId, at: datetime) -> None:
    """It goes on after all; how it had ended stays as a note."""
    row = _kept(session, incident, actor)
    if row.closed_at is None:
        return
    ended = IncidentNoteRow(id=new_id(), incident_id=incident, sort=Sort.NOTE, text=row.outcome, by=row.closed_by, at=row.closed_at)
    session.add(ended)
    row.closed_at = row.closed_by = row.outcome = None
    session.flush()
    ledger.append(session, IncidentClosed(incident, False), actor=actor, at=at)


def _inquiry(session: Session, inquiry: InquiryId, actor: PersonId) -> InquiryRow:
    """Of whoever asked it, and answered: before that its file is whatever was sent in."""
    row = session.get(InquiryRow, inquiry, populate_existing=True)
    if row is None or row.by != actor or row.answered_at is None:
        raise NotFound()
    return row


def _kept(session: Session, incident: IncidentId, actor: PersonId) -> IncidentRow:
    """A case, for those who keep it, with nobody else writing."""
    if not KEEPING & duties_of(session, actor):
        raise NotAllowed("Cases are kept by the supervisor and the privacy officer alone.", code="not_keeping")
    ledger.lock(session)
    row = session.get(IncidentRow, incident, populate_existing=True)
    if row is None:
        raise NotFound()
    return row


def _open(session: Session, incident: IncidentId, actor: PersonId) -> IncidentRow:
    row = _kept(session, incident, actor)
    if row.closed_at is not None:
        raise Conflict("This case is closed. Open it again to add to it.", code="case_closed")
    return row


def _words(words: str, field: str) -> str:
    """Several lines, as they were written."""
    trimmed = words.strip()
    if not trimmed or len(trimmed) > _LONGEST:
        raise BadInput(f"This needs a text of at most {_LONGEST} characters.", field=field)
    return trimmed
