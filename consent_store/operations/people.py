"""What may happen to people: they are registered, corrected, grouped, spoken for, hidden, and leave."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import GroupId, PersonId, new_id
from consent_store.operations import recalls, templates
from consent_store.operations.fields import email_address, language_code, optional_text, text
from consent_store.records import ledger
from consent_store.records.accounts import PasskeyRow, SessionRow, TokenRow
from consent_store.records.people import GroupRow, GuardianshipRow, LookAlikeRow, MembershipRow, PersonRow
from consent_store.records.queries import school
from consent_store.records.queries.accounts import Area
from consent_store.records.queries.people import staff_with
from consent_store.rules.entries import (
    GuardianshipRecorded,
    LocatableRecorded,
    PersonCorrected,
    PersonLeft,
    PersonRegistered,
    RecognitionSwitched,
)
from consent_store.rules.terms import Duty, Role


def register(
    session: Session,
    *,
    role: Role,
    given_name: str,
    family_name: str,
    born: date | None = None,
    email: str | None = None,
    language: str = "nl",
    groups: Iterable[GroupId] = (),
    external_id: str | None = None,
    actor: PersonId,
    at: datetime,
) -> PersonId:
    """Enter somebody into the register. Raises `BadInput` naming the field, `Conflict` where the external id is taken."""
    row = PersonRow(id=new_id(), role=role, registered_at=at, language=language_code(language), external_id=None)
    row.given_name, row.family_name = text(given_name, "given_name"), text(family_name, "family_name")
    row.born, row.email = _birth_date(session, born, at), email_address(email)
    row.external_id = _free_external_id(session, row, external_id)
    session.add(row)
    session.flush()
    person = PersonId(row.id)
    _join(session, person, groups)
    ledger.append(session, PersonRegistered(person), actor=actor, at=at)
    return person


def correct(session: Session, person: PersonId, changes: Mapping[str, object], *, actor: PersonId, at: datetime) -> None:
    """Change what is kept about somebody. The ledger learns which fields, not their content. Raises `BadInput` naming the field.

    Whatever the reader of an address that is no longer theirs had opened with it is shut.
    """
    row = _locked(session, person)
    known_at = row.email
    checked = {field: _checked(session, row, field, value, at) for field, value in changes.items()}
    changed = {field: value for field, value in checked.items() if getattr(row, field) != value}
    for field, value in changed.items():
        setattr(row, field, value)
    if known_at is not None and "email" in changed:
        _shut_doors(session, row)
    if changed:
        session.flush()
        _record(session, PersonCorrected(person, " ".join(sorted(changed))), actor=actor, at=at)


def leave(session: Session, person: PersonId, on: date, *, actor: PersonId, at: datetime) -> None:
    """Somebody left the school: their templates go (rule 10). Raises `Conflict` for the last administrator."""
    row = _locked(session, person)
    not_the_last_administrator(session, person)
    if on > school.policy(session).day(at):
        raise BadInput("Nobody has left on a day that is still to come.", field="on")
    row.left_on = on
    session.flush()
    ledger.append(session, PersonLeft(person, on), actor=actor, at=at)
    templates.delete(session, person, actor=actor, at=at)


def come_back(session: Session, person: PersonId, *, actor: PersonId, at: datetime) -> None:
    """Somebody who had left is at school again. What they and others said stands as it did."""
    row = _locked(session, person)
    if row.left_on is not None:
        row.left_on = None
        session.flush()
        ledger.append(session, PersonCorrected(person, "left_on"), actor=actor, at=at)


def set_locatable(session: Session, person: PersonId, not_locatable: bool, *, actor: PersonId, at: datetime) -> None:
    """Record whether somebody's whereabouts must stay hidden; what is out for the public comes back."""
    row = _locked(session, person)
    if row.not_locatable != not_locatable:
        row.not_locatable = not_locatable
        session.flush()
        _record(session, LocatableRecorded(person, not_locatable), actor=actor, at=at)


def record_guardianship(
    session: Session, guardian: PersonId, pupil: PersonId, has_authority: bool, *, actor: PersonId, at: datetime
) -> None:
    """Record whether somebody has legal authority over a pupil from today. Raises `BadInput` where the two do not fit.

    Where an import named them and nobody answered yet, this is the answer: a no is recorded too, though it changes nothing.
    """
    _locked(session, guardian)
    if guardian == pupil or kept(session, pupil).role != Role.PUPIL:
        raise BadInput("Only a pupil has guardians, and nobody is their own.", field="pupil")
    today, current = school.policy(session).day(at), _guardianship(session, guardian, pupil)
    if current is not None and current.answered and current.has_authority == has_authority:
        return
    if current is not None:
        current.until = today
    row = GuardianshipRow(id=new_id(), guardian_id=guardian, pupil_id=pupil, has_authority=has_authority, since=today)
    session.add(row)
    session.flush()
    _record(session, GuardianshipRecorded(pupil, guardian, has_authority), actor=actor, at=at)


