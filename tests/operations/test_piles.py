"""Piles are grouped while pictures come in; what people join or take apart holds, is taken back, and goes with the last answer."""

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PersonId, SightingId
from consent_store.operations import media, piles, reviews
from consent_store.operations.media import Found
from consent_store.records.queries import bonds, grouping, work
from consent_store.rules.piles import Sort
from consent_store.rules.sightings import Answer, Confidence, Proposal
from tests.gallery import Gallery, box, found
from tests.school import School


def _piles(gallery: Gallery) -> set[frozenset[SightingId]]:
    return {frozenset(face.id for face in pile.faces) for pile in work.piles_of(gallery.school.session, gallery.event)}


def _faces(gallery: Gallery, photos: int) -> list[SightingId]:
    """The face of each of so many pictures, all in one pile."""
    faces = [gallery.photo(1)[1][0] for _ in range(photos)]
    piles.regroup(gallery.school.session, gallery.event, dict.fromkeys(faces, "a"))
    return faces


def _seen(gallery: Gallery, *faces: SightingId) -> dict[str, str]:
    """The piles of these faces, as somebody sees them now."""
    there = work.piles_of(gallery.school.session, gallery.event)
    return {pile.key: piles.mark_of(pile) for face in faces for pile in there if face in {each.id for each in pile.faces}}


def _told(gallery: Gallery) -> dict[str, object]:
    gallery.later(seconds=1)
    return {"actor": gallery.teacher, "at": gallery.school.at}


def test_grouping_begins_with_the_first_picture_and_again_when_there_is_much_new(school: School, gallery: Gallery) -> None:
    (_, first), late = gallery.photo(8), gallery.upload()
    assert grouping.to_group(school.session) == [gallery.event]
    assert piles.regroup(school.session, gallery.event, dict.fromkeys(first, "a"))
    assert grouping.to_group(school.session) == []
    (one,) = gallery.look(late, 1)
    other = gallery.upload()
    assert grouping.to_group(school.session) == []  # one beside eight, and a picture still to come
    gallery.look(other, 1)
    assert grouping.to_group(school.session) == [gallery.event]
    assert piles.regroup(school.session, gallery.event, {one: "b"})
    assert {frozenset(first), frozenset([one])} <= _piles(gallery)


def test_what_was_joined_meanwhile_is_not_undone_by_a_grouping_that_did_not_know_it(school: School, gallery: Gallery) -> None:
    one, two = _faces(gallery, 1), _faces(gallery, 1)
    piles.regroup(school.session, gallery.event, {one[0]: "x", two[0]: "y"})
    piles.join(school.session, gallery.event, _seen(gallery, *one, *two), **_told(gallery))
    assert not piles.regroup(school.session, gallery.event, {one[0]: "x", two[0]: "y"})
    assert _piles(gallery) == {frozenset((*one, *two))}
    [bond] = bonds.bonds_of(school.session, gallery.event)
    assert bond.same and bond.sides == {one[0]: 0, two[0]: 0}
    assert piles.regroup(school.session, gallery.event, {one[0]: "x", two[0]: "x"}, heard=[bond.id])


def test_a_face_taken_out_is_by_itself_and_everything_is_taken_back_in_order(school: School, gallery: Gallery) -> None:
    session, event = school.session, gallery.event
    four = gallery.photo(1)[1][0]
    one, two, three = faces = _faces(gallery, 3)
    alone = frozenset((four,))
    piles.part(session, event, [one, two], [three], **_told(gallery))
    parted = {frozenset((one, two)), frozenset((three,)), alone}
    assert _piles(gallery) == parted
    gallery.later(seconds=1)
    gallery.answer(three, Answer.STRANGER)
    piles.join(session, event, _seen(gallery, one, four), **_told(gallery))
    for left in ({frozenset((one, two)), alone}, parted, {frozenset(faces), alone}):
        assert piles.undo(session, event, **_told(gallery))
        assert _piles(gallery) == left
    assert not piles.undo(session, event, **_told(gallery))
    for left in (parted, {frozenset((one, two)), alone}, {frozenset((one, two, four))}):
        assert piles.redo(session, event, **_told(gallery))
        assert _piles(gallery) == left
    assert not piles.redo(session, event, **_told(gallery))


