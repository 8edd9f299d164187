"""Which confirmed faces a school may calibrate on, and which faces are proposed anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from consent_store.ids import PersonId
from consent_store.operations import media, people
from consent_store.operations import school as school_operations
from consent_store.records.queries import recognition
from consent_store.rules.entries import Say
from consent_store.rules.sightings import Answer, Confidence
from consent_store.rules.terms import RECOGNITION
from tests.gallery import VERSION, Gallery, box, found
from tests.school import School


@pytest.fixture
def gallery(school: School) -> Gallery:
    return Gallery.open(school)


def agreed(school: School) -> PersonId:
    """A pupil who may be recognised."""
    child, guardian = school.family()
    school.gives(guardian, child, RECOGNITION)
    return child


def confirmed(school: School) -> list[PersonId]:
    return [face.person for face in recognition.confirmed_faces(school.session, at=school.at)]


def test_faces_of_those_who_agreed_are_given_with_their_place(school: School, gallery: Gallery) -> None:
    child, (refuses, _) = agreed(school), school.family()
    item, _ = gallery.photo_of(refuses, child, Answer.STRANGER)
    [face] = recognition.confirmed_faces(school.session, at=school.at)
    assert (face.person, face.item, face.box) == (child, item, box(1))
    assert face.vault_name


def _withdraw(school: School, gallery: Gallery, child: PersonId) -> None:
    school.says(child, Say.WITHDRAWN, child, RECOGNITION)


def _look_alike(school: School, gallery: Gallery, child: PersonId) -> None:
    people.flag_look_alike(school.session, child, agreed(school), actor=school.admin, at=school.at)


def _switch_off(school: School, gallery: Gallery, child: PersonId) -> None:
    school_operations.switch_recognition(school.session, False, why="not now", actor=school.admin, at=school.at)


def _reopen(school: School, gallery: Gallery, child: PersonId) -> None:
    [face] = recognition.confirmed_faces(school.session, at=school.at)
    gallery.look(face.item, found(3))


def _remove(school: School, gallery: Gallery, child: PersonId) -> None:
    [face] = recognition.confirmed_faces(school.session, at=school.at)
    media.remove(school.session, face.item, "asked", actor=school.admin, at=school.at)


@pytest.mark.parametrize("ends", [_withdraw, _look_alike, _switch_off, _reopen, _remove])
def test_what_ends_recognition_or_the_review_ends_that(
    school: School, gallery: Gallery, ends: Callable[[School, Gallery, PersonId], None]
) -> None:
    child = agreed(school)
    gallery.photo_of(child)
    assert confirmed(school) == [child]
    ends(school, gallery, child)
    assert confirmed(school) == []


def test_an_event_without_recognition_has_none(school: School, gallery: Gallery) -> None:
    told = {"on": date(2026, 11, 20), "actor": gallery.teacher, "at": school.at}
    event = media.make_event(school.session, title="Play", recognition_off=True, **told)
    replace(gallery, event=event).photo_of(agreed(school))
    assert confirmed(school) == []


def test_described_faces_without_an_answer_are_open_in_their_version_only(school: School, gallery: Gallery) -> None:
    child = agreed(school)
    _, [first, second] = gallery.photo(found(2, child))
    faces = {face.id: face for face in recognition.open_faces(school.session, VERSION)}
    assert faces.keys() == {first, second}
    assert (faces[first].sealed, faces[first].quality, faces[second].proposal) == (b"sealed", 0.8, None)
    assert (guess := faces[first].proposal) is not None
    assert (guess.person, guess.confidence) == (child, Confidence.SURE)
    gallery.answer(first, child)
    assert [face.id for face in recognition.open_faces(school.session, VERSION)] == [second]
    assert recognition.open_faces(school.session, "another version") == []
