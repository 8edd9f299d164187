"""Where somebody was shown, who may look at it, and the no to one picture."""

import pytest

from consent_store.errors import NotAllowed, NotFound
from consent_store.ids import ItemId, PersonId, RenditionId
from consent_store.operations import consents, making, people, releases, requests, reviews, seeing
from consent_store.operations.making import File
from consent_store.records.queries import releases as release_queries
from consent_store.records.queries import requests as request_queries
from consent_store.records.queries import seeing as questions
from consent_store.records.queries import shown
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.gate import Verdict
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Duty, Kind
from tests.gallery import Gallery, digest
from tests.school import WEBSITE, School


@pytest.fixture
def gallery(school: School) -> Gallery:
    """An event of a school."""
    return Gallery.open(school)


def made(gallery: Gallery, item: ItemId, person: PersonId, by: PersonId) -> RenditionId:
    """The file that shows somebody alone, asked for and made."""
    session, at = gallery.school.session, gallery.school.at
    wanted = seeing.want(session, [item], person, actor=by, at=at)[item]
    making.claim(session, wanted, until=at, at=at)
    assert making.made(session, wanted, File(digest(), digest(), 7, "image/jpeg", 40, 30), at=at)
    return wanted


def may_look(gallery: Gallery, file: RenditionId, viewer: PersonId) -> bool:
    """Whether the one door opens."""
    try:
        releases.passage(gallery.school.session, file, viewer=viewer, at=gallery.school.at)
    except NotFound:
        return False
    return True


def test_a_family_looks_at_its_own_child_alone(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), (bram, father) = school.family(), school.family()
    item, sightings = gallery.photo_of(anna, bram, Answer.STRANGER)
    file = made(gallery, item, anna, mother)
    assert seeing.want(school.session, [item], anna, actor=anna, at=school.at) == {item: file}
    state = questions.seen(school.session, [item], anna)[item].state
    assert getattr(state, "masks", None) == frozenset(sightings[1:])
    looked = {viewer: may_look(gallery, file, viewer) for viewer in (mother, anna, father, bram, gallery.teacher, gallery.comms)}
    assert looked == {mother: True, anna: True, father: False, bram: False, gallery.teacher: False, gallery.comms: False}
    assert not may_look(gallery, made(gallery, item, bram, father), mother)


def test_a_file_that_no_longer_shows_what_is_said_opens_for_nobody(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), bram = school.family(), school.pupil()
    item, sightings = gallery.photo_of(anna, bram)
    file = made(gallery, item, anna, mother)
    gallery.answer(sightings[1], Answer.STRANGER)
    assert not may_look(gallery, file, mother)
    gallery.attest(item)
    again = made(gallery, item, anna, mother)
    assert again != file and may_look(gallery, again, mother)
    making.cover(school.session, item, Box(0, 0, 9, 9), "a badge", actor=gallery.teacher, at=school.at)
    assert not may_look(gallery, again, mother)


