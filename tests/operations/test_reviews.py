"""What people say about a picture: changed, taken back, attested, doubted, and never overwritten unseen."""

import pytest

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import ItemId, PersonId
from consent_store.operations import media, reviews
from consent_store.records import ledger
from consent_store.records.queries import attesting
from consent_store.records.queries import media as queries
from consent_store.records.queries import reviews as review_queries
from consent_store.records.sightings import WatchRow
from consent_store.rules.entries import ReviewAttested, ReviewReopened
from consent_store.rules.gate import Code, DoubtState, Verdict
from consent_store.rules.sightings import Answer, Box, Origin
from tests.gallery import Gallery, found
from tests.school import School


def says(gallery: Gallery, item: ItemId) -> list[tuple[Answer | None, PersonId | None]]:
    """What is said about an item, from left to right."""
    return [(view.sighting.answer, view.sighting.person) for view in queries.sightings_of(gallery.school.session, item)]


def revision(gallery: Gallery, item: ItemId) -> int:
    """What a reviewer has before them."""
    return queries.item(gallery.school.session, item).revision


def told(gallery: Gallery) -> dict[str, object]:
    """The teacher, now."""
    return {"actor": gallery.teacher, "at": gallery.school.at}


def test_an_answer_is_kept_with_who_gave_it(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    item, (face,) = gallery.photo(1)
    assert gallery.answer(face, anna) == revision(gallery, item) == 2
    [view] = queries.sightings_of(school.session, item)
    assert (view.sighting.person, view.answered_by, view.answered_at) == (anna, gallery.teacher, school.at)
    gallery.answer(face, None)
    assert says(gallery, item) == [(None, None)]


def test_the_same_answer_twice_is_once(gallery: Gallery) -> None:
    _, (face,) = gallery.photo(1)
    assert gallery.answer(face, Answer.STRANGER, seen=1) == gallery.answer(face, Answer.STRANGER, seen=1)


def test_two_reviewers_are_told_of_each_other_only_at_the_same_face(school: School, gallery: Gallery) -> None:
    item, (one, two) = gallery.photo(2)
    seen = revision(gallery, item)
    gallery.answer(one, Answer.STRANGER, seen=seen)
    gallery.answer(two, Answer.NOBODY, seen=seen, by=gallery.colleague)
    with pytest.raises(Conflict) as refused:
        gallery.answer(one, school.pupil(), seen=seen, by=gallery.colleague)
    assert refused.value.code == "answered_meanwhile"
    assert says(gallery, item) == [(Answer.STRANGER, None), (Answer.NOBODY, None)]


@pytest.mark.parametrize("answer", [Answer.PERSON, Answer.STRANGER, None])
def test_a_person_is_named_exactly_where_the_answer_is_a_person(school: School, gallery: Gallery, answer: Answer | None) -> None:
    _, (face,) = gallery.photo(1)
    wrong = None if answer is Answer.PERSON else school.pupil()
    with pytest.raises(BadInput):
        reviews.answer(school.session, face, answer, wrong, **told(gallery))


def test_nobody_is_named_who_is_not_in_the_register(gallery: Gallery) -> None:
    _, (face,) = gallery.photo(1)
    with pytest.raises(BadInput):
        gallery.answer(face, PersonId("ghost"))


def test_a_cluster_is_answered_as_one_or_not_at_all(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    (first, (one,)), (second, (two,)) = gallery.photo(1), gallery.photo(1)
    gallery.answer(two, Answer.STRANGER, by=gallery.colleague)
    everywhere = [(one, Answer.PERSON, anna), (two, Answer.PERSON, anna)]
    with pytest.raises(Conflict), school.session.begin_nested():
        reviews.answer_many(school.session, everywhere, **told(gallery))
    school.session.expire_all()
    assert says(gallery, first) == [(None, None)]
    gallery.answer(two, None)
    assert reviews.answer_many(school.session, everywhere, **told(gallery)) == {first: 2, second: 4}
    assert says(gallery, first) == says(gallery, second) == [(Answer.PERSON, anna)]


def test_drawing_adding_and_taking_away(school: School, gallery: Gallery) -> None:
    anna, (item, (face,)) = school.pupil(), gallery.photo(1)
    drawn = reviews.draw(school.session, item, Box(3990, 0, 5000, 90), Answer.PERSON, anna, **told(gallery))
    assert reviews.draw(school.session, item, Box(3990, 0, 5000, 90), Answer.PERSON, anna, **told(gallery)) == drawn
    nowhere = reviews.add_without_place(school.session, item, anna, **told(gallery))
    assert reviews.add_without_place(school.session, item, anna, **told(gallery)) == nowhere
    claims = {view.sighting.id: view.sighting for view in queries.sightings_of(school.session, item)}
    assert claims[drawn].box == Box(3990, 0, 4000, 90) and claims[drawn].origin is Origin.HUMAN
    assert claims[nowhere].box is None and len(claims) == 3
    reviews.erase_drawn(school.session, drawn, **told(gallery))
    assert len(says(gallery, item)) == 2
    with pytest.raises(NotFound):
        gallery.answer(drawn, Answer.STRANGER)
    with pytest.raises(NotAllowed):
        reviews.erase_drawn(school.session, face, **told(gallery))


def test_a_place_outside_the_picture_is_refused(school: School, gallery: Gallery) -> None:
    for item in (gallery.photo(0)[0], gallery.upload()):
        with pytest.raises(BadInput):
            reviews.draw(school.session, item, Box(4000, 0, 4100, 90), Answer.STRANGER, **told(gallery))


def test_undo_and_redo_without_end(school: School, gallery: Gallery) -> None:
    anna, (item, (face,)) = school.pupil(), gallery.photo(1)
    states = [says(gallery, item)]

    def done(_: object) -> None:
        states.append(says(gallery, item))

    done(gallery.answer(face, anna))
    done(gallery.answer(face, Answer.STRANGER))
    drawn = reviews.draw(school.session, item, Box(900, 0, 960, 90), Answer.NOBODY, **told(gallery))
    done(drawn)
    done(reviews.erase_drawn(school.session, drawn, **told(gallery)))
    for state in reversed(states[:-1]):
        assert reviews.undo(school.session, gallery.event, **told(gallery))
        assert says(gallery, item) == state
    assert not reviews.undo(school.session, gallery.event, **told(gallery))
    for state in states[1:]:
        assert reviews.redo(school.session, gallery.event, **told(gallery))
        assert says(gallery, item) == state
    assert not reviews.redo(school.session, gallery.event, **told(gallery))


def test_undo_is_of_ones_own_steps_and_never_over_anothers(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    gallery.answer(face, Answer.STRANGER)
    colleague = {"actor": gallery.colleague, "at": school.at}
    assert not reviews.undo(school.session, gallery.event, **colleague)
    gallery.answer(face, Answer.NOBODY, by=gallery.colleague)
    assert not reviews.undo(school.session, gallery.event, **told(gallery))
    assert says(gallery, item) == [(Answer.NOBODY, None)]
    assert reviews.undo(school.session, gallery.event, **colleague) and reviews.undo(school.session, gallery.event, **told(gallery))


def test_something_new_ends_what_could_be_done_again(school: School, gallery: Gallery) -> None:
    _, (face,) = gallery.photo(1)
    gallery.answer(face, Answer.STRANGER)
    reviews.undo(school.session, gallery.event, **told(gallery))
    gallery.answer(face, Answer.NOBODY)
    assert not reviews.redo(school.session, gallery.event, **told(gallery))


def test_only_a_whole_and_seen_state_is_attested(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    refused = []
    for wrong in (item, gallery.upload()):
        with pytest.raises(Conflict) as conflict:
            gallery.attest(wrong)
        refused.append(conflict.value.code)
    gallery.answer(face, Answer.STRANGER)
    with pytest.raises(Conflict) as conflict:
        reviews.attest(school.session, item, seen=1, actor=gallery.colleague, at=school.at)
    assert [*refused, conflict.value.code] == ["unanswered", "not_analysed", "changed_meanwhile"]


def test_attesting_twice_is_once_and_two_reviewers_are_two(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    assert gallery.attest(item) == gallery.attest(item) != gallery.attest(item, by=gallery.teacher)
    assert len(ledger.read(school.session, kind=ReviewAttested.__name__)) == 2


def test_a_change_reopens_once_and_the_gate_shuts(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo_of(Answer.UNRECOGNISABLE)
    assert gallery.ask(item).verdict is Verdict.CLEARED
    gallery.answer(face, Answer.NOBODY)
    gallery.answer(face, Answer.UNRECOGNISABLE)
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.CHANGED_SINCE_ATTESTED]
    assert len(ledger.read(school.session, kind=ReviewReopened.__name__)) == 1


def test_a_colleague_looks_before_the_public_does(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    gallery.attest(item, by=gallery.teacher)
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.FOUR_EYES]
    waits = lambda who: attesting.second_of(school.session, gallery.event, who, limit=9)  # noqa: E731
    assert waits(gallery.colleague) == [item] and waits(gallery.teacher) == []
    gallery.attest(item)
    assert waits(gallery.colleague) == [] and gallery.ask(item).passes


def test_a_doubt_shuts_the_gate_until_it_is_resolved(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo_of(Answer.UNRECOGNISABLE)
    doubt = reviews.raise_doubt(school.session, item, "Is this decent?", **told(gallery))
    assert [view.id for view in review_queries.open_doubts(school.session)] == [doubt]
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.DOUBT_OPEN]
    settle = lambda resolved: reviews.settle_doubt(  # noqa: E731
        school.session, doubt, resolved=resolved, reason="Talked it over.", actor=school.admin, at=school.at
    )
    settle(False)
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.DOUBT_UPHELD]
    with pytest.raises(Conflict):
        settle(False)
    settle(True)
    assert gallery.ask(item).passes and review_queries.open_doubts(school.session) == []
    with pytest.raises(Conflict):
        settle(True)
    view = review_queries.doubts_of(school.session, item)[0]
    assert (view.state, view.answer, view.settled_by) == (DoubtState.RESOLVED, "Talked it over.", school.admin)
    assert review_queries.doubts_raised_by(school.session, gallery.teacher) == [view]


@pytest.mark.parametrize("question", ["", "  ", "x" * 2001])
def test_a_doubt_asks_something(school: School, gallery: Gallery, question: str) -> None:
    item, _ = gallery.photo(0)
    with pytest.raises(BadInput):
        reviews.raise_doubt(school.session, item, question, **told(gallery))
    assert review_queries.doubts_of(school.session, item) == []


def test_the_watch_counts_what_people_thought_of_proposals(school: School, gallery: Gallery) -> None:
    anna, bram = school.pupil(), school.pupil()

    def watched() -> tuple[int, int]:
        rows = school.session.query(WatchRow).all()
        return sum(row.confirmed for row in rows), sum(row.rejected for row in rows)

    _, (face, other) = gallery.photo(found(2, anna))
    gallery.answer(other, anna)
    assert watched() == (0, 0)
    gallery.answer(face, anna)
    assert watched() == (1, 0)
    gallery.answer(face, bram)
    assert watched() == (0, 1)
    reviews.undo(school.session, gallery.event, **told(gallery))
    reviews.undo(school.session, gallery.event, **told(gallery))
    assert watched() == (0, 0)
    assert gallery.answer(face, Answer.STRANGER) and watched() == (0, 1)


def test_the_next_picture_to_review_comes_round(school: School, gallery: Gallery) -> None:
    (first, _), (second, _), third = gallery.photo(1), gallery.photo(0), gallery.upload()
    nearest = lambda after: queries.next_to_review(school.session, gallery.event, after)  # noqa: E731
    assert (nearest(0), nearest(1), nearest(2)) == (first, second, first)
    gallery.attest(second)
    assert nearest(1) == first
    media.remove(school.session, first, "asked to", actor=gallery.teacher, at=school.at)
    assert nearest(0) is None and third
