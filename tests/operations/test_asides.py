"""What is set aside costs no answers and goes out for nothing; it is lost never, and asked about once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ChoiceId, ItemId
from consent_store.operations import asides, likeness, media, retention, reviews
from consent_store.records import ledger
from consent_store.records.media import RenditionRow
from consent_store.records.queries import asides as aside_queries
from consent_store.records.queries import attesting
from consent_store.records.queries import likeness as queries
from consent_store.records.queries import media as media_queries
from consent_store.rules.entries import AsideRecorded
from consent_store.rules.gate import Code
from consent_store.rules.likeness import Link
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import WhyAside
from tests.gallery import Gallery
from tests.school import PORTAL, School


@pytest.fixture
def burst(gallery: Gallery) -> list[ItemId]:
    """Three pictures of one moment, of one face each."""
    items = [gallery.photo()[0] for _ in range(3)]
    links = [Link(one, other, 10) for one in items for other in items if one < other]
    likeness.keep_likened(gallery.school.session, gallery.event, dict.fromkeys(items, 5.0), links)
    return items


def told(gallery: Gallery) -> dict[str, object]:
    return {"actor": gallery.teacher, "at": gallery.school.at}


def choose(gallery: Gallery, keep: list[ItemId], others: list[ItemId]) -> ChoiceId:
    return likeness.choose(gallery.school.session, gallery.event, keep, others, **told(gallery))  # type: ignore[arg-type]


def groups(gallery: Gallery) -> list[tuple[ItemId, ...]]:
    return queries.groups_of(gallery.school.session, gallery.event)


def test_what_is_aside_is_held_and_no_work_any_more(school: School, gallery: Gallery) -> None:
    item, [face] = gallery.photo()
    gallery.answer(face, Answer.UNRECOGNISABLE)
    gallery.attest(item)
    other, _ = gallery.photo(2)
    assert gallery.ask(item, PORTAL).passes
    assert asides.set_aside(school.session, [item, other], WhyAside.PERSON, **told(gallery)) == [item, other]
    assert Code.ASIDE in {reason.code for reason in gallery.ask(item, PORTAL).reasons}
    progress = media_queries.event(school.session, gallery.event).progress
    assert (progress.received, progress.aside, progress.attested, progress.to_review) == (2, 2, 0, 0)
    assert media_queries.unanswered(school.session, [gallery.event]) == {}
    assert media_queries.next_to_review(school.session, gallery.event) is None
    assert media_queries.ids_of(school.session, gallery.event, size=9) == []
    view = media_queries.item(school.session, item).aside
    assert view is not None and (view.why, view.by, view.at) == (WhyAside.PERSON, gallery.teacher, school.at)


def test_what_is_taken_back_is_as_it_was(school: School, gallery: Gallery) -> None:
    item, [face] = gallery.photo()
    gallery.answer(face, Answer.UNRECOGNISABLE)
    gallery.attest(item)
    asides.set_aside(school.session, [item], WhyAside.OTHER, **told(gallery))
    assert asides.take_back(school.session, [item], **told(gallery)) == [item]
    assert gallery.ask(item, PORTAL).passes
    assert media_queries.item(school.session, item).aside is None
    bodies = [entry.body for entry in ledger.read(school.session, kind=AsideRecorded.__name__)]
    assert bodies == [AsideRecorded(item, True), AsideRecorded(item, False)]


def test_twice_is_once_and_what_is_gone_refuses_all(school: School, gallery: Gallery) -> None:
    item, gone = gallery.photo()[0], gallery.photo()[0]
    media.remove(school.session, gone, "asked to", **told(gallery))
    with pytest.raises(Conflict), school.session.begin_nested():
        asides.set_aside(school.session, [item, gone], WhyAside.OTHER, **told(gallery))
    assert media_queries.item(school.session, item).aside is None
    asides.set_aside(school.session, [item], WhyAside.OTHER, **told(gallery))
    assert asides.set_aside(school.session, [item], WhyAside.ALIKE, **told(gallery)) == []
    assert aside_queries.aside_of(school.session, gallery.event) == [item]
    assert len(list(ledger.read(school.session, kind=AsideRecorded.__name__))) == 1
    with pytest.raises(NotFound):
        asides.take_back(school.session, [ItemId("nothing")], **told(gallery))


def test_a_colleague_is_not_asked_for_what_is_aside(school: School, gallery: Gallery) -> None:
    item, [face] = gallery.photo()
    gallery.answer(face, Answer.NOBODY)
    gallery.attest(item, by=gallery.teacher)
    assert attesting.second_of(school.session, gallery.event, gallery.colleague, limit=9) == [item]
    asides.set_aside(school.session, [item], WhyAside.OTHER, **told(gallery))
    assert attesting.second_of(school.session, gallery.event, gallery.colleague, limit=9) == []


def test_a_choice_keeps_one_and_is_taken_back_whole(gallery: Gallery, burst: list[ItemId]) -> None:
    assert groups(gallery) == [tuple(burst)]
    choice = choose(gallery, burst[:1], burst[1:])
    assert groups(gallery) == [] and aside_queries.aside_of(gallery.school.session, gallery.event) == burst[1:]
    for _ in range(2):
        likeness.undo_choice(gallery.school.session, gallery.event, choice, **told(gallery))
        assert groups(gallery) == [tuple(burst)] and aside_queries.aside_of(gallery.school.session, gallery.event) == []


def test_nobody_is_asked_again_about_what_was_kept_or_taken_back_by_itself(gallery: Gallery, burst: list[ItemId]) -> None:
    choose(gallery, burst[:2], burst[2:])
    asides.take_back(gallery.school.session, burst[2:], **told(gallery))
    assert groups(gallery) == []
    late = gallery.photo()[0]
    likeness.keep_likened(gallery.school.session, gallery.event, {late: 1.0}, [Link(burst[0], late, 4), Link(burst[1], late, 9)])
    assert groups(gallery) == [(burst[0], late)]


def test_undoing_leaves_what_was_aside_before(gallery: Gallery, burst: list[ItemId]) -> None:
    asides.set_aside(gallery.school.session, burst[2:], WhyAside.PERSON, **told(gallery))
    choice = choose(gallery, burst[:1], burst[1:])
    likeness.undo_choice(gallery.school.session, gallery.event, choice, **told(gallery))
    assert aside_queries.aside_of(gallery.school.session, gallery.event) == burst[2:]


def test_of_two_who_choose_at_once_the_second_is_told(gallery: Gallery, burst: list[ItemId]) -> None:
    choose(gallery, burst[:1], burst[1:])
    with pytest.raises(Conflict) as refused:
        choose(gallery, burst[1:2], [burst[0], burst[2]])
    assert refused.value.code == "chosen_meanwhile"
    assert aside_queries.aside_of(gallery.school.session, gallery.event) == burst[1:]


def test_what_cannot_be_chosen_changes_nothing(gallery: Gallery, burst: list[ItemId]) -> None:
    mine, session = gallery.event, gallery.school.session
    gallery.event = media.make_event(session, title="Other", on=gallery.school.at.date(), **told(gallery))  # type: ignore[arg-type]
    foreign, gallery.event = gallery.photo()[0], mine
    with pytest.raises(BadInput):
        choose(gallery, [], burst)
    for keep, others in (([foreign], burst), (burst, [foreign])):
        with pytest.raises(NotFound):
            choose(gallery, keep, others)
    choice = choose(gallery, burst, [])
    with pytest.raises(NotFound):
        likeness.undo_choice(session, media_queries.item(session, foreign).event, choice, **told(gallery))  # type: ignore[arg-type]
    assert aside_queries.aside_of(session, mine) == [] and media_queries.item(session, foreign).aside is None


def test_answers_of_one_picture_are_not_those_of_another(gallery: Gallery, burst: list[ItemId]) -> None:
    [face] = media_queries.sightings_of(gallery.school.session, burst[1])
    gallery.answer(face.sighting.id, Answer.STRANGER)
    choose(gallery, burst[:1], burst[1:])
    [kept] = media_queries.sightings_of(gallery.school.session, burst[0])
    [aside] = media_queries.sightings_of(gallery.school.session, burst[1])
    assert (kept.sighting.answer, aside.sighting.answer) == (None, Answer.STRANGER)


def test_what_is_aside_goes_with_its_event_and_its_faces_cut_out_sooner(school: School, gallery: Gallery, burst: list[ItemId]) -> None:
    crops = [gallery.file(item, Use.CROP) for item in burst]
    asides.set_aside(school.session, burst[1:], WhyAside.ALIKE, **told(gallery))
    retention.sweep(school.session, at=school.at + timedelta(days=91))
    left = set(school.session.scalars(select(RenditionRow.id).where(RenditionRow.use == Use.CROP)))
    assert left == {crops[0]}
    assert retention.sweep(school.session, at=school.at + timedelta(days=731)).originals == 3
    with pytest.raises(Conflict):
        reviews.raise_doubt(school.session, burst[1], "Is it there?", **told(gallery))


def test_what_a_colleague_set_aside_anew_stays_so_when_an_old_choice_is_undone(gallery: Gallery, burst: list[ItemId]) -> None:
    session, (first, second, third) = gallery.school.session, burst
    choice = choose(gallery, [first], [second, third])
    asides.take_back(session, [second], **told(gallery))  # type: ignore[arg-type]
    gallery.later(seconds=1)
    asides.set_aside(session, [second], WhyAside.PERSON, actor=gallery.colleague, at=gallery.school.at)
    likeness.undo_choice(session, gallery.event, choice, **told(gallery))  # type: ignore[arg-type]
    assert aside_queries.aside_of(session, gallery.event) == [second]
