"""What a family asks of the office: a correction, an erasure, a copy."""

from datetime import date, timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.operations import corrections, exports, making
from consent_store.operations.making import File
from consent_store.records.queries import corrections as questions
from consent_store.records.queries import exports as export_queries
from consent_store.records.queries import people, renditions
from consent_store.rules.asking import Matter
from consent_store.rules.terms import Duty
from tests.gallery import Gallery, digest
from tests.school import School


def test_a_correction_is_granted_and_done_at_once(school: School) -> None:
    child, mother = school.family()
    office, told = school.staff(Duty.OFFICE), {"actor": mother, "at": school.at}
    wish = corrections.ask(school.session, child, Matter.BORN, "2013-01-31", **told)
    assert corrections.ask(school.session, child, Matter.BORN, "2013-01-31", **told) == wish
    assert [each.due_on for each in questions.waiting(school.session)] == [date(2026, 12, 20)]
    settled = corrections.settle(school.session, wish, True, "", actor=office, at=school.at)
    assert settled.granted and settled.to == people.person(school.session, mother).email
    assert people.person(school.session, child).born == date(2013, 1, 31)
    with pytest.raises(Conflict):
        corrections.settle(school.session, wish, False, "no", actor=office, at=school.at)


def test_a_refusal_needs_its_reason_and_changes_nothing(school: School) -> None:
    child, mother = school.family()
    before = people.person(school.session, child)
    wish = corrections.ask(school.session, child, Matter.GIVEN_NAME, "Zoë", actor=mother, at=school.at)
    with pytest.raises(BadInput), school.session.begin_nested():
        corrections.settle(school.session, wish, False, "  ", actor=school.admin, at=school.at)
    corrections.settle(school.session, wish, False, "The passport says otherwise.", actor=school.admin, at=school.at)
    assert people.person(school.session, child) == before
    assert [each.answer for each in questions.settled(school.session)] == ["The passport says otherwise."]


@pytest.mark.parametrize("matter", [Matter.EMAIL, Matter.ERASURE])
def test_nothing_is_granted_to_whoever_has_no_say_any_more(school: School, matter: Matter) -> None:
    child, mother = school.family()
    wish = corrections.ask(school.session, child, matter, "mother@example.test", actor=mother, at=school.at)
    school.later(days=4 * 365)  # the child is sixteen by now
    before = people.person(school.session, child)
    with pytest.raises(Conflict):
        corrections.settle(school.session, wish, True, "", actor=school.admin, at=school.at)
    assert people.person(school.session, child) == before
    assert not corrections.settle(school.session, wish, False, "Ask your child.", actor=school.admin, at=school.at).granted


@pytest.mark.parametrize(("matter", "wanted"), [(Matter.BORN, "yesterday"), (Matter.GIVEN_NAME, " "), (Matter.OTHER, "x" * 1001)])
def test_a_wish_that_cannot_be_is_told_so(school: School, matter: Matter, wanted: str) -> None:
    child, mother = school.family()
    with pytest.raises(BadInput):
        corrections.ask(school.session, child, matter, wanted, actor=mother, at=school.at)
    with pytest.raises(NotFound):
        corrections.ask(school.session, child, Matter.OTHER, "x", actor=school.guardian(), at=school.at)
    assert questions.waiting(school.session) == []


def test_an_erasure_takes_names_wishes_and_pictures_and_leaves_entries(school: School) -> None:
    gallery = Gallery.open(school)
    child, mother = school.family()
    item, _ = gallery.photo_of(child)
    export = exports.ask(school.session, child, actor=mother, at=school.at)
    [order] = renditions.waiting(school.session, at=school.at)
    making.claim(school.session, order, until=school.at, at=school.at)
    assert not export_queries.ready(school.session, child).whole
    making.made(school.session, order, File(digest(), digest(), 7, "image/jpeg", 4, 3), at=school.at)
    assert export_queries.ready(school.session, child).whole
    wish = corrections.ask(school.session, child, Matter.ERASURE, "", actor=mother, at=school.at)
    corrections.settle(school.session, wish, True, "", actor=school.admin, at=school.at)
    assert people.person(school.session, child).erased
    assert renditions.many(school.session, [order]) == {} and questions.settled(school.session) == []
    with pytest.raises(NotFound):
        exports.take(school.session, export, actor=mother, at=school.at)
    assert item in gallery.ask(item).item and not gallery.ask(item).passes


def test_a_copy_is_for_whoever_asked_and_for_a_week(school: School) -> None:
    child, mother = school.family()
    father = school.guardian(child)
    export = exports.ask(school.session, child, actor=mother, at=school.at)
    assert exports.ask(school.session, child, actor=mother, at=school.at) == export
    with pytest.raises(NotFound):
        exports.take(school.session, export, actor=father, at=school.at)
    assert exports.take(school.session, export, actor=mother, at=school.at) == child
    with pytest.raises(NotFound):
        exports.take(school.session, export, actor=mother, at=school.at + timedelta(days=7))
