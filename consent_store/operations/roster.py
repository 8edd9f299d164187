"""What may happen with a roster: it is compared with the register, and applied as a whole by whoever saw exactly what it would do."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict
from consent_store.ids import GroupId, PersonId, new_id
from consent_store.operations import people
from consent_store.operations.fields import email_address, optional_text, text
from consent_store.records import ledger
from consent_store.records.base import Base
from consent_store.records.people import GroupRow, GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.queries import rosters, school
from consent_store.rules.entries import GuardianshipRecorded, PersonCorrected, PersonRegistered
from consent_store.rules.roster import Change, Identity, Newcomer, Plan, Roster
from consent_store.rules.roster_plan import compare
from consent_store.rules.terms import Role

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Choices:
    """What the office chose about a roster: who of one name and address is more than one person, whether it holds only a part of the
    school, the day on which leavers left (None: today), and that many may leave.
    """

    apart: Collection[Identity] = ()
    part: bool = False
    left_on: date | None = None
    many_leave: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """How many of each an import made."""

    pupils: int
    guardians: int
    changed: int
    moved: int
    ties: int
    left: int
    groups: int


def plan(session: Session, roster: Roster, choices: Choices) -> Plan:
    """What applying would do now. Reads only."""
    return compare(roster, rosters.register(session), apart=choices.apart, part=choices.part)


def apply(session: Session, roster: Roster, seen: str, choices: Choices, *, actor: PersonId, at: datetime) -> Applied:
    """Apply the plan of which `seen` is the digest, all of it. Raises `Conflict` where the register says otherwise by now, `BadInput` where
    many would leave and nobody said that they may.
    """
    ledger.lock(session)
    made = plan(session, roster, choices)
    if made.digest != seen:
        raise Conflict("The register or the roster changed since this was shown. Nothing was done; look again.", code="plan_changed")
    if made.many_leave and not choices.many_leave:
        raise BadInput("Many pupils would leave. Say first that they may.", code="many_leave", field="many_leave")
    return _Application(session, made, actor, at).run(choices.left_on or school.policy(session).day(at))


class _Application:
    """One plan on its way into the register. New people come in bulk; whoever is there already is changed as anywhere else."""

    def __init__(self, session: Session, made: Plan, actor: PersonId, at: datetime) -> None:
        self.session, self.plan, self.actor, self.at = session, made, actor, at
        self.ids = {each.key: PersonId(new_id()) for each in made.new}
        self.by: dict[str, Any] = {"actor": actor, "at": at}

    def run(self, left_on: date) -> Applied:
        """Everything, in the order in which tables need each other."""
        groups = self._groups()
        for change in self.plan.changed:
            self._correct(change)
        self._newcomers(groups)
        self._moves(groups)
        self._ties()
        for leaver in self.plan.gone:
            people.leave(self.session, leaver.person, left_on, **self.by)
        pupils = sum(each.role is Role.PUPIL for each in self.plan.new)
        return Applied(
            pupils,
            len(self.plan.new) - pupils,
            len(self.plan.changed),
            len(self.plan.moved),
            len(self.plan.ties),
            len(self.plan.gone),
            len(self.plan.groups),
        )

    def _groups(self) -> Mapping[str, GroupId]:
        """Every group by name; those that are filled now are in use, and the roster's from now on."""
        for name in self.plan.groups:
            people.make_group(self.session, name)
        filled = {name for each in self.plan.new for name in each.groups} | {name for move in self.plan.moved for name in move.new}
        ids = {name: GroupId(id_) for id_, name in self.session.execute(select(GroupRow.id, GroupRow.name))}
        for names in _batches(sorted(filled)):
            self.session.execute(update(GroupRow).where(GroupRow.name.in_(names)).values(from_roster=True, retired=False))
        return ids

    def _correct(self, change: Change) -> None:
        differences = {each.field: each.new for each in change.differences}
        values = {field: date.fromisoformat(value) if field == "born" and value else value for field, value in differences.items()}
        if change.back:
            people.come_back(self.session, change.person, **self.by)
        people.correct(self.session, change.person, values, **self.by)

    def _newcomers(self, groups: Mapping[str, GroupId]) -> None:
        self._insert(PersonRow, (self._row(each) for each in self.plan.new))
        memberships = ((self.ids[each.key], name) for each in self.plan.new for name in each.groups)
        self._insert(MembershipRow, ({"person_id": person, "group_id": groups[name]} for person, name in memberships))
        ledger.append_many(self.session, [PersonRegistered(self.ids[each.key]) for each in self.plan.new], **self.by)

    def _row(self, each: Newcomer) -> dict[str, Any]:
        return {
            "id": self.ids[each.key],
            "role": each.role.value,
            "given_name": text(each.given_name, "given_name"),
            "family_name": text(each.family_name, "family_name"),
            "born": each.born,
            "email": email_address(each.email),
            "external_id": optional_text(each.number, "external_id"),
            "registered_at": self.at,
        }

    def _moves(self, groups: Mapping[str, GroupId]) -> None:
        """Out of the roster's groups that somebody was in, into those that they are in now."""
        for move in self.plan.moved:
            old = [groups[name] for name in move.old]
            own = delete(MembershipRow).where(MembershipRow.person_id == move.person, MembershipRow.group_id.in_(old))
            self.session.execute(own)
        moves = ((move.person, name) for move in self.plan.moved for name in move.new)
        self._insert(MembershipRow, ({"person_id": person, "group_id": groups[name]} for person, name in moves))
        ledger.append_many(self.session, [PersonCorrected(move.person, "groups") for move in self.plan.moved], **self.by)

    def _ties(self) -> None:
        """Without authority, so that nothing that stands or is out can fall: nobody needs to be asked again."""
        today = school.policy(self.session).day(self.at)
        pairs = [(self._id(tie.pupil), self._id(tie.guardian)) for tie in self.plan.ties]
        unsaid = {"has_authority": False, "answered": False, "since": today}
        self._insert(GuardianshipRow, ({"id": new_id(), "pupil_id": pupil, "guardian_id": guardian} | unsaid for pupil, guardian in pairs))
        ledger.append_many(self.session, [GuardianshipRecorded(pupil, guardian, False) for pupil, guardian in pairs], **self.by)

    def _id(self, whom: str) -> PersonId:
        return self.ids.get(whom, PersonId(whom))

    def _insert(self, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
        while batch := list(islice(rows, _AT_ONCE)):
            self.session.execute(insert(table), batch)


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), _AT_ONCE):
        yield names[start : start + _AT_ONCE]
