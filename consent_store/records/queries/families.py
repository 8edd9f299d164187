"""Questions of a family: whom somebody may look at, and how much they see."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records.people import GuardianshipRow
from consent_store.records.queries import people, school
from consent_store.records.queries.people import PersonView
from consent_store.rules import capacity
from consent_store.rules.capacity import Sight


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a family, and how much the reader sees of them."""

    person: PersonView
    sight: Sight


def family(session: Session, reader: PersonId, *, at: datetime) -> list[Member]:
    """Everybody whom somebody may look at, the eldest child first, themselves last. Those who left too: their pictures may still be out."""
    opened, myself = school.opened(session), people.person(session, reader)
    today, chosen = opened.policy.day(at), (opened.policy.age_of_consent, opened.onlookers_see)
    pupils = people.people(session, _pupils(session, reader))
    ties = people.guardianships_of(session, pupils)
    members = [Member(view, capacity.sight(reader, view.subject, ties[view.id], today, chosen)) for view in pupils.values()]
    seen = [member for member in members if member.sight and not member.person.erased]
    return [*sorted(seen, key=_eldest_first), Member(myself, Sight.WHOLE)]


def sight(session: Session, reader: PersonId, person: PersonId, *, at: datetime) -> Sight:
    """How much somebody sees of a person."""
    return next((member.sight for member in family(session, reader, at=at) if member.person.id == person), Sight.NOTHING)


def _pupils(session: Session, guardian: PersonId) -> list[PersonId]:
    query = select(GuardianshipRow.pupil_id).where(GuardianshipRow.guardian_id == guardian).distinct()
    return [PersonId(pupil) for pupil in session.scalars(query)]


def _eldest_first(member: Member) -> tuple[date, str]:
    return member.person.born or date.max, member.person.given_name
