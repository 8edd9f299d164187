"""Applying a roster: as a whole, by whoever saw the plan, and again without any effect."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId, RosterId
from consent_store.operations import people as people_operations
from consent_store.operations import roster as operations
from consent_store.operations import roster_files
from consent_store.operations.roster import Applied, Choices
from consent_store.records import ledger
from consent_store.records.queries import files, people, register, rosters
from consent_store.records.queries.register import Wanted
from consent_store.rules import chain
from consent_store.rules.chain import Head
from consent_store.rules.entries import GuardianshipRecorded
from consent_store.rules.names import plain
from consent_store.rules.roster import Entrant, Identity, Roster
from consent_store.rules.terms import Role
from tests.school import School

BORN = date(2014, 5, 4)
WHOLE = Choices()


def pupil(number: str, given: str = "Lars", **other: object) -> Entrant:
    return Entrant(number, Role.PUPIL, given, "Visser", number, **({"born": BORN} | other))  # type: ignore[arg-type]


FAMILY = Roster(
    (pupil("1", groups=frozenset({"2A"})), Entrant("g", Role.GUARDIAN, "Karin", "Visser", email="karin@example.test")),
    frozenset({("1", "g")}),
)


def applied(school: School, roster: Roster, choices: Choices = WHOLE) -> Applied:
    seen = operations.plan(school.session, roster, choices).digest
    return operations.apply(school.session, roster, seen, choices, actor=school.admin, at=school.at)


def found(session: Session, text: str, *, left: bool = False) -> PersonId:
    [view] = register.screen(session, Wanted(text, left=left)).people
    return view.id


def test_a_family_comes_in_with_its_class_and_without_authority(school: School) -> None:
    assert applied(school, FAMILY) == Applied(1, 1, 0, 0, 1, 0, 1)
    lars = found(school.session, "lars")
    [tie] = register.guardians_of(school.session, lars)
    assert (tie.person.name, tie.has_authority, tie.answered) == ("Karin Visser", False, False)
    assert people.groups_by_person(school.session, [lars]) == {lars: ("2A",)}
    assert people.speakers_for(school.session, lars, school.at.date()) == []
    assert isinstance(chain.verify(ledger.lines(school.session)), Head)


@pytest.mark.parametrize("answer", [True, False])
def test_authority_is_open_until_it_is_answered(school: School, answer: bool) -> None:
    applied(school, FAMILY)
    [open_] = rosters.open_authority(school.session)
    by = {"actor": school.admin, "at": school.at}
    people_operations.record_guardianship(school.session, open_.guardian.id, open_.pupil.id, answer, **by)
    assert (rosters.open_authority(school.session), rosters.number_of_open_authority(school.session)) == ([], 0)
    [tie] = register.guardians_of(school.session, open_.pupil.id)
    assert (tie.has_authority, tie.answered) == (answer, True)
    last = ledger.read(school.session, limit=1)[0].body
    assert last == GuardianshipRecorded(open_.pupil.id, open_.guardian.id, answer)
    assert operations.plan(school.session, FAMILY, WHOLE).empty


def test_open_authority_is_counted_by_class(school: School) -> None:
    applied(school, FAMILY)
    [group] = people.group_list(school.session)
    assert rosters.open_authority_by_group(school.session) == {group.id: 1}
    assert len(rosters.open_authority(school.session, group.id)) == 1


def test_nobody_confirms_what_they_did_not_see(school: School) -> None:
    seen = operations.plan(school.session, FAMILY, WHOLE).digest
    school.pupil()  # somebody else changes the register meanwhile
    with pytest.raises(Conflict) as refused:
        operations.apply(school.session, FAMILY, seen, WHOLE, actor=school.admin, at=school.at)
    assert refused.value.code == "plan_changed"
    assert register.screen(school.session, Wanted("visser")).total == 0


def test_many_leave_only_when_that_is_said(school: School) -> None:
    everybody = Roster(tuple(pupil(str(n), f"N{n}") for n in range(10)))
    applied(school, everybody)
    few = Roster(everybody.people[:5])
    with pytest.raises(BadInput):
        applied(school, few)
    yesterday = school.at.date() - timedelta(days=1)
    assert applied(school, few, Choices(many_leave=True, left_on=yesterday)).left == 5
    assert people.person(school.session, found(school.session, "n9", left=True)).left_on == yesterday
    assert applied(school, everybody).changed == 5
    assert register.screen(school.session, Wanted("visser")).total == 10


def test_nobody_leaves_on_a_day_to_come(school: School) -> None:
    applied(school, FAMILY)
    with pytest.raises(BadInput):
        applied(school, Roster((pupil("2"),)), Choices(left_on=school.at.date() + timedelta(days=1)))


def test_a_new_year_moves_everybody_and_the_class_that_was_made_by_hand_stays(school: School) -> None:
    applied(school, FAMILY)
    lars, choir = found(school.session, "lars"), school.group("choir")
    own = [each.id for each in people.groups_of(school.session, lars)]
    people_operations.set_groups(school.session, lars, [*own, choir], actor=school.admin, at=school.at)
    older = replace(FAMILY, people=(replace(FAMILY.people[0], groups=frozenset({"3A"})), FAMILY.people[1]))
    assert applied(school, older).moved == 1
    assert people.groups_by_person(school.session, [lars]) == {lars: ("3A", "choir")}


NAMES = st.sampled_from(["Anna", "Bram", "Chloë", "Chloe", "Daan"])
ADDRESSES = st.sampled_from([None, "a@example.test", "b@example.test"])
DAYS = st.sampled_from([None, BORN, date(2010, 1, 1), date(1980, 1, 1)])


@st.composite
def drawn(draw: st.DrawFn) -> Roster:
    """Few names and addresses, so that they meet."""
    entrants: list[Entrant] = []
    for _ in range(draw(st.integers(0, 4))):
        given, born, number = draw(NAMES), draw(DAYS), draw(st.sampled_from([None, "1", "2", "3", "4"]))
        born = born or (None if number else BORN)
        key = number or f"{plain(given)}/{born}"
        groups = frozenset(draw(st.lists(st.sampled_from(["1A", "1B"]), max_size=2)))
        entrants.append(Entrant(key, Role.PUPIL, given, "Visser", number, born, draw(ADDRESSES), groups))
    ties = set()
    for child in tuple(entrants):
        for _ in range(draw(st.integers(0, 2))):
            given, email, number = draw(NAMES), draw(ADDRESSES), draw(st.sampled_from([None, None, "v1", "v2"]))
            key = number or f"{child.key}|{plain(given)}|{email}"
            entrants.append(Entrant(key, Role.GUARDIAN, given, "Visser", number, draw(DAYS), email))
            ties.add((child.key, key))
    return Roster(tuple(entrants), frozenset(ties))


@given(first=drawn(), second=drawn(), seed=st.integers(0, 9))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_applied_twice_it_changes_nothing_and_the_order_of_rows_does_not_matter(
    school: School, first: Roster, second: Roster, seed: int
) -> None:
    choices = Choices(many_leave=True)
    with school.session.begin_nested() as undone:
        for roster in (first, second):
            shuffled = replace(roster, people=tuple(random.Random(seed).sample(roster.people, len(roster.people))))
            assert operations.plan(school.session, roster, choices) == operations.plan(school.session, shuffled, choices)
            applied(school, roster, choices)
            assert operations.plan(school.session, roster, choices).empty
        undone.rollback()
    school.session.expire_all()


def handed_in(school: School, name: str = "sealed") -> RosterId:
    return roster_files.hand_in(school.session, ["a.csv"], name, {"f": ["given"]}, actor=school.admin, at=school.at)


def test_what_was_read_goes_when_it_is_applied_or_thrown_away_or_forgotten(school: School) -> None:
    first, second, third = (handed_in(school, name) for name in ("one", "two", "three"))
    assert {"one", "two", "three"} <= {name for name, _, _ in files.kept(school.session)}
    roster_files.choose(school.session, first, apart=[Identity("karin", "k@example.test")], part=True)
    assert rosters.handed_in(school.session, first).apart == {Identity("karin", "k@example.test")}
    roster_files.applied(school.session, first, Applied(1, 1, 0, 0, 1, 0, 1), actor=school.admin, at=school.at)
    roster_files.throw_away(school.session, second, at=school.at)
    roster_files.sweep(school.session, school.at + timedelta(days=1), at=school.at)
    assert set(files.to_shred(school.session)) == {"one", "two", "three"}
    done = rosters.handed_in(school.session, first)
    assert (done.vault_name, done.apart, done.applied_by, done.counts and done.counts["pupils"]) == (None, frozenset(), school.admin, 1)
    assert [each.id for each in rosters.recent(school.session)] == [first]
    with pytest.raises(Conflict):
        roster_files.choose(school.session, third, apart=[], part=False)
    with pytest.raises(NotFound):
        rosters.handed_in(school.session, RosterId("nothing"))


def test_how_columns_are_read_is_remembered(school: School) -> None:
    roster = handed_in(school)
    for codes in (["given", ""], ["given", "family"]):
        roster_files.map_columns(school.session, roster, {"print": codes}, actor=school.admin, at=school.at)
    assert rosters.remembered(school.session, ["print", "other"]) == {"print": ("given", "family")}
    assert rosters.handed_in(school.session, roster).mapping == {"print": ["given", "family"]}
