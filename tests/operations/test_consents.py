"""A word of consent: who may say it, under which wording, what it opens and what it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound, Refusal
from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.operations import consents, erasure, people
from consent_store.operations import school as school_operations
from consent_store.operations.consents import Chosen
from consent_store.operations.model_form import Wording
from consent_store.records import ledger
from consent_store.records.queries import consents as queries
from consent_store.rules import standing
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import RECOGNITION, Duty, Kind, Role
from tests.school import PORTAL, WEBSITE, School

SCAN = "ab" * 32
NEW = {"nl": Wording("Website", "Nieuw."), "en": Wording("Website", "New.")}


def _word(speaker: PersonId, person: PersonId, **changes: object) -> Word:
    word = Word(speaker, person, Say.YES, WEBSITE, Kind.PHOTO, notice=1, language="nl")
    return replace(word, **changes)  # type: ignore[arg-type]


def _refused(school: School, word: Word, actor: PersonId | None = None) -> Refusal:
    """What is said to a word that is refused; nothing is recorded."""
    before = ledger.head(school.session)
    with pytest.raises(Refusal) as refused:
        consents.speak(school.session, word, actor=actor or word.speaker, at=school.at)
    assert ledger.head(school.session) == before
    return refused.value


def test_a_yes_stands_until_it_is_withdrawn(school: School) -> None:
    child, guardian = school.family()
    assert school.standing(child).state is State.NEVER_ASKED
    entry = consents.speak(school.session, _word(guardian, child), actor=guardian, at=school.at)
    assert ledger.read(school.session)[-1] == entry
    assert school.standing(child).stands
    school.withdraws(guardian, child)
    assert school.standing(child).state is State.WITHDRAWN
    assert not school.standing(child, kind=Kind.FILM).stands


def test_any_no_wins_and_the_conflict_shows(school: School) -> None:
    child, mother = school.family()
    father = school.guardian(child)
    school.gives(mother, child)
    school.says(father, Say.NO, child)
    (conflict,) = queries.conflicts(school.session, at=school.at)
    assert conflict == school.standing(child)
    assert conflict.state is State.REFUSED
    school.withdraws(mother, child)
    assert queries.conflicts(school.session, at=school.at) == []


def test_a_pupil_refuses_at_any_age_and_gives_from_sixteen(school: School) -> None:
    child, guardian = school.family(born=date(2010, 11, 22))
    school.gives(guardian, child)
    assert _refused(school, _word(child, child)).code == "no_capacity"
    school.says(child, Say.NO, child)
    assert not school.standing(child).stands
    school.later(days=2)
    assert _refused(school, _word(guardian, child)).code == "no_capacity"
    school.gives(child, child)
    assert school.standing(child).stands


def test_a_child_takes_its_own_no_back_and_nobody_elses(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child)
    school.says(child, Say.NO, child)
    assert not school.standing(child).stands
    school.says(child, Say.LIFTED, child)
    assert school.standing(child).stands
    school.says(guardian, Say.NO, child)
    school.says(child, Say.LIFTED, child)
    assert not school.standing(child).stands


def test_strangers_and_those_without_authority_say_nothing(school: School) -> None:
    child, _ = school.family()
    others = [school.guardian(), school.staff(Duty.OFFICE), school.guardian(school.pupil())]
    for other in others:
        for say in Say:
            assert _refused(school, _word(other, child, say=say)).code == "no_capacity"


@pytest.mark.parametrize(
    ("changes", "kind", "code"),
    [
        ({"purpose": PurposeCode("unknown")}, NotFound, "not_found"),
        ({"purpose": None}, BadInput, "bad_input"),
        ({"kind": None}, BadInput, "bad_input"),
        ({"purpose": RECOGNITION, "kind": Kind.SOUND}, BadInput, "bad_input"),
        ({"notice": None}, BadInput, "bad_input"),
        ({"notice": 2}, BadInput, "bad_input"),
        ({"language": "fr"}, BadInput, "bad_input"),
        ({"language": None}, BadInput, "bad_input"),
        ({"until": date(2026, 11, 20)}, BadInput, "bad_input"),
        ({"item": ItemId("none")}, NotFound, "not_found"),
        ({"say": Say.NO, "purpose": None}, BadInput, "bad_input"),
        ({"scan": SCAN}, NotAllowed, "not_the_speaker"),
        ({"method": Method.PAPER}, BadInput, "bad_input"),
        ({"method": Method.PAPER, "scan": SCAN}, BadInput, "bad_input"),
    ],
)
def test_a_word_that_cannot_be_taken(school: School, changes: dict[str, object], kind: type[Refusal], code: str) -> None:
    child, guardian = school.family()
    refusal = _refused(school, _word(guardian, child, **changes))
    assert (type(refusal), refusal.code) == (kind, code)


def test_nothing_is_said_about_whoever_is_not_there(school: School) -> None:
    assert type(_refused(school, _word(school.guardian(), PersonId("nobody")))) is NotFound


def test_online_nobody_speaks_in_anothers_name(school: School) -> None:
    child, guardian = school.family()
    assert _refused(school, _word(guardian, child), actor=school.staff(Duty.OFFICE)).code == "not_the_speaker"


def test_a_yes_under_an_old_wording_is_told_and_not_recorded_but_a_no_is(school: School) -> None:
    child, guardian = school.family()
    school_operations.publish_notice(school.session, WEBSITE, NEW, False, actor=school.admin, at=school.later(hours=1))
    assert _refused(school, _word(guardian, child)).code == "notice_outdated"
    consents.speak(school.session, _word(guardian, child, say=Say.NO), actor=guardian, at=school.at)
    assert school.standing(child).state is State.REFUSED


@pytest.mark.parametrize("material", [False, True])
def test_a_form_on_paper_may_be_older_as_long_as_it_says_the_same(school: School, material: bool) -> None:
    child, guardian = school.family()
    office = school.staff(Duty.OFFICE)
    scan = {"vault_name": "v", "size": 9, "media_type": "application/pdf"}
    for _ in range(2):
        consents.keep_scan(school.session, child, SCAN, **scan, actor=office, at=school.at)
    school_operations.publish_notice(school.session, WEBSITE, NEW, material, actor=school.admin, at=school.later(hours=1))
    assert [view.vault_name for view in queries.scans_of(school.session, child)] == ["v"]
    word = _word(guardian, child, method=Method.PAPER, scan=SCAN)
    if material:
        assert _refused(school, word, actor=office).code == "notice_outdated"
    else:
        consents.speak(school.session, word, actor=office, at=school.at)
        assert school.standing(child).stands


def test_a_yes_ends_on_its_day(school: School) -> None:
    child, guardian = school.family()
    tomorrow = school.at.date() + timedelta(days=1)
    school.says(guardian, Say.YES, child, until=tomorrow)
    assert school.standing(child).stands
    school.later(days=1)
    assert school.standing(child).state is State.EXPIRED


def test_the_family_sees_every_choice_of_every_child_and_their_own_word(school: School) -> None:
    child, mother = school.family()
    father = school.guardian(child)
    school.gives(mother, child, WEBSITE, PORTAL)
    school.says(father, Say.NO, child)
    first, herself = queries.family_view(school.session, mother, at=school.at)
    assert (first.person.id, first.may_give, first.may_refuse) == (child, True, True)
    assert (herself.person.id, herself.may_give) == (mother, True)
    assert len(first.choices) == 11 * 3 + 1
    shown = {(choice.purpose.code, choice.kind): choice for choice in first.choices}
    website, portal = shown[WEBSITE, Kind.PHOTO], shown[PORTAL, Kind.PHOTO]
    assert (website.standing.state, portal.standing.state) == (State.REFUSED, State.GIVEN)
    assert website.own is not None and website.own.word.say is Say.YES
    assert shown[WEBSITE, Kind.FILM].own is None


def test_standings_of_many_leave_out_whoever_is_not_there(school: School) -> None:
    child, guardian = school.family()
    guest = school.person(Role.GUEST)
    school.gives(guardian, child)
    school.gives(guest, guest)
    erasure.erase(school.session, guest, actor=school.admin, at=school.at)
    asked = [child, guest, PersonId("nobody")]
    found = queries.standings_for(school.session, asked, school.purpose(), Kind.PHOTO, at=school.at)
    assert {person: standing.stands for person, standing in found.items()} == {child: True}


def test_standings_agree_with_a_fold_of_the_whole_ledger(school: School) -> None:
    """The look at the text that spares reading changes no answer."""
    child, mother = school.family()
    father = school.guardian(child)
    says = [(mother, Say.YES, WEBSITE), (father, Say.YES, PORTAL), (father, Say.NO, PORTAL), (mother, Say.YES, RECOGNITION)]
    for speaker, say, purpose in says:
        school.says(speaker, say, child, purpose)
    register = queries.register_for(school.session, child)
    for purpose in (WEBSITE, PORTAL, RECOGNITION, PurposeCode("press")):
        whole = standing.standing(ledger.read(school.session), register, school.purpose(purpose), Kind.PHOTO, school.at)
        assert school.standing(child, purpose) == whole


def test_words_chosen_together_are_all_kept_or_none(school: School) -> None:
    child, guardian = school.family()
    yes, no = _word(guardian, child), _word(guardian, child, say=Say.NO, kind=Kind.FILM)
    first, second = consents.choose(school.session, [Chosen(yes, 0), Chosen(no, 0)], actor=guardian, at=school.at)
    assert consents.choose(school.session, [Chosen(yes, 0), Chosen(no, 0)], actor=guardian, at=school.at) == []
    back = _word(guardian, child, say=Say.WITHDRAWN)
    assert [entry.body for entry in consents.choose(school.session, [Chosen(back, first.seq)], actor=guardian, at=school.at)] == [back]
    before = ledger.head(school.session)
    sound, stale = _word(guardian, child, kind=Kind.SOUND), _word(guardian, child, say=Say.NO)
    with pytest.raises(Conflict) as refused, school.session.begin_nested():
        consents.choose(school.session, [Chosen(sound, 0), Chosen(stale, first.seq)], actor=guardian, at=school.at)
    assert (refused.value.code, ledger.head(school.session)) == ("said_meanwhile", before)
    assert second.body == no


def test_whoever_spoke_for_a_pupil_who_left_still_may(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child)
    people.leave(school.session, child, school.at.date(), actor=school.admin, at=school.at)
    assert school.standing(child).stands
    (about, _themselves) = queries.family_view(school.session, guardian, at=school.at)
    assert (about.person.id, about.may_refuse) == (child, True)
