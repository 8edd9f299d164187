"""Attesting many pictures at once: each as it was seen, and whose turn it is."""

import pytest

from consent_store.errors import NotFound
from consent_store.ids import ItemId
from consent_store.operations import attesting, media
from consent_store.records import ledger
from consent_store.records.queries import attesting as questions
from consent_store.records.queries import media as queries
from consent_store.rules.entries import ReviewAttested
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import School


def answered(gallery: Gallery, *who: Answer) -> ItemId:
    """A photo of which every face is answered, and that nobody attested."""
    item, faces = gallery.photo(len(who))
    for face, answer in zip(faces, who, strict=True):
        gallery.answer(face, answer)
    return item


def seen(gallery: Gallery, *items: ItemId) -> dict[ItemId, int]:
    """What lies before whoever attests."""
    return {id_: view.revision for id_, view in queries.items(gallery.school.session, items).items()}


def test_those_that_changed_are_left_out_and_the_others_go(school: School, gallery: Gallery) -> None:
    one, two = answered(gallery, Answer.STRANGER, Answer.NOBODY), answered(gallery, Answer.STRANGER, Answer.STRANGER)
    changed, open_ = answered(gallery, Answer.STRANGER), gallery.photo(1)[0]
    gone = answered(gallery)
    before = seen(gallery, one, two, changed, open_, gone)
    gallery.answer(queries.sightings_of(school.session, changed)[0].sighting.id, Answer.NOBODY, by=gallery.colleague)
    media.remove(school.session, gone, "asked", actor=school.admin, at=school.at)
    done = attesting.attest_many(school.session, before, actor=gallery.teacher, at=school.at)
    assert set(done.items) == {one, two}
    assert done.listed == 3
    assert done.left_out == {changed: "changed_meanwhile", open_: "unanswered", gone: "removed"}
    kinds = [entry.body for entry in ledger.read(school.session) if isinstance(entry.body, ReviewAttested)]
    assert sorted(kind.listed for kind in kinds) == [1, 2]


def test_one_that_does_not_exist_attests_nothing(school: School, gallery: Gallery) -> None:
    item = answered(gallery, Answer.STRANGER)
    with pytest.raises(NotFound), school.session.begin_nested():
        attesting.attest_many(school.session, {**seen(gallery, item), ItemId("ghost"): 0}, actor=gallery.teacher, at=school.at)
    assert not queries.item(school.session, item).attested


def test_what_waits_is_what_is_wholly_answered_and_not_attested(school: School, gallery: Gallery) -> None:
    ready, empty = answered(gallery, Answer.STRANGER), gallery.photo(0)[0]
    gallery.photo(1)
    gallery.upload()
    gallery.attest(answered(gallery, Answer.STRANGER))
    assert questions.to_attest(school.session, gallery.event, limit=9) == [ready, empty]
    assert questions.to_attest(school.session, gallery.event, after=1, limit=9) == [empty]
    assert questions.number_to_attest(school.session, gallery.event) == 2


def test_a_roll_names_who_is_listed_and_who_said_so(school: School, gallery: Gallery) -> None:
    anna = school.pupil()
    item, (left, middle, right) = gallery.photo(3)
    gallery.answer(right, anna, by=gallery.colleague)
    gallery.answer(left, Answer.UNRECOGNISABLE)
    gallery.answer(middle, Answer.NOBODY)
    gallery.attest(item, by=gallery.teacher)
    [roll] = questions.rolls(school.session, [item, ItemId("ghost")])
    assert [claim.id for claim in roll.claims] == [left, middle, right]
    assert (roll.people, roll.listed, roll.number_of(Answer.UNRECOGNISABLE)) == ([anna], 2, 1)
    assert roll.answered_by == {gallery.teacher, gallery.colleague}
    assert roll.attested_by == {gallery.teacher}
    gallery.answer(right, Answer.STRANGER)
    assert questions.rolls(school.session, [item])[0].attested_by == frozenset()


def test_a_second_pair_is_asked_of_everybody_but_the_uploader_and_only_once(school: School, gallery: Gallery) -> None:
    one, two = answered(gallery, Answer.STRANGER), answered(gallery, Answer.STRANGER)
    attesting.attest_many(school.session, seen(gallery, one, two), actor=gallery.teacher, at=school.at)
    assert questions.second_of(school.session, gallery.event, gallery.colleague, limit=9) == [one, two]
    assert questions.second_of(school.session, gallery.event, gallery.teacher, limit=9) == []
    attesting.attest_many(school.session, seen(gallery, one), actor=gallery.colleague, at=school.at)
    [(event, number)] = questions.second_by_event(school.session, gallery.comms)
    assert (event.id, number) == (gallery.event, 1) == (gallery.event, questions.number_second(school.session, event.id, gallery.comms))
