"""The people in one picture are asked for one purpose; their answer goes before the standing word."""

from datetime import timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import ItemId, PersonId, RequestId
from consent_store.operations import requests
from consent_store.records.queries import requests as questions
from consent_store.records.school import PurposeRow
from consent_store.rules.asking import Reply
from consent_store.rules.entries import Say
from consent_store.rules.gate import Verdict
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import WEBSITE, School


@pytest.fixture
def gallery(school: School) -> Gallery:
    """An event of a school."""
    return Gallery.open(school)


def ask(gallery: Gallery, item: ItemId, **how: int) -> RequestId:
    """A teacher asks for the website."""
    return requests.ask(gallery.school.session, item, WEBSITE, why="news", **how, actor=gallery.teacher, at=gallery.school.at)


def answer(gallery: Gallery, request: RequestId, person: PersonId, say: Say, by: PersonId) -> object:
    """Somebody answers under the wording in force."""
    told = {"notice": 1, "language": "nl", "actor": by, "at": gallery.school.at}
    return requests.answer(gallery.school.session, request, person, say, **told)


def reply(gallery: Gallery, request: RequestId, person: PersonId) -> Reply:
    """What became of it."""
    view = questions.request(gallery.school.session, request)
    return questions.replies(gallery.school.session, view, at=gallery.school.at)[person]


def per_item(gallery: Gallery) -> None:
    """The school demands a yes for each picture."""
    gallery.school.session.get_one(PurposeRow, WEBSITE).consent_per_item = True
    gallery.school.session.flush()


def test_only_those_are_asked_whose_answer_is_missing(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), (bram, _) = school.family(), school.family()
    school.gives(mother, anna)
    item, _ = gallery.photo_of(anna, bram, Answer.STRANGER)
    request = ask(gallery, item)
    assert questions.request(school.session, request).people == (bram,)
    assert ask(gallery, item) == request  # asked already
    with pytest.raises(Conflict, match="nobody"):
        ask(gallery, gallery.photo_of(anna)[0])


def test_a_yes_opens_the_gate_for_this_picture_alone(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    items = [gallery.photo_of(anna)[0] for _ in range(2)]
    request = ask(gallery, items[0])
    assert reply(gallery, request, anna) is Reply.SILENT
    assert answer(gallery, request, anna, Say.YES, mother) is not None
    assert answer(gallery, request, anna, Say.YES, mother) is None  # twice is once
    assert reply(gallery, request, anna) is Reply.YES
    assert [gallery.ask(item).verdict for item in items] == [Verdict.CLEARED, Verdict.MASKED]
    answer(gallery, request, anna, Say.NO, mother)
    assert reply(gallery, request, anna) is Reply.NO and gallery.ask(items[0]).verdict is Verdict.MASKED


def test_where_the_school_demands_it_a_standing_yes_is_not_enough(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    school.gives(mother, anna)
    per_item(gallery)
    item, _ = gallery.photo_of(anna)
    assert gallery.ask(item).verdict is Verdict.MASKED
    answer(gallery, ask(gallery, item), anna, Say.YES, mother)
    assert gallery.ask(item).verdict is Verdict.CLEARED


def test_silence_is_no_and_a_late_yes_is_told_so(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    item, _ = gallery.photo_of(anna)
    request = ask(gallery, item, days=3)
    school.at += timedelta(days=3)
    with pytest.raises(Conflict, match="ended"):
        answer(gallery, request, anna, Say.YES, mother)
    assert gallery.ask(item).verdict is Verdict.MASKED
    assert questions.open_now(school.session, at=school.at) == []
    assert answer(gallery, request, anna, Say.NO, mother) is not None  # a no is never late
    with pytest.raises(Conflict, match="nobody"):
        ask(gallery, item)  # whoever answered is not asked again


def test_one_no_is_enough_here_too(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    father = school.guardian(anna)
    item, _ = gallery.photo_of(anna)
    request = ask(gallery, item)
    answer(gallery, request, anna, Say.YES, mother)
    answer(gallery, request, anna, Say.NO, father)
    assert reply(gallery, request, anna) is Reply.NO
    readers = questions.readers(school.session, questions.request(school.session, request), [anna], at=school.at)
    assert {reader.id for reader, _ in readers} == {mother, father}


def test_only_who_is_asked_answers_and_only_the_asker_stops(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), (bram, father) = school.family(), school.family()
    request = ask(gallery, gallery.photo_of(anna)[0])
    for person, by in ((anna, father), (bram, father), (anna, gallery.teacher)):
        with pytest.raises(NotFound):
            answer(gallery, request, person, Say.YES, by)
    with pytest.raises(NotAllowed):
        requests.cancel(school.session, request, actor=gallery.comms, at=school.at)
    requests.cancel(school.session, request, actor=gallery.teacher, at=school.at)
    with pytest.raises(Conflict):
        answer(gallery, request, anna, Say.YES, mother)


def test_nobody_is_asked_before_one_knows_who_is_in_it(gallery: Gallery) -> None:
    item, _ = gallery.photo(2)
    with pytest.raises(Conflict, match="Review"):
        ask(gallery, item)
    with pytest.raises(BadInput):
        ask(gallery, item, days=0)
