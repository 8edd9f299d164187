"""Questions of the office about the register as a whole: who is in it, screen by screen, and who speaks for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consent_store.ids import GroupId, PersonId
from consent_store.records.accounts import DutyRow
from consent_store.records.people import GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.queries import people
from consent_store.records.queries.people import PersonView
from consent_store.records.templates import TemplateRow
from consent_store.rules.terms import Duty, Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to list: every word of `text` in the name, a role, a group; those at school, or those who left."""

    text: str = ""
    role: Role | None = None
    group: GroupId | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of a long list. `number` counts from one; `total` counts people."""

    people: list[PersonView]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody beside whom the reader looks at: a guardian of a pupil, or a pupil of a guardian, today.

    `answered`: somebody said whether there is authority; where nobody did, there is none.
    """

    person: PersonView
    has_authority: bool
    answered: bool
    since: date


@dataclass(frozen=True, slots=True)
class References:
    """How many references of somebody's face are kept, and the day on which the first lapses."""

    number: int
    lapses_on: date


def screen(session: Session, wanted: Wanted, number: int = 1, *, size: int = 50) -> Screen:
    """One screen of the people wanted, by name; past the last, the last."""
    names = session.execute(select(PersonRow.id, PersonRow.given_name, PersonRow.family_name).where(*_conditions(wanted)))
    words = people.plain(wanted.text).split()
    plain = ((people.plain(f"{given} {family}"), id_) for id_, given, family in names)
    found = sorted(pair for pair in plain if all(word in pair[0] for word in words))
    last = max(1, -(-len(found) // size))
    number = min(max(1, number), last)
    chosen = [PersonId(id_) for _, id_ in found[(number - 1) * size : number * size]]
    views = people.people(session, chosen)
    return Screen([views[id_] for id_ in chosen], number, last, len(found))


def guardians_of(session: Session, pupil: PersonId) -> list[Tie]:
    """Everybody who is recorded with a pupil now, with or without authority."""
    return _ties(session, GuardianshipRow.pupil_id == pupil, GuardianshipRow.guardian_id.label("other"))


def wards_of(session: Session, guardian: PersonId) -> list[Tie]:
    """Every pupil with whom somebody is recorded now."""
    return _ties(session, GuardianshipRow.guardian_id == guardian, GuardianshipRow.pupil_id.label("other"))


def group_sizes(session: Session) -> dict[GroupId, int]:
    """How many people who are at school are in each group; a group without people is left out."""
    query = select(MembershipRow.group_id, func.count()).join(PersonRow, PersonRow.id == MembershipRow.person_id)
    here = query.where(PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None)).group_by(MembershipRow.group_id)
    return {GroupId(group): size for group, size in session.execute(here)}


def duties_by_person(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, frozenset[Duty]]:
    """The duties of many."""
    found: dict[PersonId, frozenset[Duty]] = {}
    for person, duty in session.execute(select(DutyRow.person_id, DutyRow.duty).where(DutyRow.person_id.in_(list(persons)))):
        found[PersonId(person)] = found.get(PersonId(person), frozenset()) | {Duty(duty)}
    return found


def references(session: Session, persons: Iterable[PersonId]) -> dict[PersonId, References]:
    """What is kept of these people's faces; nothing of most."""
    query = select(TemplateRow.person_id, func.count(), func.min(TemplateRow.lapses_on)).where(TemplateRow.person_id.in_(list(persons)))
    return {PersonId(person): References(number, on) for person, number, on in session.execute(query.group_by(TemplateRow.person_id))}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    gone = PersonRow.left_on.is_not(None) if wanted.left else PersonRow.left_on.is_(None)
    found: list[ColumnElement[bool]] = [PersonRow.erased_at.is_(None), gone]
    if wanted.role is not None:
        found.append(PersonRow.role == wanted.role)
    if wanted.group is not None:
        found.append(PersonRow.id.in_(select(MembershipRow.person_id).where(MembershipRow.group_id == wanted.group)))
    return found


def _ties(session: Session, side: ColumnElement[bool], other: ColumnElement[str]) -> list[Tie]:
    query = select(other, GuardianshipRow.has_authority, GuardianshipRow.answered, GuardianshipRow.since).where(
        side, GuardianshipRow.until.is_(None)
    )
    rows = session.execute(query.order_by(GuardianshipRow.since, GuardianshipRow.id)).all()
    views = people.people(session, [PersonId(row[0]) for row in rows])
    ties = (Tie(views[PersonId(id_)], authority, answered, since) for id_, authority, answered, since in rows)
    return [tie for tie in ties if not tie.person.erased]
