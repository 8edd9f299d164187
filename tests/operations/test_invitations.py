"""Who is invited and who has answered; they are reminded a few times, and asked again after a change of wording."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations import controller, invitations, people, reminders
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.records.queries import asking, consents, school
from consent_store.records.queries import invitations as questions
from consent_store.records.queries.controller import Reminding
from consent_store.records.queries.invitations import NO_CLASS, Stage, Way
from consent_store.rules.entries import Say
from consent_store.rules.standing import State
from tests.school import WEBSITE, School


def answer_all(school_: School, speaker: PersonId, about: PersonId, say: Say = Say.YES) -> None:
    for view in school.purposes(school_.session):
        for kind in view.purpose.kinds:
            school_.says(speaker, say, about, view.code, kind)


def stage(school_: School, pupil: PersonId) -> Stage:
    return questions.stages_of(school_.session, None, at=school_.at)[pupil]


def reword(school_: School, *, material: bool) -> None:
    words = {"nl": Wording("Site", f"Anders {school_.at}."), "en": Wording("Site", f"Different {school_.at}.")}
    school_operations.publish_notice(school_.session, WEBSITE, words, material, actor=school_.admin, at=school_.at)


def test_a_family_goes_from_not_invited_to_answered(school: School) -> None:
    child, guardian = school.family()
    seen = [stage(school, child)]
    invitations.invite(school.session, [guardian], Way.LETTER, at=school.at)
    seen.append(stage(school, child))
    school.gives(guardian, child)
    seen.append(stage(school, child))
    answer_all(school, guardian, child, Say.NO)
    seen.append(stage(school, child))
    assert seen == [Stage.NOT_INVITED, Stage.INVITED, Stage.PARTLY, Stage.ANSWERED]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (lambda school: reword(school, material=False), Stage.ANSWERED),
        (lambda school: reword(school, material=True), Stage.PARTLY),
    ],
)
def test_only_a_material_change_opens_a_question_again(school: School, after: Callable[[School], None], left: Stage) -> None:
    child, guardian = school.family()
    answer_all(school, guardian, child)
    after(school)
    assert stage(school, child) is left


def test_a_consent_that_ran_out_is_no_answer(school: School) -> None:
    child, guardian = school.family()
    answer_all(school, guardian, child)
    school.says(guardian, Say.YES, child, until=school.at.date() + timedelta(days=3))
    assert stage(school, child) is Stage.ANSWERED
    school.later(days=3)
    assert stage(school, child) is Stage.PARTLY


def test_the_count_agrees_with_the_standings(school: School) -> None:
    """What is kept for counting says the same as the ledger, folded."""
    child, guardian = school.family()
    other, third = school.family()
    answer_all(school, guardian, child)
    school.withdraws(guardian, child)
    school.says(third, Say.NO, other)
    reword(school, material=True)
    for pupil, asked in ((child, 34), (other, 34)):
        view = consents.family_view(school.session, pupil, at=school.at)[-1]
        answered = sum(choice.standing.state in (State.GIVEN, State.REFUSED, State.WITHDRAWN) for choice in view.choices)
        assert len(view.choices) == asked
        expected = Stage.PARTLY if answered < asked else Stage.ANSWERED
        assert stage(school, pupil) is expected


def test_classes_are_counted_and_nobody_who_left_is(school: School) -> None:
    group = school.group("2A")
    here, gone, loose = school.pupil(groups=[group]), school.pupil(groups=[group]), school.pupil()
    people.leave(school.session, gone, school.at.date(), actor=school.admin, at=school.at)
    invitations.invite(school.session, [here], Way.MAIL, at=school.at)
    found = questions.overview(school.session, at=school.at)
    counts = {view.id: dict(view.stages) for view in found.classes}
    assert counts[group] == {Stage.INVITED: 1}
    assert counts[NO_CLASS] == {Stage.NOT_INVITED: 1}
    assert list(questions.stages_of(school.session, NO_CLASS, at=school.at)) == [loose]
    assert sum(found.whole.values()) == 2


def test_speakers_are_those_who_may_say_yes_today(school: School) -> None:
    young, mother = school.family()
    old = school.pupil(born=school.at.date().replace(year=2010))
    nameless = school.pupil(born=None)
    school.guardian(nameless)
    stages = questions.stages_of(school.session, None, at=school.at)
    found = questions.pupils(school.session, stages, at=school.at)
    views = {each.person.id: [view.id for view, _ in each.speakers] for each in found}
    assert (views[young], views[old], views[nameless]) == ([mother], [old], [])


def test_whoever_has_no_address_is_not_invited_by_mail(school: School) -> None:
    person = school.guardian(school.pupil())
    people.correct(school.session, person, {"email": None}, actor=school.admin, at=school.at)
    with pytest.raises(BadInput):
        invitations.invite(school.session, [person], Way.MAIL, at=school.at)
    invitations.invite(school.session, [person], Way.LETTER, at=school.at)


def test_a_code_works_once_and_takes_the_other_letters_along(school: School) -> None:
    _, guardian = school.family()
    for code in ("first", "second"):
        invitations.issue_code(school.session, guardian, code, at=school.at)
    assert invitations.spend_code(school.session, "guessed", at=school.at) is None
    assert invitations.spend_code(school.session, "first", at=school.at) == guardian
    assert invitations.spend_code(school.session, "first", at=school.at) is None
    assert invitations.spend_code(school.session, "second", at=school.at) is None


def test_a_code_is_worth_nothing_when_it_is_late(school: School) -> None:
    _, guardian = school.family()
    until = invitations.issue_code(school.session, guardian, "late", at=school.at)
    assert invitations.spend_code(school.session, "late", at=until) is None


def test_reminders_come_later_each_time_and_stop(school: School) -> None:
    _, guardian = school.family()
    controller.choose_reminding(school.session, Reminding(7, 3), actor=school.admin, at=school.at)
    invitations.invite(school.session, [guardian], Way.MAIL, at=school.at)
    began, sent = school.at, []
    for _ in range(120):
        for due in asking.unanswered(school.session, at=school.at):
            reminders.record(school.session, asking.REMINDER, due.reader.id, due.about, at=school.at)
            sent.append(((school.at - began).days, due.number, due.of))
        school.later(days=1)
    assert sent == [(7, 1, 3), (21, 2, 3), (42, 3, 3)]


def test_nobody_is_reminded_after_an_answer_nor_before_an_invitation(school: School) -> None:
    child, guardian = school.family()
    school.family()
    invitations.invite(school.session, [guardian], Way.MAIL, at=school.at)
    school.later(days=8)
    assert [due.reader.id for due in asking.unanswered(school.session, at=school.at)] == [guardian]
    school.says(guardian, Say.NO, child)
    assert asking.unanswered(school.session, at=school.at) == []


def test_a_guardian_of_two_is_reminded_once_of_both(school: School) -> None:
    first, second = school.pupil(), school.pupil()
    guardian = school.guardian(first, second)
    invitations.invite(school.session, [guardian], Way.MAIL, at=school.at)
    [due] = asking.unanswered(school.session, at=school.later(days=8))
    assert {child.id for child in due.children} == {first, second}


def test_a_material_change_asks_those_again_who_agreed_and_once(school: School) -> None:
    child, guardian = school.family()
    other, refuser = school.family()
    school.gives(guardian, child)
    school.says(refuser, Say.NO, other)
    reword(school, material=False)
    assert asking.asked_again(school.session, at=school.at) == []
    reword(school, material=True)
    [again] = asking.asked_again(school.session, at=school.at)
    assert (again.reader.id, again.versions) == (guardian, {WEBSITE: 3})
    reminders.record(school.session, asking.REWORDED, guardian, asking.about(WEBSITE, 3), at=school.at)
    assert asking.asked_again(school.session, at=school.at) == []


@pytest.mark.parametrize("wrong", [Reminding(0, 3), Reminding(61, 3), Reminding(7, 6), Reminding(7, -1)])
def test_reminding_has_its_limits(school: School, wrong: Reminding) -> None:
    with pytest.raises(BadInput):
        controller.choose_reminding(school.session, wrong, actor=school.admin, at=school.at)
