"""How long a yes lasts by the school's choice, and how what was just said is taken back."""

from datetime import date

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId
from consent_store.operations import consents, settings
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.records import ledger
from consent_store.records.queries import school as questions
from consent_store.rules.entries import Entry, Say, SettingRecorded, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import Onlookers
from tests.school import PORTAL, WEBSITE, School


def _take_back(school: School, child: PersonId, by: PersonId, *entries: Entry) -> list[Say]:
    said = consents.take_back(school.session, child, [entry.seq for entry in entries], actor=by, at=school.at)
    return [entry.body.say for entry in said if isinstance(entry.body, Word)]


def test_a_yes_ends_when_the_school_says_and_older_ones_stay(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child, PORTAL)
    settings.choose_lasting(school.session, "year 07-31", actor=school.admin, at=school.at)
    school.gives(guardian, child, WEBSITE)
    assert (school.standing(child, PORTAL).until, school.standing(child).until) == (None, date(2027, 8, 1))
    school.later(days=254)
    assert [school.standing(child, purpose).state for purpose in (PORTAL, WEBSITE)] == [State.GIVEN, State.EXPIRED]


def test_a_sooner_end_is_kept(school: School) -> None:
    child, guardian = school.family()
    settings.choose_lasting(school.session, "months 12", actor=school.admin, at=school.at)
    school.says(guardian, Say.YES, child, until=date(2027, 1, 1))
    school.says(guardian, Say.YES, child, PORTAL, until=date(2037, 1, 1))
    assert [school.standing(child, purpose).until for purpose in (WEBSITE, PORTAL)] == [date(2027, 1, 1), date(2027, 11, 20)]


def test_a_renewed_yes_lasts_another_year(school: School) -> None:
    child, guardian = school.family()
    settings.choose_lasting(school.session, "year 12-31", actor=school.admin, at=school.at)
    school.gives(guardian, child)
    school.later(days=20)
    school.gives(guardian, child)
    assert school.standing(child).until == date(2028, 1, 1)


def test_what_the_school_sets_is_an_entry_once(school: School) -> None:
    for _ in range(2):
        settings.choose_lasting(school.session, "months 12", actor=school.admin, at=school.at)
        settings.choose_onlookers(school.session, Onlookers.NOTHING, actor=school.admin, at=school.at)
    recorded = [entry.body for entry in ledger.read(school.session, kind="SettingRecorded")]
    assert [(body.setting, body.value) for body in recorded if isinstance(body, SettingRecorded)] == [
        ("yes_lasts", "months 12"),
        ("onlookers_see", "nothing"),
    ]
    opened = questions.opened(school.session)
    assert (str(opened.yes_lasts), opened.onlookers_see) == ("months 12", Onlookers.NOTHING)


def test_a_term_that_makes_no_sense_changes_nothing(school: School) -> None:
    with pytest.raises(BadInput):
        settings.choose_lasting(school.session, "year 02-30", actor=school.admin, at=school.at)
    assert str(questions.opened(school.session).yes_lasts) == ""


def test_taken_back_it_is_as_if_unsaid_or_as_before(school: School) -> None:
    child, guardian = school.family()
    first = school.says(guardian, Say.YES, child)
    second = school.says(guardian, Say.WITHDRAWN, child)
    assert _take_back(school, child, guardian, second) == [Say.YES]
    assert school.standing(child).stands
    other = school.says(guardian, Say.NO, child, PORTAL)
    assert _take_back(school, child, guardian, other) == [Say.LIFTED]
    assert school.standing(child, PORTAL).state is State.NEVER_ASKED
    with pytest.raises(Conflict, match="another window"):
        _take_back(school, child, guardian, first)


def test_a_yes_under_an_older_wording_is_not_said_again(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child)
    no = school.says(guardian, Say.NO, child)
    wordings = {"nl": Wording("Site", "Anders."), "en": Wording("Site", "Different.")}
    school_operations.publish_notice(school.session, WEBSITE, wordings, False, actor=school.admin, at=school.at)
    assert _take_back(school, child, guardian, no) == [Say.LIFTED]
    assert school.standing(child).state is State.NEVER_ASKED


def test_nobody_takes_back_anothers_word_nor_half_of_what_they_name(school: School) -> None:
    child, guardian = school.family()
    theirs, own = school.says(school.guardian(child), Say.NO, child), school.says(guardian, Say.YES, child)
    with pytest.raises(NotFound):
        _take_back(school, child, guardian, own, theirs)
    assert school.standing(child).state is State.REFUSED
