"""Questions of time: who comes of age, whose consent ends soon, and who was not told for a year what stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId, PurposeCode
from consent_store.records.entries import EntryRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import consents, people, reminders, school
from consent_store.records.queries.consents import Grounds
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import PurposeView
from consent_store.rules import capacity, chain
from consent_store.rules.entries import Word
from consent_store.rules.lasting import RENEWAL, renewable
from consent_store.rules.standing import State
from consent_store.rules.terms import RECOGNITION, Guardianship, Policy, Purpose, Role

YEARLY = "yearly"
_YEAR, _SLACK = timedelta(days=365), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Turning:
    """A pupil whose word counts alone `on` a day, and the guardians with authority until then."""

    pupil: PersonView
    on: date
    guardians: list[PersonView]


@dataclass(frozen=True, slots=True)
class Ending:
    """A person whose consent to some purposes ends soon, the first on `until` (it counts until the day before), and who may renew it."""

    person: PersonView
    until: date
    purposes: tuple[PurposeCode, ...]
    speakers: list[PersonView]


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about somebody: the purposes with a yes that counts, and the others that are asked for."""

    person: PersonView
    yes: tuple[PurposeCode, ...]
    no: tuple[PurposeCode, ...]


@dataclass(frozen=True, slots=True)
class Yearly:
    """Somebody who is to be told again what stands, about each person for whom they speak."""

    reader: PersonView
    about: list[Told]


def turning(session: Session, first: date, last: date) -> list[Turning]:
    """The pupils at school whose birthday of consent lies from one day through another. Of an unknown birth date nothing follows."""
    age = school.policy(session).age_of_consent
    near = PersonRow.born.between(first - timedelta(days=366 * age), last - timedelta(days=365 * age))
    found = [(view, capacity.birthday(view.born, age)) for view in _pupils(session, near) if view.born]
    ties = people.guardianships_of(session, [view.id for view, _ in found])
    return [_turning(session, view, on, ties.get(view.id, [])) for view, on in found if first <= on <= last]


def ending(session: Session, *, at: datetime) -> list[Ending]:
    """Everybody at school of whom some consent stands and ends so soon that it is asked for again."""
    policy = school.policy(session)
    known, purposes = consents.grounds(session, _perhaps_ending(session, policy, at), at=at), school.purposes(session)
    views, found = people.people(session, known.registers), []
    for person in known.registers:
        ends = _ends(known, person, purposes, at, policy.day(at))
        if ends and views[person].left_on is None:
            speakers = [view for view in people.speakers_for(session, person, policy.day(at)) if view.left_on is None]
            found.append(Ending(views[person], min(ends.values()), tuple(ends), speakers))
    return found


def yearly(session: Session, *, at: datetime, limit: int = 50) -> list[Yearly]:
    """Those about whom a word is kept for a year, as who may say yes for them is told; nobody twice a year, and some at a time."""
    speakers, told = _speakers(session, _spoken_about_before(session, at - _YEAR), at), reminders.of(session, YEARLY)
    due = [reader for reader in sorted(speakers) if (reader, "") not in told or told[reader, ""].last_at <= at - _YEAR]
    readers = [view for view in people.people(session, due).values() if view.email and view.left_on is None][:limit]
    known = consents.grounds(session, {child.id for reader in readers for child in speakers[reader.id]}, at=at)
    purposes = school.purposes(session)
    return [Yearly(reader, [_told(known, child, purposes, at) for child in speakers[reader.id]]) for reader in readers]


def _pupils(session: Session, condition: ColumnElement[bool]) -> list[PersonView]:
    here = (PersonRow.role == Role.PUPIL, PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None))
    found = people.people(session, map(PersonId, session.scalars(select(PersonRow.id).where(*here, condition))))
    return sorted(found.values(), key=lambda view: view.id)


def _turning(session: Session, pupil: PersonView, on: date, ties: Iterable[Guardianship]) -> Turning:
    holding = {tie.guardian for tie in ties if tie.holds(on - timedelta(days=1))}
    here = (view for view in people.people(session, holding).values() if view.left_on is None)
    return Turning(pupil, on, sorted(here, key=lambda view: view.id))


def _perhaps_ending(session: Session, policy: Policy, at: datetime) -> set[PersonId]:
    """Whoever has a word that says when it ends, a word about recognition of a year ago, or a birthday after which words lapse."""
    today = policy.day(at)
    months = {(today + timedelta(days=days)).strftime("%Y-%m") for days in (0, RENEWAL.days // 2, RENEWAL.days + 1)}
    dated = [EntryRow.body.contains(f'"until":"{month}', autoescape=True) for month in sorted(months)]
    year_ago = EntryRow.at.between(chain.timestamp(at - _YEAR - _SLACK), chain.timestamp(at - _YEAR + RENEWAL + _SLACK))
    learnt = and_(year_ago, EntryRow.body.contains(f'"purpose":"{RECOGNITION}"', autoescape=True))
    said = select(EntryRow.person).where(EntryRow.kind == Word.__name__, or_(*dated, learnt)).distinct()
    return {PersonId(person) for person in session.scalars(said) if person} | _lapsing(session, policy, today)


def _lapsing(session: Session, policy: Policy, today: date) -> set[PersonId]:
    if policy.lapse_days is None:
        return set()
    lapse = timedelta(days=policy.lapse_days)
    return {each.pupil.id for each in turning(session, today - lapse, today - lapse + RENEWAL)}


def _ends(known: Grounds, person: PersonId, purposes: Iterable[PurposeView], at: datetime, today: date) -> dict[PurposeCode, date]:
    """Of each purpose for which consent ends soon, the first day on which some of it no longer counts."""
    ends: dict[PurposeCode, date] = {}
    for view in purposes:
        standings = [known.standing(person, view.purpose, kind, at) for kind in sorted(view.purpose.kinds)]
        until = [each.until for each in standings if each.state is State.GIVEN and each.until and renewable(each.until, today)]
        if until:
            ends[view.code] = min(until)
    return ends


def _spoken_about_before(session: Session, moment: datetime) -> list[PersonView]:
    """Those at school about whom there was a word before a moment."""
    words = select(EntryRow.person).where(EntryRow.kind == Word.__name__).group_by(EntryRow.person)
    found = session.scalars(words.having(func.min(EntryRow.at) <= chain.timestamp(moment)))
    views = people.people(session, [PersonId(person) for person in found if person])
    return [view for view in views.values() if view.left_on is None and not view.erased]


def _speakers(session: Session, views: Sequence[PersonView], at: datetime) -> dict[PersonId, list[PersonView]]:
    """Whoever may say yes for these people, with those for whom."""
    policy, ties = school.policy(session), people.guardianships_of(session, [view.id for view in views])
    found: dict[PersonId, list[PersonView]] = {}
    for view in views:
        around = ties.get(view.id, [])
        for speaker in {view.id, *(tie.guardian for tie in around)}:
            if capacity.may_give(speaker, view.subject, around, policy.day(at), policy.age_of_consent):
                found.setdefault(speaker, []).append(view)
    return found


def _told(known: Grounds, person: PersonView, purposes: Iterable[PurposeView], at: datetime) -> Told:
    """What was said, as whoever said it knows it: that somebody must not be found is told to nobody."""
    given = {view.code: _given(known, person.id, view.purpose, at) for view in purposes}
    return Told(person, tuple(code for code in given if given[code]), tuple(code for code in given if not given[code]))


def _given(known: Grounds, person: PersonId, purpose: Purpose, at: datetime) -> bool:
    return any(known.standing(person, purpose, kind, at).state is State.GIVEN for kind in purpose.kinds)
