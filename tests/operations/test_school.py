"""The school: opened once, its purposes and notices, its duties, and its switch of recognition."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PurposeCode
from consent_store.operations import erasure
from consent_store.operations import people as people_operations
from consent_store.operations import school as operations
from consent_store.operations.model_form import DUTCH_MODEL_FORM, PurposeDraft, Wording
from consent_store.records import ledger
from consent_store.records.queries import people
from consent_store.records.queries import school as queries
from consent_store.rules.entries import DutyRecorded, NoticePublished, RecognitionSwitched
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Duty, Kind, Policy, Role
from tests.school import ORIGIN, WEBSITE, School

BOTH = {"nl": Wording("Website", "Iedereen kan het zien."), "en": Wording("Website", "Anybody can see it.")}


def _publish(school: School, wordings: dict[str, Wording] = BOTH, *, material: bool, purpose: PurposeCode = WEBSITE) -> int:
    return operations.publish_notice(school.session, purpose, wordings, material, actor=school.admin, at=school.later(days=1))


def test_before_the_set_up_there_is_no_school(session: Session) -> None:
    assert queries.school(session) is None
    with pytest.raises(NotFound):
        queries.policy(session)


def test_a_school_opens_once_with_purposes_and_an_administrator(school: School) -> None:
    view = queries.opened(school.session)
    assert (view.name, view.origin, view.demo, view.recognition_on) == ("De Linde", ORIGIN, False, True)
    assert [p.code for p in queries.purposes(school.session)] == [draft.code for draft in DUTCH_MODEL_FORM]
    assert people.duties_of(school.session, school.admin) == {Duty.ADMIN}
    with pytest.raises(Conflict) as refused:
        School.open(school.session)
    assert refused.value.code == "already_open"


@pytest.mark.parametrize("draft", DUTCH_MODEL_FORM, ids=lambda draft: draft.code)
def test_each_notice_says_in_both_languages_how_to_withdraw_and_that_no_is_free(draft: PurposeDraft) -> None:
    assert draft.wordings.keys() == {"nl", "en"}
    dutch, english = draft.wordings["nl"].text, draft.wordings["en"].text
    assert all(said in dutch for said in ("wijzigen of intrekken", "geen enkel gevolg"))
    assert all(said in english for said in ("withdraw your choice", "no consequences"))
    assert any(time in dutch for time in ("jaar", "jaren", "maanden", "zo lang", "Hoe lang"))


def test_the_wording_in_force_is_the_newest_and_the_old_stays_readable(school: School) -> None:
    assert _publish(school, material=False) == 2
    assert queries.current_notice(school.session, WEBSITE, "en").text == "Anybody can see it."
    assert queries.current_notice(school.session, WEBSITE, "fr").language == "nl"
    assert queries.notice(school.session, WEBSITE, 1, "nl").text != queries.notice(school.session, WEBSITE, 2, "nl").text
    view = next(view for view in queries.purposes(school.session) if view.code == WEBSITE)
    assert (view.version, view.titles) == (2, {"nl": "Website", "en": "Website"})
    with pytest.raises(NotFound):
        queries.notice(school.session, WEBSITE, 3, "nl")


def test_a_notice_enters_the_digest_of_all_its_languages(school: School) -> None:
    for material in (False, True):
        _publish(school, material=material)
    one, two = (entry.body for entry in ledger.read(school.session, kind="NoticePublished", limit=2))
    assert isinstance(one, NoticePublished) and isinstance(two, NoticePublished)
    assert one.wording == two.wording == operations.wording_digest(BOTH)
    other = BOTH | {"en": Wording("Website", "Anybody can see it!")}
    assert operations.wording_digest(other) != one.wording


@pytest.mark.parametrize(("material", "state"), [(True, State.OUTDATED), (False, State.GIVEN)])
def test_a_material_change_outdates_what_was_agreed_to(school: School, material: bool, state: State) -> None:
    child, guardian = school.family()
    school.gives(guardian, child)
    _publish(school, material=material)
    assert school.standing(child).state is state


@pytest.mark.parametrize("wordings", [{}, {"nl": BOTH["nl"]}, BOTH | {"en": Wording(" ", "x")}, BOTH | {"en": Wording("x", "\n")}])
def test_a_notice_loses_no_language_and_is_not_empty(school: School, wordings: dict[str, Wording]) -> None:
    with pytest.raises(BadInput):
        _publish(school, wordings, material=False)
    assert queries.current_notice(school.session, WEBSITE, "nl").version == 1


def test_a_purpose_of_its_own_comes_last(school: School) -> None:
    draft = PurposeDraft(PurposeCode("lustrum"), Audience.PUBLIC, BOTH, kinds=frozenset({Kind.FILM}), consent_per_item=True)
    operations.add_purpose(school.session, draft, actor=school.admin, at=school.at)
    last = queries.purposes(school.session)[-1]
    assert (last.code, last.version, last.purpose.kinds, last.purpose.consent_per_item) == ("lustrum", 1, {Kind.FILM}, True)
    with pytest.raises(Conflict):
        operations.add_purpose(school.session, draft, actor=school.admin, at=school.at)
    with pytest.raises(NotFound):
        _publish(school, material=False, purpose=PurposeCode("unknown"))


def test_duties_are_for_staff_and_the_last_administrator_stays(school: School) -> None:
    member = school.staff(Duty.TEACHER, Duty.COMMS)
    for _ in range(2):
        operations.record_duty(school.session, member, Duty.COMMS, False, actor=school.admin, at=school.at)
    assert people.duties_of(school.session, member) == {Duty.TEACHER}
    entries = [entry.body for entry in ledger.read(school.session, person=member, kind="DutyRecorded")]
    assert entries[-1] == DutyRecorded(member, "comms", False) and len(entries) == 3
    with pytest.raises(BadInput):
        operations.record_duty(school.session, school.person(Role.GUEST), Duty.TEACHER, True, actor=school.admin, at=school.at)
    with pytest.raises(Conflict):
        operations.record_duty(school.session, school.admin, Duty.ADMIN, False, actor=school.admin, at=school.at)


def test_who_left_is_no_administrator_and_the_last_one_does_not_leave(school: School) -> None:
    second = school.staff(Duty.ADMIN)
    people_operations.leave(school.session, second, school.at.date(), actor=school.admin, at=school.at)
    for go in (
        lambda: operations.record_duty(school.session, school.admin, Duty.ADMIN, False, actor=second, at=school.at),
        lambda: people_operations.leave(school.session, school.admin, school.at.date(), actor=second, at=school.at),
        lambda: erasure.erase(school.session, school.admin, actor=second, at=school.at),
    ):
        with pytest.raises(Conflict) as refused:
            go()
        assert refused.value.code == "last_administrator"
    assert people.duties_of(school.session, school.admin) == {Duty.ADMIN}


def test_recognition_switches_off_with_a_reason(school: School) -> None:
    operations.switch_recognition(school.session, False, why="too many errors", actor=school.admin, at=school.at)
    view = queries.opened(school.session)
    assert (view.recognition_on, view.recognition_why) == (False, "too many errors")
    assert ledger.read(school.session)[-1].body == RecognitionSwitched(False, why="too many errors")
    with pytest.raises(NotFound):
        operations.switch_recognition(school.session, False, event=EventId("none"), actor=school.admin, at=school.at)


def test_under_a_younger_age_of_consent_the_pupil_speaks_alone(school: School) -> None:
    child, guardian = school.family(born=date(2012, 1, 1))
    school.gives(guardian, child)
    for age, stands in ((14, False), (16, True)):
        operations.set_policy(school.session, Policy(age_of_consent=age), actor=school.admin, at=school.at)
        assert school.standing(child).stands is stands


@pytest.mark.parametrize(("policy", "field"), [(Policy(age_of_consent=3), "age_of_consent"), (Policy(lapse_days=0), "lapse_days")])
def test_a_policy_without_sense_is_refused(school: School, policy: Policy, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        operations.set_policy(school.session, policy, actor=school.admin, at=school.at)
    assert refusal.value.field == field


def test_a_retired_purpose_is_asked_for_no_longer_and_can_come_back(school: School) -> None:
    for retired in (True, False):
        operations.retire_purpose(school.session, WEBSITE, retired, actor=school.admin, at=school.at)
        assert (WEBSITE in {view.code for view in queries.purposes(school.session)}) is not retired
