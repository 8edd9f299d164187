"""Guests of an event: they come in by the code that is shown there, on its days alone, and speak for themselves.

Until somebody confirmed their address nobody knows whether they are who they say; whoever does not within a day is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventDoorId, EventId, PersonId, PurposeCode
from consent_store.operations import consents, erasure, people
from consent_store.operations.fields import email_address
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.records.guests import EventDoorRow, EventGuestRow
from consent_store.records.media import EventRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import guests, school
from consent_store.records.queries import people as questions
from consent_store.records.sightings import SightingRow
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.terms import RECOGNITION, SYSTEM, Kind, Role

MOST, MOST_AN_HOUR = 1000, 200  # guests of one event
LONGEST = timedelta(days=31)  # that an event lasts
STAYS = timedelta(days=365)  # how long a guest's yes counts after the event
_UNCONFIRMED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """A guest's answer to one purpose, under the version and language of the notice that lay before them."""

    yes: bool
    notice: int
    language: str


def open_door(
    session: Session, event: EventId, door: EventDoorId, hashed: str, *, opens_on: date, closes_on: date, actor: PersonId, at: datetime
) -> None:
    """Let guests of an event come in by a code, from one day through another; a code that was shown before opens no more."""
    ledger.lock(session)
    if session.get(EventRow, event) is None:
        raise NotFound()
    if not opens_on <= closes_on <= opens_on + LONGEST or closes_on < school.policy(session).day(at):
        raise BadInput("A code opens from one day through another, for a month at most.", field="closes_on")
    close_door(session, event, actor=actor, at=at)
    row = EventDoorRow(id=door, event_id=event, hash=hashed, opens_on=opens_on, closes_on=closes_on, made_by=actor, made_at=at)
    session.add(row)
    session.flush()


