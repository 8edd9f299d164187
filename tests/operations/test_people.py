"""People: registered, corrected, spoken for, hidden, gone; and every question about them."""

from datetime import date, timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotFound, Refusal
from consent_store.ids import GroupId, PersonId
from consent_store.operations import people
from consent_store.records import ledger
from consent_store.records.queries import people as queries
from consent_store.records.queries import templates as template_queries
from consent_store.rules.entries import GuardianshipRecorded, LocatableRecorded, PersonCorrected, PersonLeft, PersonRegistered
from consent_store.rules.terms import Duty, Role
from tests.school import NOON, School

TODAY = NOON.date()


def _bodies(school: School, person: PersonId) -> list[object]:
    return [entry.body for entry in ledger.read(school.session, person=person)]


def _register(school: School, **given: object) -> PersonId:
    values = {"role": Role.GUEST, "given_name": "Ida", "family_name": "Maas"} | given
    return people.register(school.session, **values, actor=school.admin, at=school.at)  # type: ignore[arg-type]


def test_registering_keeps_everything_and_enters_only_the_id(school: School) -> None:
    group = school.group("1A")
    person = _register(school, given_name="  Ida  May ", email="Ida@School.Test", born=date(2013, 1, 1), groups=[group], external_id="77")
    view = queries.person(school.session, person)
    assert (view.name, view.email, view.born, view.external_id) == ("Ida May Maas", "ida@school.test", date(2013, 1, 1), "77")
    assert queries.groups_of(school.session, person) == queries.group_list(school.session)
    assert _bodies(school, person) == [PersonRegistered(person)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"family_name": "x" * 201}, "family_name"),
        ({"family_name": "a\x00b"}, "family_name"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"language": "Dutch"}, "language"),
        ({"born": TODAY + timedelta(days=1)}, "born"),
        ({"born": date(1850, 1, 1)}, "born"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(school: School, given: dict[str, object], field: str) -> None:
    before = ledger.head(school.session)
    with pytest.raises(BadInput) as refused:
        _register(school, **given)
    assert refused.value.field == field
    assert ledger.head(school.session) == before


def test_an_external_id_belongs_to_one(school: School) -> None:
    person = _register(school, external_id="77")
    with pytest.raises(Conflict, match="external id"):
        _register(school, external_id="77")
    people.correct(school.session, person, {"external_id": "77"}, actor=school.admin, at=school.at)


def test_a_correction_names_the_fields_never_the_content(school: School) -> None:
    person = _register(school)
    people.correct(school.session, person, {"given_name": "Eva", "family_name": "Maas"}, actor=school.admin, at=school.at)
    assert queries.person(school.session, person).name == "Eva Maas"
    assert _bodies(school, person)[1:] == [PersonCorrected(person, "given_name")]


@pytest.mark.parametrize("change", [{"role": "staff"}, {"id": "x"}, {"not_locatable": True}, {"born": "2013-01-01"}, {"given_name": None}])
def test_what_cannot_be_corrected(school: School, change: dict[str, object]) -> None:
    person = _register(school)
    with pytest.raises(BadInput) as refused:
        people.correct(school.session, person, change, actor=school.admin, at=school.at)
    assert refused.value.field in change


def test_authority_that_changes_ends_a_row_and_starts_the_next(school: School) -> None:
    child, guardian = school.family()
    school.later(days=10)
    for authority in (False, False, True):
        people.record_guardianship(school.session, guardian, child, authority, actor=school.admin, at=school.at)
    rows = queries.guardianships_of(school.session, [child])[child]
    assert [(row.has_authority, row.since, row.until) for row in rows] == [
        (True, TODAY, TODAY + timedelta(days=10)),
        (False, TODAY + timedelta(days=10), TODAY + timedelta(days=10)),
        (True, TODAY + timedelta(days=10), None),
    ]
    entered = [body.has_authority for body in _bodies(school, child) if isinstance(body, GuardianshipRecorded)]
    assert entered == [True, False, True]


def test_nobody_guards_themselves_or_an_adult(school: School) -> None:
    child, guest = school.pupil(), school.person(Role.GUEST)
    for guardian, pupil in ((child, child), (child, guest)):
        with pytest.raises(BadInput):
            people.record_guardianship(school.session, guardian, pupil, True, actor=school.admin, at=school.at)


def test_who_speaks_for_whom_follows_birthday_and_authority(school: School) -> None:
    child, guardian = school.family(born=date(2014, 5, 4))
    young, grown = date(2030, 5, 3), date(2030, 5, 4)
    assert [view.id for view in queries.speakers_for(school.session, child, young)] == [guardian]
    assert [view.id for view in queries.speakers_for(school.session, child, grown)] == [child]
    assert [view.id for view in queries.children_of(school.session, guardian, TODAY)] == [child]
    assert queries.children_of(school.session, guardian, TODAY - timedelta(days=1)) == []
    assert queries.speakers_for(school.session, school.pupil(born=None), TODAY) == []


def test_whereabouts_that_stay_hidden_are_entered_once(school: School) -> None:
    child = school.pupil()
    for hidden in (True, True, False):
        people.set_locatable(school.session, child, hidden, actor=school.admin, at=school.at)
    assert _bodies(school, child)[1:] == [LocatableRecorded(child, True), LocatableRecorded(child, False)]


def test_leaving_takes_somebody_off_the_lists(school: School) -> None:
    group = school.group("1A")
    child, member = school.pupil(groups=[group]), school.staff(Duty.TEACHER)
    for person in (child, member):
        people.leave(school.session, person, TODAY, actor=school.admin, at=school.at)
    assert _bodies(school, child)[-1] == PersonLeft(child, TODAY)
    assert queries.people_in(school.session, [group]) == []
    assert queries.duties_of(school.session, member) == frozenset()
    assert queries.staff_with(school.session, Duty.TEACHER) == []
    with pytest.raises(BadInput):
        people.leave(school.session, child, TODAY + timedelta(days=2), actor=school.admin, at=school.at)


def test_groups_are_set_as_a_whole(school: School) -> None:
    first, second = school.group("1A"), school.group("1B")
    child = school.pupil(groups=[first])
    for groups in ([second], [second]):
        people.set_groups(school.session, child, groups, actor=school.admin, at=school.at)
    assert [group.name for group in queries.groups_of(school.session, child)] == ["1B"]
    assert _bodies(school, child)[1:] == [PersonCorrected(child, "groups")]
    with pytest.raises(NotFound):
        people.set_groups(school.session, child, [GroupId("nowhere")], actor=school.admin, at=school.at)
    with pytest.raises(Conflict):
        school.group("1A")


def test_searching_minds_neither_accents_nor_capitals_and_puts_the_group_first(school: School) -> None:
    group = school.group()
    other = _register(school, given_name="Chloé", family_name="Aalst")
    ours = _register(school, given_name="CHLOE", family_name="van Zon", groups=[group])
    _register(school, given_name="Daan", family_name="Zon")
    found = [view.id for view in queries.search_people(school.session, "chloë", [group])]
    assert found == [ours, other]
    assert [view.id for view in queries.search_people(school.session, "zon chlo")] == [ours]
    assert queries.search_people(school.session, "%") == []


def test_an_address_may_be_shared(school: School) -> None:
    both = [school.person(Role.GUARDIAN, email="thuis@school.test") for _ in range(2)]
    assert {view.id for view in queries.by_email(school.session, " Thuis@school.test")} == set(both)


def test_look_alikes_are_flagged_both_ways(school: School) -> None:
    one, other = school.pupil(), school.pupil()
    for _ in range(2):
        people.flag_look_alike(school.session, one, other, actor=school.admin, at=school.at)
    assert template_queries.look_alikes(school.session) == {one: frozenset({other}), other: frozenset({one})}
    assert len(_bodies(school, one)) == 2
    with pytest.raises(BadInput):
        people.flag_look_alike(school.session, one, one, actor=school.admin, at=school.at)


def test_nothing_happens_to_whoever_is_not_there(school: School) -> None:
    nobody, by = PersonId("nobody"), {"actor": school.admin, "at": school.at}
    attempts = [
        lambda: people.correct(school.session, nobody, {}, **by),
        lambda: people.leave(school.session, nobody, TODAY, **by),
        lambda: people.set_locatable(school.session, nobody, True, **by),
        lambda: people.record_guardianship(school.session, nobody, school.pupil(), True, **by),
        lambda: people.switch_recognition(school.session, nobody, True, **by),
        lambda: queries.person(school.session, nobody),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()
