"""Two strips of a film that are one person: one answer, taken back by one press, and never undone by what analysis finds later."""

import pytest

from consent_store.errors import BadInput, Conflict
from consent_store.ids import ItemId, SightingId
from consent_store.operations import joins, recordings, reviews, timeline
from consent_store.records.queries import history
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings as queries
from consent_store.records.sightings import SightingRow
from consent_store.rules.sightings import Answer, Origin, Sense
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight
from tests.gallery import Gallery, box
from tests.operations.test_film_gate import drafted
from tests.operations.test_recordings import begin, came_in, finish, like, looks_again, until, walk, write
from tests.operations.test_timeline import PLACE, claims, redo, state, told, undo
from tests.recorded import recorded


def spans_of(gallery: Gallery, item: ItemId) -> dict[SightingId, list[Span]]:
    """When the tracks of each strip are."""
    return {who: [track.span for track in found] for who, found in queries.tracks_of(gallery.school.session, item).items()}


def test_two_strips_become_one_with_one_answer_and_part_again(gallery: Gallery) -> None:
    film, session, anna = recorded(gallery, ["0-4000", "9000-12000"], ["0-4000"]), gallery.school.session, gallery.school.pupil()
    one, other = film.strips
    gallery.answer(other, anna)
    before = state(film)
    assert joins.join(session, one, other, **told(gallery)) == other
    assert claims(film).keys() == {other, *film.voices}
    assert (claims(film)[other].person, claims(film)[other].spans) == (anna, (Span(0, 4000), Span(9000, 12000)))
    joined = state(film)
    press = history.of(session, gallery.event, gallery.teacher).undo
    assert press is not None and press.joins and undo(gallery) and state(film) == before
    assert redo(gallery) and state(film) == joined
    again = timeline.split(session, other, 0, 5000, **told(gallery))
    assert spans_of(gallery, film.item) == {other: [Span(9000, 12000)], again: [Span(0, 4000)]}
    assert claims(film)[again].answer is None
    assert joins.join(session, other, again, **told(gallery)) == other and claims(film)[other].spans == (Span(0, 4000), Span(9000, 12000))
    assert undo(gallery) and undo(gallery) and undo(gallery) and state(film) == before


def test_who_was_drawn_is_the_machine_s_once_they_are_one_and_is_erased_no_more(gallery: Gallery) -> None:
    film, session, anna = recorded(gallery, ["0-4000"]), gallery.school.session, gallery.school.pupil()
    drawn = timeline.draw(session, film.item, [Sight(9000, PLACE)], Answer.PERSON, anna, **told(gallery))
    assert joins.join(session, film.strips[0], drawn, **told(gallery)) == film.strips[0]
    [claim] = claims(film).values()
    assert (claim.id, claim.person, claim.origin) == (film.strips[0], anna, Origin.MACHINE)
    assert session.get_one(SightingRow, drawn).descriptor is None
    assert undo(gallery) and claims(film)[drawn].origin is Origin.HUMAN


def test_who_is_joined_is_covered_wherever_either_was_seen(gallery: Gallery) -> None:
    film = recorded(gallery, ["0-4000", "9000-12000"])
    stays = joins.join(gallery.school.session, *film.strips, **told(gallery))
    gallery.answer(stays, Answer.STRANGER)
    gallery.attest(film.item)
    moving = drafted(gallery, film)[1].moving
    assert moving is not None and not moving.shown
    assert [track.span for track in moving.masked[stays]] == [Span(0, 4000), Span(9000, 12000)]
    counted = [media_queries.item(gallery.school.session, film.item).faces]
    assert undo(gallery) and undo(gallery)
    assert [*counted, media_queries.item(gallery.school.session, film.item).faces] == [1, 2]


def test_what_cannot_be_one_person_is_refused_and_changes_nothing(gallery: Gallery) -> None:
    film, session, anna = (
        recorded(gallery, ["0-4000", "3000-9000", "12000-15000"], ["0-4000"]),
        gallery.school.session,
        gallery.school.pupil(),
    )
    one, beside, later = film.strips
    nowhere = timeline.add_span(session, film.item, Sense.SEEN, [Span(0, 900)], Answer.PERSON, anna, **told(gallery))
    _photo, [face, another] = gallery.photo(2)
    gallery.answer(one, anna)
    gallery.answer(later, Answer.STRANGER)
    before = state(film)
    for two in ((one, one), (one, beside), (one, nowhere), (one, film.voices[0]), (one, face), (face, another)):
        with pytest.raises(BadInput):
            joins.join(session, *two, **told(gallery))
    with pytest.raises(Conflict, match="different answers"):
        joins.join(session, one, later, **told(gallery))
    assert state(film) == before