def close_door(session: Session, event: EventId, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Let nobody in any more by an event's code."""
    ledger.lock(session)
    for row in session.scalars(select(EventDoorRow).where(EventDoorRow.event_id == event, EventDoorRow.closed_at.is_(None))):
        row.closed_at = at
    session.flush()


def close_doors(session: Session, *, at: datetime) -> None:
    """Let nobody in any more by the code of any event."""
    session.execute(update(EventDoorRow).where(EventDoorRow.closed_at.is_(None)).values(closed_at=at))


def come(
    session: Session, hashed: str, *, given_name: str, family_name: str, email: str | None, language: str, at: datetime
) -> tuple[EventId, PersonId]:
    """Somebody comes in by a code. Who came before under this name and address is who they were; with an address they are to confirm.

    Raises `NotFound` for a code that opens nothing now, `Conflict` (`too_many_guests`) beyond the limits.
    """
    ledger.lock(session)
    door = guests.door(session, hashed, on=school.policy(session).day(at))
    if door is None:
        raise NotFound()
    _room_left(session, door.event, at)
    address = email_address(email)
    known = _known(session, f"{given_name} {family_name}", address)
    person = known or people.register(
        session, role=Role.GUEST, given_name=given_name, family_name=family_name, language=language, actor=SYSTEM, at=at
    )
    if session.get(EventGuestRow, (door.event, person)) is None:
        row = EventGuestRow(event_id=door.event, person_id=person, came_at=at, confirmed_at=None if address else at)
        row.leaves_on = door.closes_on + STAYS
        session.add(row)
        session.flush()
    return door.event, person


def confirm(session: Session, event: EventId, person: PersonId, email: str, *, at: datetime) -> None:
    """Somebody got the code that was sent to an address: from now on it is theirs. Raises `NotFound` for whoever did not come."""
    ledger.lock(session)
    row = session.get(EventGuestRow, (event, person), populate_existing=True)
    if row is None:
        raise NotFound()
    row.confirmed_at = row.confirmed_at or at
    if people.kept(session, person).role == Role.GUEST:
        people.come_back(session, person, actor=person, at=at)
        people.correct(session, person, {"email": email}, actor=person, at=at)
    session.flush()


def choose(session: Session, event: EventId, answers: Mapping[PurposeCode, Answer], *, actor: PersonId, at: datetime) -> list[Entry]:
    """A guest's yes or no to each purpose, in all its kinds. What was said already is not said again; a yes ends with the stay.

    Raises `NotFound` for whoever did not come or did not confirm, and as `consents.speak`.
    """
    ledger.lock(session)
    row = session.get(EventGuestRow, (event, actor), populate_existing=True)
    if row is None or row.confirmed_at is None:
        raise NotFound()
    said, chosen = guests.words(session, actor), school.opened(session)
    lasts = min((row.leaves_on, chosen.yes_lasts.until(chosen.policy.day(at)) or row.leaves_on))
    purposes = [view for view in school.purposes(session) if view.code in answers and view.code != RECOGNITION]
    words = [
        _word(actor, answers[view.code], view.code, kind, row.leaves_on)
        for view in purposes
        for kind in sorted(view.purpose.kinds)
        if not _said_already(said.get((view.code, kind)), answers[view.code], lasts)
    ]
    return [consents.speak(session, word, actor=actor, at=at) for word in words]


def sweep(session: Session, *, at: datetime) -> None:
    """Forget who never confirmed and said nothing, and let go whose stay is over."""
    ledger.lock(session)
    today = school.policy(session).day(at)
    for person in _unconfirmed(session, at - _UNCONFIRMED):
        erasure.erase(session, person, actor=SYSTEM, at=at)
    for person in _overdue(session, today):
        people.leave(session, person, today, actor=SYSTEM, at=at)


def _room_left(session: Session, event: EventId, at: datetime) -> None:
    came = select(func.count()).select_from(EventGuestRow).where(EventGuestRow.event_id == event)
    lately = came.where(EventGuestRow.came_at > at - timedelta(hours=1))
    if (session.scalar(came) or 0) >= MOST or (session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise Conflict("So many guests came in that no more can. Ask somebody of the school.", code="too_many_guests")


def _known(session: Session, name: str, email: str | None) -> PersonId | None:
    if email is None:
        return None
    wanted = questions.plain(" ".join(name.split()))
    return next((view.id for view in questions.by_email(session, email) if questions.plain(view.name) == wanted), None)


def _said_already(word: Word | None, answer: Answer, lasts: date) -> bool:
    """Whether somebody's last word says as much: a yes of an earlier stay, or to another wording, does not."""
    if word is None or not answer.yes:
        return word is not None and word.say in (Say.NO, Say.WITHDRAWN)
    return word.say is Say.YES and word.notice == answer.notice and (word.until is None or word.until >= lasts)


def _word(speaker: PersonId, answer: Answer, purpose: PurposeCode, kind: Kind, until: date) -> Word:
    about = (speaker, speaker, Say.YES if answer.yes else Say.NO, purpose, kind)
    return Word(*about, notice=answer.notice, language=answer.language, until=until) if answer.yes else Word(*about)


def _unconfirmed(session: Session, before: datetime) -> list[PersonId]:
    """Guests who came before a moment, never confirmed, said nothing, and are named in no picture."""
    spoke = exists().where(EntryRow.kind == Word.__name__, EntryRow.person == PersonRow.id)
    seen = exists().where(SightingRow.person_id == PersonRow.id)
    confirmed = select(EventGuestRow.person_id).where(EventGuestRow.confirmed_at.is_not(None))
    query = select(PersonRow.id).join(EventGuestRow, EventGuestRow.person_id == PersonRow.id).where(EventGuestRow.came_at < before)
    query = query.where(PersonRow.role == Role.GUEST, PersonRow.erased_at.is_(None), PersonRow.left_on.is_(None), ~spoke, ~seen)
    return [PersonId(person) for person in session.scalars(query.where(PersonRow.id.not_in(confirmed)).distinct())]


def _overdue(session: Session, today: date) -> list[PersonId]:
    """Guests all of whose stays are over."""
    query = select(PersonRow.id).join(EventGuestRow, EventGuestRow.person_id == PersonRow.id)
    query = query.where(PersonRow.role == Role.GUEST, PersonRow.erased_at.is_(None), PersonRow.left_on.is_(None))
    return [PersonId(person) for person in session.scalars(query.group_by(PersonRow.id).having(func.max(EventGuestRow.leaves_on) <= today))]
