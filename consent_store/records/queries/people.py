"""Questions about people: who they are, which groups they are in, who speaks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import GroupId, PersonId
from consent_store.records.accounts import DutyRow
from consent_store.records.people import GroupRow, GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.queries.school import policy
from consent_store.records.templates import TemplateRow
from consent_store.rules import capacity
from consent_store.rules.names import plain as plain
from consent_store.rules.terms import Duty, Guardianship, Role, Subject

# Put together once: every picture on a page asks it twice.
_DUTIES = (
    select(DutyRow.duty)
    .join(PersonRow, PersonRow.id == DutyRow.person_id)
    .where(DutyRow.person_id == bindparam("person"), PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody, as the pages may know them. Names are empty once `erased`."""

    id: PersonId
    role: Role
    given_name: str
    family_name: str
    born: date | None
    email: str | None
    language: str
    not_locatable: bool
    reference_shown: bool
    recognition_off: bool
    external_id: str | None
    left_on: date | None
    erased: bool

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def subject(self) -> Subject:
        """What the rules know of this person."""
        return Subject(self.id, self.role, self.born, self.not_locatable)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A class or another group."""

    id: GroupId
    name: str
    retired: bool


def person(session: Session, person: PersonId) -> PersonView:
    """One person. Raises `NotFound`."""
    found = people(session, [person]).get(person)
    if found is None:
        raise NotFound()
    return found


def people(session: Session, ids: Iterable[PersonId]) -> dict[PersonId, PersonView]:
    """Those of the people named who exist."""
    rows = session.scalars(select(PersonRow).where(PersonRow.id.in_(list(ids))))
    return {view.id: view for view in (_view(row) for row in rows)}


def children_of(session: Session, guardian: PersonId, on: date) -> list[PersonView]:
    """The pupils over whom somebody has legal authority on a day, the eldest first; those who left too: their pictures may still be out."""
    query = select(PersonRow).where(PersonRow.erased_at.is_(None)).join(GuardianshipRow, GuardianshipRow.pupil_id == PersonRow.id)
    query = query.where(GuardianshipRow.guardian_id == guardian, *_holding(on)).distinct()
    return [_view(row) for row in session.scalars(query.order_by(PersonRow.born, PersonRow.given_name))]


def speakers_for(session: Session, person: PersonId, on: date) -> list[PersonView]:
    """Whoever may say yes for somebody on a day; nobody for a pupil without a birth date."""
    found = people(session, [person]).get(person)
    if found is None:
        raise NotFound()
    age = policy(session).age_of_consent
    guardianships = guardianships_of(session, [person]).get(person, [])
    candidates = {person, *(guardianship.guardian for guardianship in guardianships)}
    may = [c for c in candidates if capacity.may_give(c, found.subject, guardianships, on, age)]
    return _by_name(people(session, may).values())


def guardianships_of(session: Session, pupils: Iterable[PersonId]) -> dict[PersonId, list[Guardianship]]:
    """Everyone who speaks or spoke for these pupils, by pupil, in the order in which it was recorded."""
    found: dict[PersonId, list[Guardianship]] = {}
    query = select(GuardianshipRow).where(GuardianshipRow.pupil_id.in_(list(pupils)))
    for row in session.scalars(query.order_by(GuardianshipRow.since, GuardianshipRow.until.is_(None), GuardianshipRow.id)):
        pair = PersonId(row.guardian_id), PersonId(row.pupil_id)
        kept = Guardianship(*pair, row.has_authority, row.since, row.until, row.answered)
        found.setdefault(kept.pupil, []).append(kept)
    return found


def people_in(session: Session, groups: Iterable[GroupId]) -> list[PersonView]:
    """The people in any of these groups who are still at school, by name."""
    members = select(MembershipRow.person_id).where(MembershipRow.group_id.in_(list(groups)))
    return _listed(session, PersonRow.id.in_(members))


def groups_by_person(session: Session, people: Iterable[PersonId]) -> dict[PersonId, tuple[str, ...]]:
    """The names of everybody's groups, in order."""
    found: dict[PersonId, tuple[str, ...]] = {}
    query = select(MembershipRow.person_id, GroupRow.name).join(GroupRow, GroupRow.id == MembershipRow.group_id)
    for person, name in session.execute(query.where(MembershipRow.person_id.in_(list(people))).order_by(GroupRow.name)):
        found[PersonId(person)] = (*found.get(PersonId(person), ()), name)
    return found


