"""Taking back and doing again, by press and across an event's pictures; and what whoever looks on is told."""

import pytest
from sqlalchemy import event

from consent_store.errors import Conflict
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import media, reviews
from consent_store.records.queries import history, pulse
from consent_store.records.queries import media as queries
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery, box
from tests.school import School

STRANGER, NOBODY = Answer.STRANGER, Answer.NOBODY


class Desk:
    """What two people do in one event, and what is said then."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery, self.session, self.at = gallery, gallery.school.session, gallery.school.at

    def pile(self, faces: list[SightingId], said: Answer = STRANGER) -> None:
        answers = [(face, said, None) for face in faces]
        reviews.answer_many(self.session, answers, batch="one press", actor=self.gallery.teacher, at=self.at)

    def turn(self, way: str = "undo", by: PersonId | None = None, **how: int) -> list[ItemId]:
        return getattr(reviews, way)(self.session, self.gallery.event, actor=by or self.gallery.teacher, at=self.at, **how)

    def says(self, *items: ItemId) -> list[Answer | None]:
        return [view.sighting.answer for item in items for view in queries.sightings_of(self.session, item)]

    def next(self, way: str = "undo") -> history.Press | None:
        return getattr(history.of(self.session, self.gallery.event, self.gallery.teacher), way)


@pytest.fixture
def desk(gallery: Gallery) -> Desk:
    return Desk(gallery)


def test_what_one_press_did_in_two_pictures_one_press_takes_back(gallery: Gallery, desk: Desk) -> None:
    (first, one), (second, two) = gallery.photo(2), gallery.photo(1)
    desk.pile([*one, *two])
    press = desk.next()
    assert press and len(press.steps) == 3 and press.items == [second, first]
    assert set(desk.turn()) == {first, second} and desk.says(first, second) == [None] * 3
    assert desk.turn("redo") == [first, second] and desk.says(first, second) == [STRANGER] * 3


def test_a_face_that_is_given_twice_is_answered_once_and_never_in_two_ways(gallery: Gallery, desk: Desk) -> None:
    item, (face,) = gallery.photo(1)
    with pytest.raises(Conflict):
        reviews.answer_many(desk.session, [(face, STRANGER, None), (face, NOBODY, None)], actor=gallery.teacher, at=desk.at)
    desk.pile([face, face])
    assert desk.turn() == [item] and desk.turn() == [] and desk.says(item) == [None]


def test_a_pile_takes_a_number_of_queries_that_does_not_grow(gallery: Gallery, desk: Desk) -> None:
    def queries(faces: list[SightingId]) -> list[int]:
        counts = []
        for act in (lambda: desk.pile(faces), desk.turn, lambda: desk.turn("redo")):
            asked: list[str] = []
            listener = lambda *told: asked.append(told[2])  # noqa: E731, B023
            event.listen(desk.session.get_bind(), "before_cursor_execute", listener)
            act()
            event.remove(desk.session.get_bind(), "before_cursor_execute", listener)
            counts.append(len(asked))
        return counts

    few, many = [face for _ in range(2) for face in gallery.photo(2)[1]], [face for _ in range(6) for face in gallery.photo(5)[1]]
    assert queries(few) == queries(many)


def test_what_a_colleague_built_upon_stays_theirs_and_the_rest_goes_back(gallery: Gallery, desk: Desk) -> None:
    item, faces = gallery.photo(3)
    desk.pile(faces)
    gallery.answer(faces[1], NOBODY, by=gallery.colleague)
    desk.turn()
    assert desk.says(item) == [None, NOBODY, None]
    desk.turn("redo")
    assert desk.says(item) == [STRANGER, NOBODY, STRANGER]
    desk.turn(by=gallery.colleague)
    assert desk.says(item) == [STRANGER] * 3 and desk.turn() and desk.says(item) == [None] * 3


def test_a_colleague_who_agrees_by_hand_with_an_older_answer_is_not_undone(gallery: Gallery, desk: Desk) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, STRANGER)
    gallery.answer(face, NOBODY)
    gallery.answer(face, STRANGER, by=gallery.colleague)
    assert desk.next() is None and desk.turn() == [] and desk.says(item) == [STRANGER]


def test_steps_are_taken_back_across_pictures_in_their_order(gallery: Gallery, desk: Desk) -> None:
    (first, (one,)), (second, (two,)) = gallery.photo(1), gallery.photo(1)
    gallery.answer(one, STRANGER)
    gallery.answer(two, NOBODY)
    assert [desk.turn(), desk.turn(), desk.turn()] == [[second], [first], []]
    assert [desk.turn("redo"), desk.turn("redo"), desk.turn("redo")] == [[first], [second], []]


def test_a_branch_that_was_left_is_not_done_again(gallery: Gallery, desk: Desk) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, STRANGER)
    desk.turn()
    gallery.answer(face, NOBODY)
    desk.turn()
    assert desk.turn("redo") == [item] and desk.says(item) == [NOBODY] and desk.turn("redo") == []


def test_only_what_was_said_to_be_next_is_taken_back(gallery: Gallery, desk: Desk) -> None:
    item, (one, two) = gallery.photo(2)
    gallery.answer(one, STRANGER)
    shown = desk.next()
    gallery.answer(two, NOBODY)
    assert shown
    with pytest.raises(Conflict) as refused:
        desk.turn(shown=shown.step)
    assert refused.value.code == "done_meanwhile" and desk.says(item) == [STRANGER, NOBODY]


def test_a_picture_that_was_removed_has_no_history(gallery: Gallery, desk: Desk) -> None:
    (first, (one,)), (second, (two,)) = gallery.photo(1), gallery.photo(1)
    gallery.answer(one, STRANGER)
    gallery.answer(two, STRANGER)
    media.remove(desk.session, second, "asked to", actor=gallery.teacher, at=desk.at)
    assert desk.turn() == [first]


def test_a_class_is_listed_by_one_press_and_nobody_twice(school: School, gallery: Gallery, desk: Desk) -> None:
    anna, bram, chloe = (school.pupil() for _ in range(3))
    item, (face,) = gallery.photo(1)
    gallery.answer(face, anna)
    for expected in (2, 0):
        made = reviews.list_many(desk.session, item, [anna, bram, chloe], batch="2B", actor=gallery.teacher, at=desk.at)
        assert len(made) == expected
    listed = [view.sighting for view in queries.sightings_of(desk.session, item)]
    assert {claim.person for claim in listed} == {anna, bram, chloe} and sum(claim.box is None for claim in listed) == 2
    desk.turn()
    assert [view.sighting.person for view in queries.sightings_of(desk.session, item)] == [anna]


def test_a_class_is_one_change_of_its_picture_however_many_they_are(school: School, gallery: Gallery, desk: Desk) -> None:
    item, _ = gallery.photo(1)
    for _ in range(2):
        before = queries.item(desk.session, item).revision
        reviews.list_many(desk.session, item, [school.pupil() for _ in range(4)], batch="2B", actor=gallery.teacher, at=desk.at)
        assert queries.item(desk.session, item).revision == before + 1


def test_what_the_machine_found_since_where_somebody_drew_is_theirs_to_undo_no_more_and_stops_nothing(gallery: Gallery, desk: Desk) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, STRANGER)
    drawn = reviews.draw(desk.session, item, box(1), NOBODY, actor=gallery.teacher, at=desk.at)
    media.bring_into_force(desk.session, "engine 2", at=desk.at)
    gallery.look(item, 2, "engine 2")
    assert desk.turn() == [item]
    assert {view.sighting.id: view.sighting.answer for view in queries.sightings_of(desk.session, item)} == {face: None, drawn: NOBODY}
    assert desk.turn() == []


def test_whoever_looks_on_hears_what_changed_and_nothing_twice(gallery: Gallery, desk: Desk) -> None:
    (first, (one,)), (second, (two,)) = gallery.photo(1), gallery.photo(1)
    beat = pulse.stands(desk.session, gallery.event)
    assert pulse.since(desk.session, gallery.event, beat) == pulse.Pulse(beat)
    gallery.answer(two, NOBODY)
    gallery.answer(one, NOBODY)
    gallery.attest(second)
    told = pulse.since(desk.session, gallery.event, beat)
    assert told.items == (first, second) and told.now > beat
    desk.turn()
    assert pulse.since(desk.session, gallery.event, told.now).items == (first,)
    reviews.raise_doubt(desk.session, second, "Is this decent?", actor=gallery.teacher, at=desk.at)
    assert pulse.since(desk.session, gallery.event, told.now).items == (first, second)
