"""A new version of the analysis: it proposes beside what people said, says what it would change, and changes nothing."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import DifferenceId, ItemId, PersonId, SightingId
from consent_store.operations import asides, differences, media, reviews, templates
from consent_store.records.queries import differences as questions
from consent_store.records.queries import media as queries
from consent_store.records.queries.differences import DifferenceView
from consent_store.records.sightings import SightingRow
from consent_store.rules.differences import Change
from consent_store.rules.entries import Say
from consent_store.rules.gate import Code
from consent_store.rules.sightings import Answer, Box, Confidence, Proposal
from consent_store.rules.terms import RECOGNITION, WhyAside
from tests.gallery import VERSION, Gallery, box
from tests.school import School

NEXT = "engine 2"


def sees(place: int, who: PersonId | None = None, confidence: Confidence = Confidence.SURE) -> media.Found:
    """One face that the machine finds, and takes for somebody."""
    return media.Found(box(place), 0.9, 0.8, Proposal(confidence, who, 0.3, None, None) if who else None, b"sealed")


def looks_again(gallery: Gallery, item: ItemId, *found: media.Found, version: str = NEXT) -> list[SightingId]:
    """Another version comes into force, and looks."""
    gallery.later(hours=1)
    media.bring_into_force(gallery.school.session, version, at=gallery.school.at)
    return gallery.look(item, found, version)


def asked(gallery: Gallery) -> list[DifferenceView]:
    """What is to be settled."""
    found = questions.open_of(gallery.school.session, gallery.event, limit=99)
    assert len(found) == questions.number_open(gallery.school.session, gallery.event)
    return found


def settle(gallery: Gallery, accept: bool, *, by: PersonId | None = None) -> None:
    """Somebody settles the first of it."""
    gallery.later(minutes=1)
    told = {"actor": by or gallery.teacher, "at": gallery.school.at}
    differences.settle(gallery.school.session, asked(gallery)[0].id, accept=accept, **told)


def says(gallery: Gallery, item: ItemId) -> list[Answer | PersonId | None]:
    """What is said about an item, from left to right."""
    return [view.sighting.person or view.sighting.answer for view in queries.sightings_of(gallery.school.session, item)]


def test_what_a_new_version_would_change_stands_beside_and_new_faces_come_first(school: School, gallery: Gallery) -> None:
    anna, bram = school.pupil(), school.pupil()
    item, (left, right) = gallery.photo(2)
    gallery.answer(left, anna)
    gallery.answer(right, Answer.STRANGER)
    gallery.attest(item)
    looks_again(gallery, item, sees(0, bram), sees(5))
    assert says(gallery, item) == [anna, Answer.STRANGER, None]
    assert [(each.change, each.person, each.face.sighting.answer) for each in asked(gallery)] == [
        (Change.NEW, None, None),
        (Change.PERSON, bram, Answer.PERSON),
        (Change.GONE, None, Answer.STRANGER),
    ]
    assert Code.UNANSWERED in {reason.code for reason in gallery.ask(item).reasons}
    [(event, number)] = questions.open_by_event(school.session)
    assert (event.id, number) == (gallery.event, 3)


@pytest.mark.parametrize("confidence", [Confidence.UNSURE, Confidence.UNKNOWN])
def test_what_it_is_not_sure_of_it_does_not_bring_up(school: School, gallery: Gallery, confidence: Confidence) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, Answer.STRANGER)
    looks_again(gallery, item, sees(0, school.pupil(), confidence))
    assert asked(gallery) == []


def test_what_somebody_saw_and_said_otherwise_is_not_asked_again(school: School, gallery: Gallery) -> None:
    anna, bram = school.pupil(), school.pupil()
    item, (face,) = gallery.photo([sees(0, bram)])
    gallery.answer(face, anna)
    looks_again(gallery, item, sees(0, bram))
    assert asked(gallery) == []


def test_a_first_look_and_a_look_of_the_same_version_change_nothing(gallery: Gallery) -> None:
    item, _ = gallery.photo(2)
    gallery.look(item, 2)
    assert asked(gallery) == []


def test_a_drawn_face_and_a_false_alarm_are_not_missed(gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, Answer.NOBODY)
    told = {"actor": gallery.teacher, "at": gallery.school.at}
    reviews.draw(gallery.school.session, item, Box(2000, 2000, 2100, 2100), Answer.STRANGER, **told)
    looks_again(gallery, item)
    assert asked(gallery) == []


def test_an_accepted_change_is_an_answer_of_whoever_accepted_it(school: School, gallery: Gallery) -> None:
    anna, bram = school.pupil(), school.pupil()
    item, (left, right) = gallery.photo(2)
    gallery.answer(left, anna)
    gallery.answer(right, Answer.STRANGER)
    looks_again(gallery, item, sees(0, bram))
    settle(gallery, True, by=gallery.colleague)
    settle(gallery, True)
    assert says(gallery, item) == [bram, Answer.NOBODY]
    assert queries.sightings_of(school.session, item)[0].answered_by == gallery.colleague
    assert asked(gallery) == []


def test_what_was_kept_is_not_asked_by_the_next_version_but_another_name_is(school: School, gallery: Gallery) -> None:
    anna, bram, chloe = school.pupil(), school.pupil(), school.pupil()
    item, (face,) = gallery.photo(1)
    gallery.answer(face, anna)
    looks_again(gallery, item, sees(0, bram))
    settle(gallery, False)
    looks_again(gallery, item, sees(0, bram), version="engine 3")
    assert asked(gallery) == []
    looks_again(gallery, item, sees(0, chloe), version="engine 4")
    assert [each.person for each in asked(gallery)] == [chloe]
    looks_again(gallery, item, sees(0, anna), version="engine 5")
    assert asked(gallery) == []
    assert says(gallery, item) == [anna]


def test_what_was_kept_can_be_asked_again_by_whoever_kept_it(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, school.pupil())
    looks_again(gallery, item, sees(0, school.pupil()))
    [each] = asked(gallery)
    settle(gallery, False)
    with pytest.raises(NotFound):
        differences.reopen(school.session, each.id, actor=gallery.colleague)
    differences.reopen(school.session, each.id, actor=gallery.teacher)
    assert [view.id for view in asked(gallery)] == [each.id]


def test_an_answer_given_since_settles_it(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, school.pupil())
    looks_again(gallery, item, sees(0, school.pupil()))
    [each] = asked(gallery)
    gallery.later(minutes=1)
    gallery.answer(face, Answer.STRANGER)
    assert asked(gallery) == []
    with pytest.raises(Conflict):
        differences.settle(school.session, each.id, accept=True, actor=gallery.teacher, at=school.at)
    with pytest.raises(NotFound):
        differences.settle(school.session, DifferenceId("ghost"), accept=True, actor=gallery.teacher, at=school.at)


def test_a_new_face_has_to_be_named_or_is_said_to_be_none(gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    looks_again(gallery, item, sees(0))
    with pytest.raises(BadInput):
        settle(gallery, True)
    looks_again(gallery, item, sees(0), version="engine 3")
    assert [each.change for each in asked(gallery)] == [Change.NEW]
    settle(gallery, False)
    assert (says(gallery, item), asked(gallery)) == ([Answer.NOBODY], [])


def test_a_picture_that_is_set_aside_asks_nothing(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    looks_again(gallery, item, sees(0))
    asides.set_aside(school.session, [item], WhyAside.OTHER, actor=gallery.teacher, at=school.at)
    assert asked(gallery) == []


def test_with_the_consent_to_recognition_the_proposal_goes(school: School, gallery: Gallery) -> None:
    (child, guardian), other = school.family(), school.pupil()
    school.gives(guardian, child, RECOGNITION)
    templates.keep(school.session, child, "resnet", b"key", [templates.Reference(b"sealed", 0.9)], actor=school.admin, at=school.at)
    item, (face,) = gallery.photo(1)
    gallery.answer(face, other)
    looks_again(gallery, item, sees(0, child))
    assert len(asked(gallery)) == 1
    school.says(guardian, Say.WITHDRAWN, child, RECOGNITION)
    assert asked(gallery) == []


PLACES = some.integers(0, 4)
ANSWERS = some.sampled_from([None, *(answer for answer in Answer if answer is not Answer.CROWD)])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=some.lists(some.tuples(ANSWERS, PLACES), min_size=1, max_size=4),
    looks=some.lists(
        some.lists(some.tuples(PLACES, PLACES, some.sampled_from(Confidence)), max_size=5, unique_by=lambda t: t[0]), max_size=3
    ),
)
def test_no_look_of_any_version_ever_changes_a_person_s_answer(
    gallery: Gallery, said: Sequence[tuple[Answer | None, int]], looks: Sequence[Sequence[tuple[int, int, Confidence]]]
) -> None:
    school = gallery.school
    people = [school.pupil() for _ in range(5)]
    item, faces = gallery.photo(len(said))
    for face, (answer, who) in zip(faces, said, strict=True):
        gallery.answer(face, people[who] if answer is Answer.PERSON else answer)
    query = select(SightingRow.id, SightingRow.answer, SightingRow.person_id, SightingRow.answered_by, SightingRow.answered_at)
    query = query.where(SightingRow.item_id == item, SightingRow.answer.is_not(None), SightingRow.removed_at.is_(None))
    before = set(school.session.execute(query.order_by(SightingRow.id)))
    for number, look in enumerate(looks):
        looks_again(gallery, item, *(sees(place, people[who], how) for place, who, how in look), version=f"{NEXT}.{number}")
        media.repropose(school.session, {face: Proposal(Confidence.SURE, people[0], 0.1, None, None) for face in faces})
    assert set(school.session.execute(query)) == before
    media.bring_into_force(school.session, VERSION, at=school.at)