def pictured(session: Session, people: Iterable[PersonId]) -> frozenset[PersonId]:
    """Those of whom the office shows a picture to staff who review."""
    query = select(TemplateRow.person_id).join(PersonRow, PersonRow.id == TemplateRow.person_id)
    shown = (TemplateRow.picture.is_not(None), PersonRow.reference_shown.is_(True), PersonRow.id.in_(list(people)))
    return frozenset(map(PersonId, session.scalars(query.where(*shown))))


def search_people(session: Session, text: str, groups_first: Sequence[GroupId] = (), *, limit: int = 20) -> list[PersonView]:
    """The people in whose name every word of `text` occurs, whatever its accents; those in `groups_first` come first."""
    names = session.execute(_present().with_only_columns(PersonRow.id, PersonRow.given_name, PersonRow.family_name))
    words = plain(text).split()
    found = [(id_, f"{given} {family}") for id_, given, family in names if all(word in plain(f"{given} {family}") for word in words)]
    first = set(session.scalars(select(MembershipRow.person_id).where(MembershipRow.group_id.in_(list(groups_first)))))
    chosen = [PersonId(id_) for id_, name in sorted(found, key=lambda pair: (pair[0] not in first, pair[1]))][:limit]
    views = people(session, chosen)
    return [views[id_] for id_ in chosen]


def people_of_role(session: Session, *roles: Role) -> list[PersonView]:
    """Everybody of these roles who is still at school, by name."""
    return _listed(session, PersonRow.role.in_(roles))


def staff_with(session: Session, duty: Duty) -> list[PersonView]:
    """The members of staff with a duty, by name."""
    return _listed(session, PersonRow.id.in_(select(DutyRow.person_id).where(DutyRow.duty == duty)))


def duties_of(session: Session, person: PersonId) -> frozenset[Duty]:
    """What somebody may do here; nothing once they left."""
    return frozenset(map(Duty, session.scalars(_DUTIES, {"person": person})))


def by_email(session: Session, email: str) -> list[PersonView]:
    """Everybody who uses an e-mail address, those who left too: they may still withdraw."""
    query = select(PersonRow).where(PersonRow.email == email.strip().lower(), PersonRow.erased_at.is_(None))
    return [_view(row) for row in session.scalars(query.order_by(PersonRow.registered_at, PersonRow.id))]


def group_list(session: Session) -> list[GroupView]:
    """The groups in use, by name."""
    return _groups(session, GroupRow.retired.is_(False))


def group(session: Session, group: GroupId) -> GroupView:
    """One group. Raises `NotFound`."""
    found = _groups(session, GroupRow.id == group)
    if not found:
        raise NotFound()
    return found[0]


def groups_of(session: Session, person: PersonId) -> list[GroupView]:
    """The groups that somebody is in, by name."""
    return _groups(session, GroupRow.id.in_(select(MembershipRow.group_id).where(MembershipRow.person_id == person)))


def _view(row: PersonRow) -> PersonView:
    return PersonView(
        PersonId(row.id),
        Role(row.role),
        row.given_name,
        row.family_name,
        row.born,
        row.email,
        row.language,
        row.not_locatable,
        row.reference_shown,
        row.recognition_off,
        row.external_id,
        row.left_on,
        row.erased_at is not None,
    )


def _present() -> Select[Any]:
    return select(PersonRow).where(PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None))


def _listed(session: Session, condition: ColumnElement[bool]) -> list[PersonView]:
    return [_view(row) for row in session.scalars(_present().where(condition).order_by(PersonRow.given_name, PersonRow.family_name))]


def _holding(on: date) -> tuple[ColumnElement[bool], ...]:
    lasting = or_(GuardianshipRow.until.is_(None), GuardianshipRow.until > on)
    return GuardianshipRow.has_authority.is_(True), GuardianshipRow.since <= on, lasting


def _by_name(views: Iterable[PersonView]) -> list[PersonView]:
    return sorted(views, key=lambda view: (view.given_name, view.family_name))


def _groups(session: Session, condition: ColumnElement[bool]) -> list[GroupView]:
    query = select(GroupRow).where(condition).order_by(GroupRow.name)
    return [GroupView(GroupId(row.id), row.name, row.retired) for row in session.scalars(query)]
