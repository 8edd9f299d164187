"""A name comes onto a face or a voice only by somebody who had it before them: not by a job, a page of before, or a press on redo."""

import pytest

from consent_store.errors import Conflict
from consent_store.operations import media, recordings, reviews, timeline
from consent_store.operations.recordings import FoundVoice
from consent_store.records.queries import media as media_queries
from consent_store.rules.gate import Code
from consent_store.rules.sightings import Answer
from consent_store.rules.spans import Span
from tests.gallery import Gallery
from tests.operations.test_recordings import NEXT, begin, came_in, finish, walk, write
from tests.recorded import recorded


def test_a_page_from_before_the_machine_saw_more_gives_no_name_to_that(gallery: Gallery) -> None:
    item, anna = came_in(gallery), gallery.school.pupil()
    begin(gallery, item)
    [strip] = write(gallery, item, walk(1, 0, 3000), done_ms=3000)
    seen = media_queries.item(gallery.school.session, item).revision
    write(gallery, item, walk(1, 0, 4000), done_ms=4000)
    grown = media_queries.item(gallery.school.session, item).revision
    write(gallery, item, walk(2, 9000, 12000, person=1), done_ms=13000)
    for before in (seen, grown):
        with pytest.raises(Conflict, match="Nothing was changed"):
            gallery.answer(strip, anna, seen=before)
    gallery.answer(strip, anna, seen=grown + 1)


def test_a_face_that_only_stays_longer_can_be_answered_from_the_page_of_before(gallery: Gallery) -> None:
    item, anna = came_in(gallery), gallery.school.pupil()
    begin(gallery, item)
    [strip] = write(gallery, item, walk(1, 0, 3000), done_ms=3000)
    seen = media_queries.item(gallery.school.session, item).revision
    write(gallery, item, walk(1, 0, 4000), walk(2, 0, 4000), done_ms=4000)
    gallery.answer(strip, anna, seen=seen)


def test_an_answer_that_was_taken_back_is_not_given_again_to_what_came_since(gallery: Gallery) -> None:
    session, by = gallery.school.session, {"actor": gallery.teacher, "at": gallery.school.at}
    item, anna = came_in(gallery), gallery.school.pupil()
    begin(gallery, item)
    [strip] = write(gallery, item, walk(1, 0, 3000), done_ms=3000)
    gallery.answer(strip, anna)
    reviews.undo(session, gallery.event, **by)
    write(gallery, item, walk(2, 9000, 12000, person=1), done_ms=13000)
    with pytest.raises(Conflict, match="Nothing was changed"):
        reviews.redo(session, gallery.event, **by)
    [view] = media_queries.sightings_of(session, item)
    assert (view.sighting.answer, view.sighting.spans) == (None, (Span(0, 3000), Span(9000, 12000)))


def test_what_a_later_version_hears_apart_from_a_voice_with_a_name_is_a_question(gallery: Gallery) -> None:
    film, session, at = recorded(gallery, [], ["0-4000", "6000-9000"]), gallery.school.session, gallery.school.at
    anna = gallery.school.pupil()
    film.answer(anna)
    media.bring_into_force(session, NEXT, at=at)
    begin(gallery, film.item, NEXT)
    found = [FoundVoice([Span(500, 4500), Span(10000, 12000)]), FoundVoice([Span(6000, 9000), Span(13000, 14000)])]
    known, other = recordings.write_voices(session, film.item, found, at=at)
    said = {view.sighting.id: (view.sighting.person, view.sighting.spans) for view in media_queries.sightings_of(session, film.item)}
    assert said.pop(known) == (anna, (Span(0, 4500),)) and said.pop(other) == (None, (Span(6000, 9000), Span(13000, 14000)))
    assert list(said.values()) == [(None, (Span(10000, 12000),))]
    finish(gallery, film.item, NEXT)
    media.bring_into_force(session, "engine 3", at=at)
    begin(gallery, film.item, "engine 3")
    recordings.write_voices(session, film.item, found, at=at)
    assert len(media_queries.sightings_of(session, film.item)) == 3


def test_a_strip_that_was_parted_while_the_film_was_looked_at_can_be_whole_again(gallery: Gallery) -> None:
    session, by = gallery.school.session, {"actor": gallery.teacher, "at": gallery.school.at}
    item = came_in(gallery)
    begin(gallery, item)
    [strip] = write(gallery, item, walk(1, 0, 4000))
    timeline.split(session, strip, 2000, **by)
    finish(gallery, item)
    reviews.undo(session, gallery.event, **by)
    gallery.answer(strip, Answer.UNRECOGNISABLE)
    gallery.attest(item)
    assert Code.FEWER_LISTED_THAN_FOUND not in {reason.code for reason in gallery.ask(item).reasons}


def test_a_page_from_before_a_later_version_heard_more_of_a_voice_gives_no_name_to_that(gallery: Gallery) -> None:
    film, session, at = recorded(gallery, [], ["0-4000"]), gallery.school.session, gallery.school.at
    seen = media_queries.item(session, film.item).revision
    media.bring_into_force(session, NEXT, at=at)
    begin(gallery, film.item, NEXT)
    recordings.write_voices(session, film.item, [FoundVoice([Span(500, 4000), Span(10000, 12000)])], at=at)
    with pytest.raises(Conflict, match="Nothing was changed"):
        gallery.answer(film.voices[0], Answer.CROWD, seen=seen)
