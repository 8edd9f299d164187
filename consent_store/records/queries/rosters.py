"""Questions about imports: the register as a roster is compared with it, what was handed in, and whose authority is open."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import GroupId, PersonId, RosterId
from consent_store.records.people import GroupRow, GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.queries import people
from consent_store.records.queries.people import PersonView
from consent_store.records.rosters import RosterMappingRow, RosterRow
from consent_store.rules.roster import Identity, Register, Registered
from consent_store.rules.terms import Role

Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class RosterView:
    """Files that were handed in. `mapping` holds, by the fingerprint of a table's headers, what each column is; empty where the files say
    so themselves. `vault_name` is None once it was applied or thrown away; `counts` is None until it was applied.
    """

    id: RosterId
    files: tuple[str, ...]
    vault_name: str | None
    mapping: Columns
    apart: frozenset[Identity]
    part: bool
    by: PersonId
    at: datetime
    applied_by: PersonId | None
    applied_at: datetime | None
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Open:
    """A guardian of whom nobody said yet whether there is authority in law."""

    guardian: PersonView
    pupil: PersonView


def register(session: Session) -> Register:
    """Everybody who is not erased, as far as a roster bears on them."""
    named = session.execute(select(MembershipRow.person_id, GroupRow.name).join(GroupRow, GroupRow.id == MembershipRow.group_id))
    groups: dict[str, set[str]] = {}
    for person, name in named:
        groups.setdefault(person, set()).add(name)
    columns = (
        PersonRow.id, PersonRow.role, PersonRow.given_name, PersonRow.family_name, PersonRow.external_id, PersonRow.born, PersonRow.email,
        PersonRow.left_on,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(PersonRow.erased_at.is_(None)).order_by(PersonRow.id))
    found = tuple(
        Registered(PersonId(id_), Role(role), given, family, number, born, email, left is not None, frozenset(groups.get(id_, ())))
        for id_, role, given, family, number, born, email, left in rows
    )
    ids = {each.id for each in found}
    pairs = session.execute(select(GuardianshipRow.pupil_id, GuardianshipRow.guardian_id).where(GuardianshipRow.until.is_(None)))
    ties = frozenset((PersonId(pupil), PersonId(guardian)) for pupil, guardian in pairs if pupil in ids and guardian in ids)
    names = session.execute(select(GroupRow.name, GroupRow.from_roster)).all()
    return Register(found, ties, frozenset(name for name, _ in names), frozenset(name for name, ours in names if ours))


def handed_in(session: Session, roster: RosterId) -> RosterView:
    """One of them. Raises `NotFound`."""
    row = session.get(RosterRow, roster)
    if row is None:
        raise NotFound()
    return _view(row)


def recent(session: Session, *, limit: int = 20) -> list[RosterView]:
    """Those that were applied, and those that wait to be, the latest first."""
    there = (RosterRow.vault_name.is_not(None)) | (RosterRow.applied_at.is_not(None))
    return [_view(row) for row in session.scalars(select(RosterRow).where(there).order_by(RosterRow.at.desc()).limit(limit))]


def remembered(session: Session, fingerprints: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """How the columns of these headers were read before."""
    query = select(RosterMappingRow).where(RosterMappingRow.fingerprint.in_(list(fingerprints)))
    return {row.fingerprint: tuple(json.loads(row.mapping)) for row in session.scalars(query)}


def open_authority(session: Session, group: GroupId | None = None, *, limit: int = 50) -> list[Open]:
    """Guardians of pupils at school of whom nobody said yet whether they have authority, pupil by pupil."""
    query = _open().with_only_columns(GuardianshipRow.guardian_id, GuardianshipRow.pupil_id)
    if group is not None:
        query = query.where(GuardianshipRow.pupil_id.in_(select(MembershipRow.person_id).where(MembershipRow.group_id == group)))
    rows = session.execute(query.order_by(PersonRow.family_name, PersonRow.given_name, PersonRow.id, GuardianshipRow.id).limit(limit)).all()
    views = people.people(session, [PersonId(id_) for row in rows for id_ in row])
    return [Open(views[PersonId(guardian)], views[PersonId(pupil)]) for guardian, pupil in rows]


def open_authority_by_group(session: Session) -> dict[GroupId, int]:
    """How many of them each group has; a group without any is left out."""
    query = _open().join(MembershipRow, MembershipRow.person_id == GuardianshipRow.pupil_id)
    counted = query.with_only_columns(MembershipRow.group_id, func.count()).group_by(MembershipRow.group_id)
    return {GroupId(group): number for group, number in session.execute(counted)}


def number_of_open_authority(session: Session) -> int:
    """How many of them there are."""
    return session.scalar(_open().with_only_columns(func.count())) or 0


def _open() -> Select[Any]:
    asked = select(GuardianshipRow).join(PersonRow, PersonRow.id == GuardianshipRow.pupil_id)
    here = (PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None))
    return asked.where(GuardianshipRow.answered.is_(False), GuardianshipRow.until.is_(None), *here)


def _view(row: RosterRow) -> RosterView:
    return RosterView(
        RosterId(row.id),
        tuple(row.files.split("\n")),
        row.vault_name,
        json.loads(row.mapping) if row.mapping else {},
        frozenset(Identity(*each) for each in json.loads(row.apart)),
        row.part,
        PersonId(row.by),
        row.at,
        PersonId(row.applied_by) if row.applied_by else None,
        row.applied_at,
        json.loads(row.counts) if row.counts else None,
    )
