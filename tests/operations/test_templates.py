"""Templates: kept only while recognition is agreed to and switched on, and gone with whatever ends that (rule 10)."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from consent_store.errors import BadInput, Conflict, Refusal
from consent_store.ids import PersonId
from consent_store.operations import erasure, people, shreds, templates
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.operations.templates import Reference
from consent_store.records import ledger
from consent_store.records.queries import files, media
from consent_store.records.queries import templates as queries
from consent_store.records.templates import PersonKeyRow, TemplateRow
from consent_store.rules.entries import Say
from consent_store.rules.terms import RECOGNITION
from tests.gallery import Gallery, found
from tests.school import School

REFERENCES = [Reference(b"sealed one", 0.9, "picture-1"), Reference(b"sealed two", 0.7)]
NEW = {"nl": Wording("Herkenning", "Anders."), "en": Wording("Recognition", "Otherwise.")}


def _keep(school: School, person: PersonId, key: bytes = b"key", model: str = "resnet") -> None:
    templates.keep(school.session, person, model, key, REFERENCES, actor=school.admin, at=school.at)


def _enrolled(school: School) -> tuple[PersonId, PersonId]:
    child, guardian = school.family()
    school.gives(guardian, child, RECOGNITION)
    _keep(school, child)
    return child, guardian


def _matched(school: School, model: str = "resnet") -> list[PersonId]:
    return [view.person for view in queries.templates_for(school.session, model, at=school.at)]


def _nothing_kept(school: School) -> bool:
    return not school.session.scalars(select(TemplateRow)).all() and not school.session.scalars(select(PersonKeyRow)).all()


def test_references_are_kept_under_a_standing_consent(school: School) -> None:
    child, _ = _enrolled(school)
    views = queries.templates_for(school.session, "resnet", at=school.at)
    assert {(view.person, view.wrapped_key, view.sealed, view.picture) for view in views} == {
        (child, b"key", b"sealed one", "picture-1"),
        (child, b"key", b"sealed two", None),
    }
    assert views[0].lapses_on == date(2027, 11, 20)
    assert (_matched(school, "another model"), queries.key_of(school.session, child)) == ([], b"key")
    assert queries.pictures(school.session) == {"picture-1"}


def test_more_references_come_under_the_same_key_only(school: School) -> None:
    child, _ = _enrolled(school)
    _keep(school, child)
    assert len(_matched(school)) == 4
    with pytest.raises(Conflict):
        _keep(school, child, key=b"another")
    with pytest.raises(BadInput):
        templates.keep(school.session, child, "resnet", b"key", [], actor=school.admin, at=school.at)


BARS: dict[str, Callable[[School, PersonId, PersonId], object]] = {
    "never asked": lambda school, child, guardian: None,
    "refused": lambda school, child, guardian: school.says(guardian, Say.NO, child, RECOGNITION),
    "switched off for the person": lambda school, child, guardian: people.switch_recognition(
        school.session, child, True, actor=school.admin, at=school.at
    ),
    "switched off for the school": lambda school, child, guardian: school_operations.switch_recognition(
        school.session, False, actor=school.admin, at=school.at
    ),
    "left": lambda school, child, guardian: people.leave(school.session, child, school.at.date(), actor=school.admin, at=school.at),
}


@pytest.mark.parametrize("bar", BARS)
def test_nothing_is_kept_of_whoever_did_not_agree(school: School, bar: str) -> None:
    child, guardian = school.family()
    if bar != "never asked":
        school.gives(guardian, child, RECOGNITION)
    BARS[bar](school, child, guardian)
    with pytest.raises(Refusal):
        _keep(school, child)
    assert _nothing_kept(school)


ENDS: dict[str, Callable[[School, PersonId, PersonId], object]] = {
    "withdrawn": lambda school, child, guardian: school.withdraws(guardian, child, RECOGNITION),
    "refused by the child": lambda school, child, guardian: school.says(child, Say.NO, child, RECOGNITION),
    "authority lost": lambda school, child, guardian: people.record_guardianship(
        school.session, guardian, child, False, actor=school.admin, at=school.at
    ),
    "birth date corrected": lambda school, child, guardian: people.correct(
        school.session, child, {"born": date(2005, 1, 1)}, actor=school.admin, at=school.at
    ),
    "switched off": lambda school, child, guardian: people.switch_recognition(
        school.session, child, True, actor=school.admin, at=school.at
    ),
    "left": lambda school, child, guardian: people.leave(school.session, child, school.at.date(), actor=school.admin, at=school.at),
    "erased": lambda school, child, guardian: erasure.erase(school.session, child, actor=school.admin, at=school.at),
    "another notice": lambda school, child, guardian: school_operations.publish_notice(
        school.session, RECOGNITION, NEW, True, actor=school.admin, at=school.later(days=1)
    ),
    "a year went by": lambda school, child, guardian: templates.lapse(
        school.session, school.later(days=365).date(), actor=school.admin, at=school.at
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_the_consent_deletes_the_templates_at_once(school: School, end: str) -> None:
    child, guardian = _enrolled(school)
    ENDS[end](school, child, guardian)
    assert _nothing_kept(school)
    assert len(ledger.read(school.session, person=child, kind="TemplatesDeleted")) == 1


def test_a_word_about_something_else_keeps_them(school: School) -> None:
    child, guardian = _enrolled(school)
    school.says(guardian, Say.NO, child)
    templates.lapse(school.session, school.at.date(), actor=school.admin, at=school.at)
    assert _matched(school) == [child, child]


def test_deleting_lets_the_pictures_go_and_a_withdrawal_does_so_by_itself(school: School) -> None:
    child, guardian = _enrolled(school)
    assert files.to_shred(school.session) == []
    school.says(guardian, Say.WITHDRAWN, child, RECOGNITION)
    assert files.to_shred(school.session) == ["picture-1"]
    shreds.done(school.session, ["picture-1"])
    templates.delete(school.session, child, actor=school.admin, at=school.at)
    assert files.to_shred(school.session) == []


def test_the_schools_switch_pauses_and_keeps(school: School) -> None:
    child, _ = _enrolled(school)
    for on, matched in ((False, []), (True, [child, child])):
        school_operations.switch_recognition(school.session, on, actor=school.admin, at=school.at)
        assert _matched(school) == matched


def test_a_withdrawal_counts_however_the_clocks_stand(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child, RECOGNITION)
    looked = school.at  # by a worker whose clock is behind, or who then waited for the lock
    school.later(seconds=5)
    school.withdraws(guardian, child, RECOGNITION)
    school.at = looked
    with pytest.raises(Refusal) as refused:
        _keep(school, child)
    assert refused.value.code == "no_consent"


def test_no_guess_outlives_the_consent_also_where_an_answer_is_taken_back(school: School) -> None:
    gallery = Gallery.open(school)
    child, guardian = _enrolled(school)
    item, (face,) = gallery.photo(found(1, child))
    gallery.answer(face, child)
    school.withdraws(guardian, child, RECOGNITION)
    gallery.answer(face, None)
    assert [view.proposal and view.proposal.person for view in media.sightings_of(school.session, item)] == [None]