def flag_look_alike(session: Session, a: PersonId, b: PersonId, *, actor: PersonId, at: datetime) -> None:
    """Record that a machine takes two people for each other, so that they are always shown side by side."""
    if a == b:
        raise BadInput("Nobody looks like themselves.", field="b")
    for one, other in ((a, b), (b, a)):
        _locked(session, one)
        if session.get(LookAlikeRow, (one, other)) is None:
            session.add(LookAlikeRow(person_id=one, other_id=other))
            ledger.append(session, PersonCorrected(one, "look_alikes"), actor=actor, at=at)
    session.flush()


def make_group(session: Session, name: str) -> GroupId:
    """Make a class or another group. Raises `Conflict` where the name is in use."""
    chosen = text(name, "name")
    if session.scalar(select(GroupRow.id).where(GroupRow.name == chosen)):
        raise Conflict("There is a group of this name already.", code="name_taken")
    row = GroupRow(id=new_id(), name=chosen)
    session.add(row)
    session.flush()
    return GroupId(row.id)


def set_groups(session: Session, person: PersonId, groups: Iterable[GroupId], *, actor: PersonId, at: datetime) -> None:
    """Say which groups somebody is in, all of them. Raises `NotFound` for a group that does not exist."""
    _locked(session, person)
    wanted = set(groups)
    if wanted != set(session.scalars(select(MembershipRow.group_id).where(MembershipRow.person_id == person))):
        session.execute(delete(MembershipRow).where(MembershipRow.person_id == person))
        _join(session, person, wanted)
        ledger.append(session, PersonCorrected(person, "groups"), actor=actor, at=at)


def switch_recognition(session: Session, person: PersonId, off: bool, *, actor: PersonId, at: datetime) -> None:
    """Switch recognition for one person. Off deletes their templates."""
    row = _locked(session, person)
    if row.recognition_off != off:
        row.recognition_off = off
        session.flush()
        ledger.append(session, RecognitionSwitched(not off, person=person), actor=actor, at=at)
    if off:
        templates.delete(session, person, actor=actor, at=at)


def kept(session: Session, person: PersonId) -> PersonRow:
    """The row of somebody who is in the register and not erased. Raises `NotFound`."""
    row = session.get(PersonRow, person)
    if row is None or row.erased_at is not None:
        raise NotFound()
    return row


def not_the_last_administrator(session: Session, person: PersonId) -> None:
    """Raises `Conflict` for whoever is the only one still at school."""
    if [holder.id for holder in staff_with(session, Duty.ADMIN)] == [person]:
        raise Conflict("A school needs an administrator.", code="last_administrator")


def _locked(session: Session, person: PersonId) -> PersonRow:
    """The same, with the ledger's lock taken first: who changes a row and who speaks about it take turns in one order."""
    ledger.lock(session)
    return kept(session, person)


def _shut_doors(session: Session, row: PersonRow) -> None:
    """What a code to their address opened. Staff have passwords and passkeys of their own for work."""
    session.execute(delete(TokenRow).where(TokenRow.person_id == row.id))
    session.execute(delete(SessionRow).where(SessionRow.person_id == row.id, SessionRow.area == Area.FAMILY))
    if row.role != Role.STAFF:
        session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == row.id))


def _record(session: Session, body: GuardianshipRecorded | LocatableRecorded | PersonCorrected, *, actor: PersonId, at: datetime) -> None:
    """Append what may end a consent: recognition with it, and whatever is out under it."""
    entry = ledger.append(session, body, actor=actor, at=at)
    recalls.reach(session, entry, at=at)
    templates.delete_unless_standing(session, [body.person], actor=actor, at=at)


def _checked(session: Session, row: PersonRow, field: str, value: object, at: datetime) -> object:
    match field, value:
        case (("given_name" | "family_name"), str()):
            return text(value, field)
        case "born", date() | None:
            return _birth_date(session, value, at)
        case "email", str() | None:
            return email_address(value)
        case "language", str():
            return language_code(value)
        case "external_id", str() | None:
            return _free_external_id(session, row, value)
        case "reference_shown", bool():
            return value
    raise BadInput("This cannot be changed, or not to that.", field=field)


def _birth_date(session: Session, born: date | None, at: datetime) -> date | None:
    today = school.policy(session).day(at)
    if born is not None and not (today.year - 120 <= born.year and born <= today):
        raise BadInput("This is not the birth date of somebody alive.", field="born")
    return born


def _free_external_id(session: Session, row: PersonRow, external_id: str | None) -> str | None:
    chosen = optional_text(external_id, "external_id")
    holder = session.scalar(select(PersonRow.id).where(PersonRow.external_id == chosen)) if chosen else None
    if holder not in (None, row.id):
        raise Conflict("Somebody else has this external id.", code="external_id_taken")
    return chosen


def _join(session: Session, person: PersonId, groups: Iterable[GroupId]) -> None:
    for group in dict.fromkeys(groups):
        if session.get(GroupRow, group) is None:
            raise NotFound("This group does not exist.")
        session.add(MembershipRow(group_id=group, person_id=person))
    session.flush()


def _guardianship(session: Session, guardian: PersonId, pupil: PersonId) -> GuardianshipRow | None:
    """The row that holds now."""
    query = select(GuardianshipRow).where(GuardianshipRow.guardian_id == guardian, GuardianshipRow.pupil_id == pupil)
    return session.scalar(query.where(GuardianshipRow.until.is_(None)))