def test_nothing_is_done_again_once_something_else_was_done(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    piles.part(school.session, gallery.event, [one, two], [three], **_told(gallery))
    piles.undo(school.session, gallery.event, **_told(gallery))
    gallery.later(seconds=1)
    gallery.answer(one, Answer.STRANGER)
    assert not piles.redo(school.session, gallery.event, **_told(gallery))


def test_nobody_takes_back_what_a_colleague_did(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    piles.part(school.session, gallery.event, [one, two], [three], **_told(gallery))
    assert not piles.undo(school.session, gallery.event, actor=gallery.colleague, at=school.at)
    assert len(_piles(gallery)) == 2


def test_whom_a_face_is_not_is_not_proposed_for_it_again(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    one, two = (gallery.photo(found(1, anna))[1][0] for _ in range(2))
    piles.part(school.session, gallery.event, [one], [two], anna, **_told(gallery))
    assert [(pile.sort, pile.person) for pile in work.piles_of(school.session, gallery.event)] == [(Sort.SURE, anna), (Sort.ALONE, None)]
    piles.part(school.session, gallery.event, [], [one], anna, **_told(gallery))
    assert work.left(school.session, gallery.event).singles == 2
    piles.undo(school.session, gallery.event, **_told(gallery))
    piles.undo(school.session, gallery.event, **_told(gallery))
    assert work.left(school.session, gallery.event).sure == 1


def test_what_one_press_said_and_answered_is_taken_back_by_one_press(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    told = _told(gallery)
    piles.part(school.session, gallery.event, [one, two], [three], **told)
    reviews.answer_many(school.session, [(face, Answer.STRANGER, None) for face in (one, two)], batch="x", **told)
    piles.undo(school.session, gallery.event, **_told(gallery))
    assert _piles(gallery) == {frozenset((one, two, three))}
    piles.redo(school.session, gallery.event, **_told(gallery))
    assert _piles(gallery) == {frozenset((three,))}


@pytest.mark.parametrize("out", ["all", "none"])
def test_something_has_to_stay_and_something_to_go(school: School, gallery: Gallery, out: str) -> None:
    faces = _faces(gallery, 2)
    with pytest.raises(BadInput):
        piles.part(school.session, gallery.event, *((faces, []) if out == "none" else ([], faces)), **_told(gallery))
    with pytest.raises(BadInput):
        piles.join(school.session, gallery.event, _seen(gallery, *faces), **_told(gallery))


def test_piles_of_which_a_face_left_or_to_which_one_came_are_not_joined_unseen(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    late, other = (gallery.photo(1)[1][0] for _ in range(2))
    seen = _seen(gallery, one, other)
    piles.part(school.session, gallery.event, [one, two], [three], actor=gallery.colleague, at=school.at)
    left = _piles(gallery)
    with pytest.raises(Conflict):
        piles.join(school.session, gallery.event, seen, **_told(gallery))
    seen = _seen(gallery, one, other)
    piles.join(school.session, gallery.event, _seen(gallery, one, late), actor=gallery.colleague, at=school.at)
    with pytest.raises(Conflict):
        piles.join(school.session, gallery.event, seen, **_told(gallery))
    assert _piles(gallery) == left - {frozenset((one, two)), frozenset((late,))} | {frozenset((one, two, late))}


def test_an_answered_face_and_one_of_another_event_are_left_alone(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    gallery.answer(three, Answer.STRANGER)
    with pytest.raises(Conflict):
        piles.part(school.session, gallery.event, [one, two], [three], **_told(gallery))
    other: EventId = media.make_event(school.session, title="Other", on=school.at.date(), **_told(gallery))
    with pytest.raises(NotFound):
        piles.part(school.session, other, [one], [two], **_told(gallery))
    with pytest.raises(Conflict):
        piles.join(school.session, other, _seen(gallery, one), **_told(gallery))
    assert bonds.bonds_of(school.session, gallery.event) == []


def test_what_was_said_goes_with_the_last_answer(school: School, gallery: Gallery) -> None:
    one, two, three = _faces(gallery, 3)
    piles.part(school.session, gallery.event, [one, two], [three], **_told(gallery))
    for face, kept in ((one, 1), (two, 1), (three, 0)):
        gallery.answer(face, Answer.STRANGER)
        piles.forget(school.session)
        assert len(bonds.bonds_of(school.session, gallery.event)) == kept


def test_what_is_left_counts_piles_single_faces_and_pictures(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    alike = [gallery.photo(found(3, anna))[1] for _ in range(3)]
    piles.regroup(school.session, gallery.event, {faces[1]: "a" for faces in alike})
    left = work.left(school.session, gallery.event)
    assert (left.sure, left.unsure, left.piles, left.singles, left.pictures, left.decisions) == (1, 0, 1, 3, 3, 8)
    assert [pile.sort for pile in work.piles_of(school.session, gallery.event)] == [Sort.SURE, Sort.UNKNOWN, *[Sort.ALONE] * 3]


def test_a_second_face_of_somebody_in_one_picture_is_never_among_the_sure_once_the_first_has_the_name(
    school: School, gallery: Gallery
) -> None:
    anna = school.pupil()
    guesses = [Proposal(Confidence.SURE, anna, distance, None, None) for distance in (0.3, 0.35)]
    _, [near, far] = gallery.photo([Found(box(place), 0.9, 0.8, guess, b"sealed") for place, guess in enumerate(guesses)])
    asked = work.piles_of(school.session, gallery.event)
    assert [(pile.sort, [face.id for face in pile.faces]) for pile in asked] == [(Sort.SURE, [near]), (Sort.UNSURE, [far])]
    gallery.answer(near, anna)
    assert [pile.sort for pile in work.piles_of(school.session, gallery.event)] == [Sort.UNSURE]
    gallery.answer(near, None)
    reviews.add_without_place(school.session, asked[0].faces[0].item, anna, **_told(gallery))
    assert [pile.sort for pile in work.piles_of(school.session, gallery.event)] == [Sort.SURE, Sort.UNSURE]


def test_joining_a_face_that_is_asked_by_itself_takes_nobody_else_of_its_pile_along(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    _, [first, doubled] = gallery.photo(
        [Found(box(place), 0.9, 0.8, Proposal(Confidence.SURE, anna, 0.3 + place / 20, None, None), b"sealed") for place in (0, 1)]
    )
    other = gallery.photo(found(1, anna))[1][0]
    strangers = [gallery.photo(1)[1][0] for _ in range(5)]
    piles.regroup(school.session, gallery.event, {first: "a", doubled: "b", other: "b"} | dict.fromkeys(strangers, "c"))
    assert frozenset((first, other)) in _piles(gallery)
    piles.join(school.session, gallery.event, _seen(gallery, doubled, *strangers), **_told(gallery))
    assert _piles(gallery) == {frozenset((first, other)), frozenset((doubled, *strangers))}
    piles.undo(school.session, gallery.event, **_told(gallery))
    assert _piles(gallery) == {frozenset((first, other)), frozenset((doubled,)), frozenset(strangers)}


def test_nobody_is_denied_who_is_not_in_the_register(school: School, gallery: Gallery) -> None:
    one, two = _faces(gallery, 2)
    with pytest.raises(BadInput):
        piles.part(school.session, gallery.event, [one], [two], PersonId("nobody we know"), **_told(gallery))
