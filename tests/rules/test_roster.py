"""A roster against the register: what is planned, what is doubted, and what is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from consent_store.ids import PersonId
from consent_store.rules.roster import Doubtful, Entrant, Flaw, Identity, Plan, Register, Registered, Roster, Wrong
from consent_store.rules.roster_plan import compare
from consent_store.rules.terms import Role

BORN = date(2014, 5, 4)
PUPIL, GUARDIAN, STAFF = Role.PUPIL, Role.GUARDIAN, Role.STAFF


def pupil(number: str, given: str = "Lars", **other: object) -> Entrant:
    return Entrant(number, PUPIL, given, "Visser", number, **({"born": BORN} | other))  # type: ignore[arg-type]


def guardian(key: str, given: str = "Karin", email: str | None = "karin@example.test", **other: object) -> Entrant:
    return Entrant(key, GUARDIAN, given, "Visser", email=email, **other)  # type: ignore[arg-type]


def known(id_: str, role: Role = PUPIL, given: str = "", **other: object) -> Registered:
    given = given or ("Lars" if role is PUPIL else "Karin")
    facts = {"number": id_.removeprefix("p"), "born": BORN} if role is PUPIL else {"email": "karin@example.test"}
    return Registered(PersonId(id_), role, given, "Visser", **(facts | other))  # type: ignore[arg-type]


def roster(*people: Entrant, ties: tuple[tuple[str, str], ...] = (), **other: object) -> Roster:
    return Roster(people, frozenset(ties), **other)  # type: ignore[arg-type]


def register(*people: Registered, ties: tuple[tuple[str, str], ...] = (), **other: frozenset[str]) -> Register:
    return Register(people, frozenset((PersonId(a), PersonId(b)) for a, b in ties), **other)


def doubts(plan: Plan) -> set[Doubtful]:
    return {doubt.why for doubt in plan.doubts}


FAMILY = roster(pupil("1"), guardian("g"), ties=(("1", "g"),))
HOME = register(known("p1"), known("k", GUARDIAN), ties=(("p1", "k"),))


def test_a_family_that_is_new_is_registered_and_tied() -> None:
    plan = compare(FAMILY, Register())
    assert [(each.role, each.name) for each in plan.new] == [(PUPIL, "Lars Visser"), (GUARDIAN, "Karin Visser")]
    assert [(tie.pupil, tie.guardian) for tie in plan.ties] == [("1", plan.new[1].key)]
    assert doubts(plan) == set()


def test_a_family_that_is_known_changes_nothing() -> None:
    plan = compare(FAMILY, HOME)
    assert (plan.empty, plan.same, doubts(plan)) == (True, 2, set())


@pytest.mark.parametrize(
    ("entrant", "field", "new"),
    [
        (pupil("1", "Lasse"), "given_name", "Lasse"),
        (pupil("1", born=date(2014, 5, 5)), "born", "2014-05-05"),
        (pupil("1", email="l@example.test"), "email", "l@example.test"),
    ],
)
def test_what_the_roster_knows_better_is_a_change(entrant: Entrant, field: str, new: str) -> None:
    [change] = compare(roster(entrant, part=True), HOME).changed
    assert [(each.field, each.new) for each in change.differences] == [(field, new)]


def test_what_the_roster_leaves_empty_stays() -> None:
    assert compare(roster(pupil("1", born=None), part=True), HOME).empty


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (guardian("g", email="new@example.test"), "email"),
        (guardian("g", "Karin", number="v7"), "external_id"),
        (replace(guardian("g"), family_name="de Boer"), "family_name"),
    ],
)
def test_a_guardian_is_recognised_beside_the_pupil(who: Entrant, found: str) -> None:
    plan = compare(roster(pupil("1"), who, ties=(("1", "g"),)), HOME)
    assert ([each.differences[0].field for each in plan.changed], plan.new) == ([found], ())


def test_another_parent_at_the_same_address_is_somebody_else() -> None:
    plan = compare(roster(pupil("1"), guardian("g", "Mark"), ties=(("1", "g"),)), HOME)
    assert [each.name for each in plan.new] == ["Mark Visser"]
    assert (plan.changed, doubts(plan)) == ((), {Doubtful.NOT_NAMED})


def test_a_guardian_of_siblings_is_proposed_as_one_person_unless_said_to_be_two() -> None:
    two = roster(pupil("1"), pupil("2", "Liv"), guardian("g1"), guardian("g2"), ties=(("1", "g1"), ("2", "g2")))
    plan = compare(two, Register())
    [doubt] = plan.doubts
    assert (doubt.why, doubt.names) == (Doubtful.TAKEN_FOR_ONE, ("Karin Visser", "Lars Visser", "Liv Visser"))
    assert len(plan.new) == 3
    assert doubt.identity == Identity("karin visser", "karin@example.test")
    apart = compare(two, Register(), apart=[doubt.identity])
    assert (len(apart.new), doubts(apart)) == (4, {Doubtful.SAME_EMAIL})


def test_a_new_child_joins_the_guardian_whom_the_register_has() -> None:
    two = roster(pupil("1"), pupil("2", "Liv"), guardian("g1"), guardian("g2"), ties=(("1", "g1"), ("2", "g2")))
    plan = compare(two, HOME)
    assert ([each.name for each in plan.new], [(tie.pupil, tie.guardian) for tie in plan.ties]) == (["Liv Visser"], [("2", "k")])
    assert doubts(plan) == {Doubtful.TAKEN_FOR_ONE}


def test_nobody_without_a_number_in_the_roster_leaves_and_guardians_leave_with_their_last_pupil() -> None:
    there = register(
        known("p1"), known("p2", given="Liv"), known("hand", given="Guus", number=None), known("k", GUARDIAN),
        known("m", GUARDIAN, "Mark"), ties=(("p1", "k"), ("p2", "k"), ("p2", "m")),
    )  # fmt: skip
    assert [each.person for each in compare(roster(pupil("1")), there).gone] == ["m", "p2"]


@pytest.mark.parametrize("kept", [{"part": True}, {"broken": (Flaw("a.csv", 9000, Wrong.CELLS),)}])
def test_nobody_leaves_by_a_part_or_while_rows_are_broken_but_who_is_said_to_have(kept: dict[str, object]) -> None:
    there = register(known("p1"), known("p2", given="Liv"), known("p3", given="Guus"))
    assert [each.person for each in compare(roster(pupil("1"), gone=frozenset({"3"}), **kept), there).gone] == ["p3"]


def test_an_empty_roster_makes_nobody_leave() -> None:
    assert compare(Roster(), HOME).empty


@pytest.mark.parametrize(("gone", "many"), [(3, False), (4, True)])
def test_many_leaving_is_said(gone: int, many: bool) -> None:
    there = register(*(known(f"p{n}", given=f"N{n}") for n in range(20)))
    plan = compare(roster(*(pupil(str(n), f"N{n}") for n in range(gone, 20))), there)
    assert (plan.pupils_gone, plan.many_leave) == (gone, many)


def test_somebody_who_had_left_comes_back() -> None:
    [change] = compare(roster(pupil("1")), register(known("p1", left=True))).changed
    assert (change.back, change.differences) == (True, ())


def test_groups_of_the_roster_change_and_others_stay() -> None:
    there = register(known("p1", groups=frozenset({"1A", "choir"})), groups=frozenset({"1A", "choir"}), from_roster=frozenset({"1A"}))
    plan = compare(roster(pupil("1", groups=frozenset({"2A"}))), there)
    [move] = plan.moved
    assert (move.old, move.new, plan.groups) == (("1A",), ("2A",), ("2A",))
    assert compare(roster(pupil("1")), there).moved == ()


@pytest.mark.parametrize(
    ("people", "ties", "there", "expected"),
    [
        ((pupil("1"), pupil("1", "Liv")), (), (), {Doubtful.SAME_NUMBER}),
        ((pupil("1"),), (), (known("x", GUARDIAN, number="1"),), {Doubtful.OTHER_ROLE}),
        ((pupil("1"),), (), (known("x", STAFF, number="1"),), {Doubtful.OTHER_ROLE}),
        ((pupil("1", "Liv", born=date(2015, 1, 1)),), (), (known("x", number="1"),), {Doubtful.OTHER_PERSON}),
        (
            (pupil("1"), guardian("g", "Nora", "nora@example.test", number="7")),
            (("1", "g"),),
            (known("p1"), known("k", GUARDIAN, number="7")),
            {Doubtful.OTHER_PERSON, Doubtful.NO_GUARDIAN},
        ),
        ((pupil("1"),), (), (known("a", number=None), known("b", number=None)), {Doubtful.SEVERAL_FIT}),
    ],
)
def test_what_is_not_certain_is_held_back(people, ties, there, expected) -> None:  # type: ignore[no-untyped-def]
    plan = compare(roster(*people, ties=ties), register(*there))
    assert (plan.empty, doubts(plan)) == (True, expected)


def test_a_number_goes_on_naming_whoever_has_a_new_name_or_a_new_address() -> None:
    there = register(known("p1"), known("k", GUARDIAN, number="7"), ties=(("p1", "k"),))
    new_name = replace(pupil("1", "Lasse"), family_name="de Boer")
    moved = replace(guardian("g", email="new@example.test", number="7"), family_name="de Boer")
    plan = compare(roster(new_name, moved, ties=(("1", "g"),)), there)
    assert len(plan.changed) == 2
    assert [(doubt.why, doubt.names) for doubt in plan.doubts] == [(Doubtful.NEW_EMAIL, ("Karin Visser",))]


@pytest.mark.parametrize(
    ("people", "ties", "expected"),
    [
        ((pupil("1"),), (), {Doubtful.NO_GUARDIAN}),
        ((pupil("1", born=None), guardian("g")), (("1", "g"),), {Doubtful.NO_BIRTH_DATE}),
        ((pupil("1"), guardian("g", born=date(2020, 1, 1))), (("1", "g"),), {Doubtful.YOUNGER_GUARDIAN}),
        ((pupil("1"), pupil("2", "Mila", born=date(2008, 1, 1))), (("1", "2"),), {Doubtful.PUPIL_IS_GUARDIAN, Doubtful.NO_GUARDIAN}),
        ((pupil("1"),), (("1", "1"),), {Doubtful.OWN_GUARDIAN, Doubtful.NO_GUARDIAN}),
        ((pupil("1"), guardian("g"), guardian("h", "Mark")), (("1", "g"), ("1", "h")), {Doubtful.SAME_EMAIL}),
        (
            (pupil("1"), *(guardian(f"g{n}", f"N{n}", f"{n}@example.test") for n in range(4))),
            tuple(("1", f"g{n}") for n in range(4)),
            set(),
        ),
    ],
)
def test_what_is_taken_in_with_a_doubt(people, ties, expected) -> None:  # type: ignore[no-untyped-def]
    plan = compare(roster(*people, ties=ties), Register())
    assert (doubts(plan), len(plan.new)) == (expected, len(people))


def test_rows_that_say_different_things_of_one_person_change_nothing() -> None:
    there = register(known("p1"), known("p2", given="Liv"), known("k", GUARDIAN), ties=(("p1", "k"), ("p2", "k")))
    two = roster(pupil("1"), pupil("2", "Liv"), guardian("g1"), guardian("g2", email="other@example.test"), ties=(("1", "g1"), ("2", "g2")))
    plan = compare(two, there)
    assert (plan.empty, doubts(plan)) == (True, {Doubtful.ROWS_DIFFER})


def test_a_colleague_is_tied_and_never_changed() -> None:
    there = register(known("p1"), known("k", STAFF), ties=(("p1", "k"),))
    assert compare(roster(pupil("1"), guardian("g"), ties=(("1", "g"),)), there).empty
    renamed = compare(roster(pupil("1"), guardian("g", email="thief@example.test"), ties=(("1", "g"),)), there)
    assert (renamed.changed, len(renamed.new)) == ((), 1)


def test_the_digest_tells_one_plan_from_another() -> None:
    assert compare(FAMILY, Register()).digest == compare(FAMILY, Register()).digest != compare(FAMILY, HOME).digest