def test_whoever_loses_authority_or_whose_child_chooses_alone_looks_no_more(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    father = school.guardian(anna)
    item, _ = gallery.photo_of(anna)
    file = made(gallery, item, anna, mother)
    people.record_guardianship(school.session, father, anna, False, actor=school.admin, at=school.at)
    assert may_look(gallery, file, mother) and not may_look(gallery, file, father)
    school.later(days=4 * 365)
    assert may_look(gallery, file, anna) and not may_look(gallery, file, mother)
    with pytest.raises(NotFound):
        seeing.want(school.session, [item], anna, actor=mother, at=school.at)


def test_a_picture_shows_nobody_while_nobody_attested_who_is_in_it(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    item, [face] = gallery.photo()
    gallery.answer(face, anna)
    look = {"actor": mother, "at": school.at}
    assert seeing.want(school.session, [item], anna, **look) == {}
    gallery.attest(item)
    file = made(gallery, item, anna, mother)
    assert may_look(gallery, file, mother)
    reviews.add_without_place(school.session, item, school.pupil(), actor=gallery.teacher, at=school.at)
    assert not may_look(gallery, file, mother) and seeing.want(school.session, [item], anna, **look) == {}


def test_somebody_else_without_a_place_leaves_the_face_alone(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    item, _ = gallery.photo_of(anna)
    reviews.add_without_place(school.session, item, school.pupil(), actor=gallery.teacher, at=school.at)
    gallery.attest(item)
    alone = questions.seen(school.session, [item], anna)[item].alone
    assert alone is not None and alone.crop == Box(0, 10, 80, 110)
    assert may_look(gallery, made(gallery, item, anna, mother), mother)


def test_every_use_is_told_the_latest_first(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    school.gives(mother, anna)
    first, _ = gallery.photo_of(anna)
    second, _ = gallery.photo_of(anna)
    gallery.photo_of(anna)
    gallery.release(first)
    gallery.later(hours=1)
    out = gallery.release(second)
    gallery.download(out)
    releases.post(school.session, out, "https://school.test/news", actor=gallery.comms, at=school.at)
    assert shown.count(school.session, anna) == 2
    found = shown.appearances(school.session, anna)
    assert [each.item for each in found] == [second, first]
    [use] = found[0].showings
    assert (use.addresses, use.covered, use.taken) == (("https://school.test/news",), False, 1)
    assert [each.item for each in shown.appearances(school.session, anna, start=1)] == [first]
    assert len(shown.pictures(school.session, anna)) == 3
    assert shown.appearances(school.session, mother) == []


def test_a_no_to_one_picture_calls_back_that_picture_and_can_be_lifted(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    school.gives(mother, anna)
    items = [gallery.photo_of(anna)[0] for _ in range(2)]
    outs = [gallery.release(item) for item in items]
    say = {"actor": mother, "at": school.at}
    assert seeing.object_to(school.session, items[0], anna, True, **say) is not None
    assert seeing.object_to(school.session, items[0], anna, True, **say) is None  # twice is once
    assert [recall.release.id for recall in release_queries.recalls_open(school.session)] == [outs[0]]
    assert [gallery.ask(item).verdict for item in items] == [Verdict.MASKED, Verdict.CLEARED]
    assert shown.objections(school.session, mother, anna) == {items[0]}
    seeing.object_to(school.session, items[0], anna, False, **say)
    assert gallery.ask(items[0]).verdict is Verdict.CLEARED and shown.objections(school.session, mother, anna) == frozenset()


def test_taking_an_objection_back_leaves_the_no_to_one_use(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    item, _ = gallery.photo_of(anna)
    asked = requests.ask(school.session, item, WEBSITE, why="news", actor=gallery.teacher, at=school.at)
    school.gives(mother, anna)
    say = {"actor": mother, "at": school.at}
    requests.answer(school.session, asked, anna, Say.NO, **say)
    seeing.object_to(school.session, item, anna, True, **say)
    seeing.object_to(school.session, item, anna, False, **say)
    assert gallery.ask(item).verdict is Verdict.MASKED
    assert request_queries.answers_of(school.session, mother, [request_queries.request(school.session, asked)]) == {(asked, anna): Say.NO}


def test_a_later_no_to_a_whole_purpose_takes_back_what_was_said_yes_to_by_itself(gallery: Gallery) -> None:
    school = gallery.school
    anna, mother = school.family()
    item, _ = gallery.photo_of(anna)
    asked = requests.ask(school.session, item, WEBSITE, why="news", actor=gallery.teacher, at=school.at)
    requests.answer(school.session, asked, anna, Say.YES, notice=1, language="nl", actor=mother, at=school.at)
    out = gallery.release(item)
    school.says(mother, Say.NO, anna)
    assert [recall.release.id for recall in release_queries.recalls_open(school.session)] == [out]
    assert gallery.ask(item).verdict is Verdict.MASKED


def test_nobody_objects_for_others_or_to_pictures_of_others(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), (bram, father) = school.family(), school.family()
    item, _ = gallery.photo_of(anna)
    for person, actor in ((anna, father), (bram, father)):
        with pytest.raises((NotFound, NotAllowed)):
            seeing.object_to(school.session, item, person, True, actor=actor, at=school.at)
    assert mother and shown.objections(school.session, father, anna) == frozenset()


def test_a_family_takes_its_own_paper_and_nobody_elses(gallery: Gallery) -> None:
    school = gallery.school
    (anna, mother), (_, stranger) = school.family(), school.family()
    father, name, office = school.guardian(anna), digest(), school.staff(Duty.OFFICE)
    file = {"vault_name": name, "size": 9, "media_type": "application/pdf"}
    consents.keep_scan(school.session, anna, name, **file, actor=office, at=school.at)
    said = Word(mother, anna, Say.NO, WEBSITE, Kind.PHOTO, method=Method.PAPER, scan=name)
    consents.from_paper(school.session, said, school.at.date(), actor=office, at=school.at)
    for viewer in (mother, anna, office):
        assert releases.scan(school.session, name, anna, viewer=viewer, at=school.at).vault_name == name
    for viewer in (father, stranger):
        with pytest.raises(NotFound):
            releases.scan(school.session, name, anna, viewer=viewer, at=school.at)