def test_what_is_no_face_is_nobody_s_and_makes_no_other_one_of_none(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000", "9000-12000"]), gallery.school.session
    gallery.answer(film.strips[0], Answer.NOBODY)
    before = state(film)
    for two in (film.strips, film.strips[::-1]):
        with pytest.raises(Conflict, match="not to be a face"):
            joins.join(session, *two, **told(gallery))
    assert state(film) == before


def test_the_same_face_followed_twice_is_one(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000"]), gallery.school.session
    drawn = timeline.draw(session, film.item, [Sight(200, box(0)), Sight(3000, box(0))], None, **told(gallery))
    assert joins.join(session, drawn, film.strips[0], **told(gallery)) == film.strips[0]


def test_two_at_work_are_told_of_each_other(gallery: Gallery) -> None:
    film, session, anna = recorded(gallery, ["0-4000", "9000-12000"]), gallery.school.session, gallery.school.pupil()
    one, other = film.strips
    seen = media_queries.item(session, film.item).revision
    stays = joins.join(session, one, other, seen=seen, **told(gallery))
    [goes] = {one, other} - {stays}
    by = {"actor": gallery.colleague, "at": gallery.school.at}
    for press in (lambda: reviews.answer(session, goes, Answer.PERSON, anna, **by), lambda: joins.join(session, one, other, **by)):
        with pytest.raises(Conflict, match="joined to another"):
            press()
    [word] = history.said_since(session, film.item, seen, gallery.colleague)
    assert (word.sighting, word.said) == (goes, history.JOINED)
    reviews.answer(session, stays, Answer.STRANGER, **by)
    assert not undo(gallery) and undo(gallery, gallery.colleague) and undo(gallery) and len(claims(film)) == 2
    reviews.answer(session, goes, Answer.STRANGER, **by)
    with pytest.raises(Conflict, match="Somebody answered"):
        joins.join(session, one, other, seen=seen, **told(gallery))


def test_a_join_is_taken_back_after_whatever_was_taken_back_itself_or_done_to_another_film(gallery: Gallery) -> None:
    film, other, session = recorded(gallery, ["0-4000", "9000-12000"]), recorded(gallery, ["0-4000"]), gallery.school.session
    before = state(film)
    stays = joins.join(session, *film.strips, **told(gallery))
    by = {"actor": gallery.colleague, "at": gallery.school.at}
    timeline.split(session, stays, 2000, 10_000, **by)
    assert undo(gallery, gallery.colleague)
    for _ in range(3):
        gallery.answer(other.strips[0], Answer.STRANGER)
        gallery.answer(other.strips[0], None)
    late = timeline.split(session, other.strips[0], 2000, **by)
    later = walk(9, 15_000, 16_000)
    recordings.write_unasked(session, other.item, [later], at=gallery.school.at)
    [anew] = claims(other).keys() - {late, *other.strips}
    timeline.split(session, anew, 15_500, **by)
    gallery.school.session.flush()
    while (press := history.of(session, gallery.event, gallery.teacher).undo) is not None and not press.joins:
        assert undo(gallery)
    assert undo(gallery) and state(film) == before


def test_what_analysis_finds_later_stays_joined(gallery: Gallery) -> None:
    item, session, late = came_in(gallery), gallery.school.session, walk(2, 5000, 12000)
    begin(gallery, item)
    one, other = write(gallery, item, walk(1, 0, 4000), until(late, 8000), done_ms=8000)
    gallery.answer(one, Answer.STRANGER)
    assert joins.join(session, other, one, **told(gallery)) == one
    [again] = write(gallery, item, late, walk(3, 15000, 16000, person=2), done_ms=16000)
    assert spans_of(gallery, item)[one] == [Span(0, 4000), Span(5000, 8000), Span(7500, 12000)]
    assert spans_of(gallery, item)[again] == [Span(15000, 16000)]
    assert history.of(session, gallery.event, gallery.teacher).undo.steps[0].after == Answer.STRANGER  # type: ignore[union-attr]
    finish(gallery, item)


def test_a_later_version_finds_a_joined_strip_where_it_was(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000", "9000-12000"]), gallery.school.session
    same = like(film, 0, 7), like(film, 1, 8)
    gallery.answer(joins.join(session, *film.strips, **told(gallery)), Answer.STRANGER)
    before = spans_of(gallery, film.item)
    assert looks_again(film, *same) == [] and spans_of(gallery, film.item) == before


def test_who_was_answered_and_comes_back_is_offered_as_who_they_were(gallery: Gallery) -> None:
    item, session = came_in(gallery), gallery.school.session
    begin(gallery, item)
    one, other = write(gallery, item, walk(1, 0, 4000), walk(2, 0, 4000), done_ms=4000)
    gallery.answer(one, Answer.STRANGER)
    [again] = write(gallery, item, walk(3, 9000, 12000, person=1), done_ms=12000)
    assert (offered(gallery, again), offered(gallery, other)) == (one, None)
    assert joins.join(session, again, one, **told(gallery)) == one
    assert offered(gallery, timeline.split(session, one, 9000, **told(gallery))) is None


def offered(gallery: Gallery, strip: SightingId) -> SightingId | None:
    """As who somebody probably comes back."""
    asked = media_queries.sightings(gallery.school.session, [strip])[strip].sighting
    views = media_queries.sightings_of(gallery.school.session, asked.item)
    return queries.again(gallery.school.session, asked, (view.sighting for view in views))


def test_a_further_track_of_a_joined_strip_without_an_answer_is_its_own(gallery: Gallery) -> None:
    item, session = came_in(gallery), gallery.school.session
    begin(gallery, item)
    one, other = write(gallery, item, walk(1, 0, 4000), walk(2, 5000, 8000), done_ms=8000)
    stays = joins.join(session, one, other, **told(gallery))
    assert write(gallery, item, walk(3, 9000, 12000, person=1), walk(4, 13000, 14000, person=2)) == []
    assert spans_of(gallery, item) == {stays: [Span(0, 4000), Span(5000, 8000), Span(9000, 12000), Span(13000, 14000)]}
    assert not undo(gallery)  # nobody knows of which of the two that is


def test_redo_forgets_nothing_that_the_machine_followed_on_since(gallery: Gallery) -> None:
    item, session, found = came_in(gallery), gallery.school.session, walk(1, 0, 8000)
    begin(gallery, item)
    [strip] = write(gallery, item, until(found, 4000), done_ms=4000)
    timeline.split(session, strip, 2000, **told(gallery))
    assert undo(gallery)
    write(gallery, item, found, done_ms=8000)
    with pytest.raises(Conflict, match="More was found"):
        redo(gallery)
