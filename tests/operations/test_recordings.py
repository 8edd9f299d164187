"""What the analysis of film and sound writes down: once, as it comes, going on after a crash, and never over what people said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from consent_store.errors import BadInput, Conflict
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import differences, media, recordings, retention, reviews, timeline
from consent_store.operations.recordings import FoundTrack, FoundVoice, Heading, Resume
from consent_store.records.queries import differences as difference_queries
from consent_store.records.queries import grouping, work
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings as queries
from consent_store.records.recordings import TrackRow, unpacked
from consent_store.records.sightings import SightingRow
from consent_store.rules.differences import Change
from consent_store.rules.sightings import Answer, Box, Confidence, Origin, Proposal, Sense
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Sight
from tests.gallery import OURS, VERSION, Gallery, digest
from tests.recorded import LENGTH, Recorded, recorded

NEXT = "engine 2"
HEADING = Heading(LENGTH, 25.0, 1920, 1080, True, True, ("subtitles",))
FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def came_in(gallery: Gallery) -> ItemId:
    """A film that nobody looked at."""
    name, at = digest(), gallery.school.at
    files = {"kind": Kind.FILM, "label": "play.mp4", "sha256": name, "size": 9, "vault_name": name}
    return media.admit(gallery.school.session, gallery.event, maker=OURS, **files, actor=gallery.teacher, at=at).item


def begin(gallery: Gallery, item: ItemId, version: str = VERSION) -> Resume:
    """A worker takes it and opens it."""
    session, at = gallery.school.session, gallery.school.at
    claim = media.claim(session, item, until=at + timedelta(minutes=1), version=version, at=at)
    assert claim is not None and claim.kind is Kind.FILM
    return recordings.begin(session, item, HEADING, version=version, at=at)


def walk(number: int, start: int, end: int, person: int | None = None, *, step: int = 500, quality: float = 0.5) -> FoundTrack:
    """Somebody who walks from left to right, one above the other."""
    sights = [Sight(at, Box(at // 20, 100 * number, at // 20 + 80, 100 * number + 80)) for at in range(start, end, step)]
    return FoundTrack(
        number, number if person is None else person, sights, start, end, sights[0], 0.9, b"looks", quality, descriptor=b"sealed"
    )


def until(found: FoundTrack, moment: int) -> FoundTrack:
    """As much of a track as is seen by a moment."""
    return replace(found, sights=[sight for sight in found.sights if sight.at < moment], after=min(found.after, moment))


def write(gallery: Gallery, item: ItemId, *found: FoundTrack, done_ms: int = LENGTH) -> list[SightingId]:
    """Write down; the strips that want a picture."""
    portraits = recordings.write_tracks(gallery.school.session, item, found, cuts=[done_ms // 2], done_ms=done_ms, at=gallery.school.at)
    return [portrait.sighting for portrait in portraits]


def finish(gallery: Gallery, item: ItemId, version: str = VERSION) -> None:
    """The end of it."""
    recordings.finish(gallery.school.session, item, version=version, duration_ms=LENGTH, at=gallery.school.at)


def written(gallery: Gallery, item: ItemId) -> list[object]:
    """What is in the rows, but for their ids."""
    session = gallery.school.session
    rows = session.scalars(select(TrackRow).where(TrackRow.item_id == item).order_by(TrackRow.number, TrackRow.before_ms)).all()
    first: dict[str, int | None] = {}
    for row in rows:
        first.setdefault(row.sighting_id, row.number)
    faces = session.scalars(select(SightingRow).where(SightingRow.item_id == item)).all()
    said = sorted((first[face.id] or 0, face.spans, face.left, face.top, face.quality, face.answer, face.origin) for face in faces)
    return [[(row.number, first[row.sighting_id], unpacked(row.path), row.before_ms, row.after_ms, row.there) for row in rows], said]


@FEW
@given(
    starts=some.lists(some.tuples(some.integers(0, 30), some.integers(1, 20), some.integers(0, 2)), min_size=1, max_size=4),
    ends=some.sets(some.integers(1, 40), max_size=4),
    crashes=some.lists(some.integers(1, 2), min_size=5, max_size=5),
)
def test_an_analysis_that_goes_on_ends_as_one_that_was_not_interrupted(
    gallery: Gallery, starts: Sequence[tuple[int, int, int]], ends: set[int], crashes: Sequence[int]
) -> None:
    found = [walk(number, 500 * start, 500 * (start + long), person) for number, (start, long, person) in enumerate(starts)]
    whole, parts = came_in(gallery), came_in(gallery)
    begin(gallery, whole)
    write(gallery, whole, *sorted(found, key=lambda track: track.number))
    begin(gallery, parts)
    for moment, times in zip(sorted({500 * end for end in ends} | {LENGTH * 2}), crashes, strict=False):
        for _ in range(times):
            seen = [until(track, moment) for track in found if track.before < moment]
            write(gallery, parts, *seen, done_ms=min(moment, LENGTH))
        assert recordings.begin(gallery.school.session, parts, HEADING, version=VERSION, at=gallery.school.at).done_ms == min(
            moment, LENGTH
        )
    ours, theirs = written(gallery, whole), written(gallery, parts)
    assert [row[2:5] for row in ours[0]] == [row[2:5] for row in theirs[0]]  # type: ignore[attr-defined]
    if len({person for *_, person in starts}) == len(starts):
        assert ours == theirs
    assert sorted(spans for _, spans, *_ in ours[1]) == sorted(spans for _, spans, *_ in theirs[1])  # type: ignore[attr-defined]


def test_what_is_written_twice_is_there_once_and_known_tracks_never_move(gallery: Gallery) -> None:
    item = came_in(gallery)
    begin(gallery, item)
    one, other = walk(1, 0, 4000, person=1), walk(2, 0, 4000, person=2)
    first = write(gallery, item, one, other)
    before = written(gallery, item)
    assert len(first) == 2 and write(gallery, item, one, replace(other, person=1)) == [] and written(gallery, item) == before
    assert write(gallery, item, walk(3, 9000, 12000, person=1)) == []
    assert {sighting: len(tracks) for sighting, tracks in queries.tracks_of(gallery.school.session, item).items()} == {
        first[0]: 2,
        first[1]: 1,
    }
    assert write(gallery, item, walk(4, 15000, 16000, person=2, quality=0.9)) == [first[1]]
    assert [known.looks for known in queries.known_tracks(gallery.school.session, item)] == [b"looks"] * 4
    part = queries.tracks_of(gallery.school.session, item, part=Span(4000, 9500))
    assert [track.span for tracks in part.values() for track in tracks] == [Span(9000, 12000)]


def test_a_name_given_while_the_film_is_looked_at_comes_onto_no_face_that_nobody_saw(gallery: Gallery) -> None:
    session, anna, bram = gallery.school.session, gallery.school.pupil(), gallery.school.pupil()
    item = came_in(gallery)
    begin(gallery, item)
    [strip] = write(gallery, item, until(walk(1, 0, 6000), 4000), done_ms=4000)
    gallery.answer(strip, anna)
    guess = Proposal(Confidence.SURE, bram, 0.2, None, None)
    later = replace(walk(2, 9000, 12000, person=1, quality=0.9), proposal=guess)
    [other] = write(gallery, item, walk(1, 0, 6000), later, done_ms=13000)
    assert write(gallery, item, later, walk(3, 15000, 16000, person=1)) == []
    with pytest.raises(Conflict, match="not analysed"):
        gallery.attest(item)
    finish(gallery, item)
    said = {view.sighting.id: (view.sighting.person, view.sighting.spans) for view in media_queries.sightings_of(session, item)}
    assert said == {strip: (anna, (Span(0, 6000),)), other: (None, (Span(9000, 12000), Span(15000, 16000)))}
    assert media_queries.sightings(session, [other])[other].proposal == guess
    with pytest.raises(Conflict, match="without an answer"):
        gallery.attest(item)
    gallery.answer(other, anna)
    assert gallery.attest(item)
    assert all(known.looks is None for known in queries.known_tracks(session, item))


def test_progress_is_told_and_a_cancelled_analysis_stops_and_goes_on_where_it_was(gallery: Gallery) -> None:
    session, at, item = gallery.school.session, gallery.school.at, came_in(gallery)
    told = {"until": at + timedelta(minutes=1), "at": at}
    assert not recordings.go_on(session, item, looked_ms=1, seconds_left=None, **told)
    begin(gallery, item)
    write(gallery, item, walk(1, 0, 4000), done_ms=5000)
    assert recordings.go_on(session, item, looked_ms=LENGTH // 2, seconds_left=7, **told)
    view = queries.recording(session, item)
    assert view is not None and (view.share, view.seconds_left, view.done_ms, view.cuts, view.listened) == (0.5, 7, 5000, (2500,), False)
    recordings.cancel(session, item, actor=gallery.teacher, at=at)
    assert not recordings.go_on(session, item, looked_ms=LENGTH, seconds_left=0, **told)
    with pytest.raises(Conflict):
        write(gallery, item, walk(2, 5000, 6000))
    assert queries.films_waiting(session, VERSION, at=at, limit=9) == []
    media.try_again(session, item, actor=gallery.teacher, at=at)
    assert (
        queries.films_waiting(session, VERSION, at=at, limit=9) == [item]
        and media_queries.to_analyse(session, VERSION, at=at, limit=9) == []
    )
    assert begin(gallery, item) == Resume(5000, listened=False)
    finish(gallery, item)
    with pytest.raises(Conflict):
        recordings.cancel(session, item, actor=gallery.teacher, at=at)
    with pytest.raises(BadInput):
        recordings.cancel(session, gallery.photo()[0], actor=gallery.teacher, at=at)


def test_the_end_counts_who_is_seen_and_heard_and_is_written_once(gallery: Gallery) -> None:
    film = recorded(gallery, ["0-4000", "5000-9000"], ["1000-2000 3000-4000"])
    finish(gallery, film.item)
    view = media_queries.item(gallery.school.session, film.item)
    assert (view.faces, view.analysed, view.dropped) == (3, True, ())
    left = work.left(gallery.school.session, gallery.event)
    assert (left.faces, left.voices, left.pictures, left.decisions) == (2, 1, 1, 4)


def test_voices_are_written_once_and_known_ones_only_speak_more(gallery: Gallery) -> None:
    film, session, at = recorded(gallery, [], ["0-4000", "6000-9000"]), gallery.school.session, gallery.school.at
    first, second = film.voices
    anna = gallery.school.pupil()
    gallery.answer(first, anna)
    media.bring_into_force(session, NEXT, at=at)
    begin(gallery, film.item, NEXT)
    found = [FoundVoice([Span(7000, 9000), Span(10000, 10500)]), FoundVoice([Span(1000, 4500)]), FoundVoice([Span(15000, 16000)])]
    again = recordings.write_voices(session, film.item, found, at=at)
    assert again[:2] == [second, first] and again[2] not in (first, second)
    assert recordings.write_voices(session, film.item, found, at=at) == []
    said = {view.sighting.id: (view.sighting.spans, view.sighting.person) for view in media_queries.sightings_of(session, film.item)}
    assert said[first] == ((Span(0, 4500),), anna)
    assert said[second] == ((Span(6000, 9000), Span(10000, 10500)), None)
    assert said[again[2]] == ((Span(15000, 16000),), None)


def looks_again(film: Recorded, *found: FoundTrack) -> list[tuple[Change, PersonId | None]]:
    """The next version looks at it, and what is asked then."""
    gallery = film.gallery
    media.bring_into_force(gallery.school.session, NEXT, at=gallery.school.at)
    assert begin(gallery, film.item, NEXT) == Resume(0, listened=False)
    write(gallery, film.item, *found)
    finish(gallery, film.item, NEXT)
    asked = difference_queries.open_of(gallery.school.session, gallery.event, limit=9)
    return [(each.change, each.person) for each in asked]


def like(film: Recorded, strip: int, number: int, **changes: object) -> FoundTrack:
    """A track where a strip is known."""
    [track] = queries.tracks_of(film.gallery.school.session, film.item)[film.strips[strip]]
    found = FoundTrack(number, number, track.sights, track.before, track.after, track.sights[0], 0.9, quality=0.9, descriptor=b"new")
    return replace(found, **changes)  # type: ignore[arg-type]


def test_another_version_that_sees_the_same_changes_nothing(gallery: Gallery) -> None:
    film = recorded(gallery, ["0-4000", "5000-9000"])
    film.answer(gallery.school.pupil(), Answer.STRANGER)
    gallery.attest(film.item)
    before, revision = queries.tracks_of(gallery.school.session, film.item), media_queries.item(gallery.school.session, film.item).revision
    assert looks_again(film, like(film, 1, 7), like(film, 0, 8)) == []
    view = media_queries.item(gallery.school.session, film.item)
    assert queries.tracks_of(gallery.school.session, film.item) == before and (view.revision, view.attested) == (revision, True)


def test_what_another_version_sees_otherwise_is_proposed_beside(gallery: Gallery) -> None:
    anna, bram = gallery.school.pupil(), gallery.school.pupil()
    film = recorded(gallery, ["0-4000", "5000-9000"])
    film.answer(anna, Answer.STRANGER)
    gallery.attest(film.item)
    guess = Proposal(Confidence.SURE, bram, 0.2, None, None)
    asked = looks_again(film, like(film, 0, 1, proposal=guess), walk(9, 12000, 15000))
    assert asked == [(Change.NEW, None), (Change.PERSON, bram), (Change.GONE, None)]
    assert not media_queries.item(gallery.school.session, film.item).attested
    for each in difference_queries.open_of(gallery.school.session, gallery.event, limit=9)[1:]:
        differences.settle(gallery.school.session, each.id, accept=True, actor=gallery.colleague, at=gallery.school.at)
    said = {view.sighting.id: view.sighting for view in media_queries.sightings_of(gallery.school.session, film.item)}
    assert [(said[strip].answer, said[strip].person) for strip in film.strips] == [(Answer.PERSON, bram), (Answer.NOBODY, None)]


def test_who_was_drawn_before_the_machine_saw_them_is_the_machine_s_too(gallery: Gallery) -> None:
    item, anna = came_in(gallery), gallery.school.pupil()
    begin(gallery, item)
    found, told = walk(1, 0, 4000), {"actor": gallery.teacher, "at": gallery.school.at}
    drawn = timeline.draw(gallery.school.session, item, found.sights, Answer.PERSON, anna, **told)
    assert write(gallery, item, found) == []
    [view] = media_queries.sightings_of(gallery.school.session, item)
    assert (view.sighting.id, view.sighting.person, view.sighting.origin) == (drawn, anna, Origin.MACHINE)


def test_a_film_that_grows_grows_where_people_left_it(gallery: Gallery) -> None:
    item, found = came_in(gallery), walk(1, 0, 8000)
    begin(gallery, item)
    [strip] = write(gallery, item, until(found, 4000), done_ms=4000)
    other = timeline.split(gallery.school.session, strip, 2000, actor=gallery.teacher, at=gallery.school.at)
    assert write(gallery, item, found) == [] == write(gallery, item, found)
    tracks = queries.tracks_of(gallery.school.session, item)
    assert [track.span for track in tracks[strip]] == [Span(0, 2000)]
    assert [track.span for track in tracks[other]] == [Span(2000, 4000), Span(3500, 8000)]
    assert {sight for track in (*tracks[strip], *tracks[other]) for sight in track.sights} >= set(found.sights)
    reviews.undo(gallery.school.session, gallery.event, actor=gallery.teacher, at=gallery.school.at)
    tracks = queries.tracks_of(gallery.school.session, item)
    assert ([track.span for track in tracks[strip]], [track.span for track in tracks[other]]) == ([Span(0, 4000)], [Span(3500, 8000)])


def test_a_worker_that_is_behind_another_makes_no_track_shorter(gallery: Gallery) -> None:
    item, found = came_in(gallery), walk(1, 0, 8000)
    begin(gallery, item)
    write(gallery, item, found, done_ms=8000)
    before = written(gallery, item)
    assert write(gallery, item, until(found, 4000), done_ms=4000) == [] and written(gallery, item) == before


def test_a_track_that_ends_later_than_it_is_seen_is_known_by_each_sight_once(gallery: Gallery) -> None:
    item, found = came_in(gallery), walk(1, 0, 4000)
    begin(gallery, item)
    [strip] = write(gallery, item, found, done_ms=4000)
    timeline.split(gallery.school.session, strip, 2000, actor=gallery.teacher, at=gallery.school.at)
    write(gallery, item, replace(found, after=5000))
    [known] = queries.known_tracks(gallery.school.session, item)
    assert (list(known.sights), known.before, known.after) == (found.sights, 0, 5000)


def test_with_its_bytes_go_the_tracks_of_a_film_and_what_described_them_goes_in_its_time(gallery: Gallery) -> None:
    session, item = gallery.school.session, came_in(gallery)
    begin(gallery, item)
    write(gallery, item, walk(1, 0, 4000))
    gallery.later(days=91)
    retention.sweep(session, at=gallery.school.at)
    assert [known.looks for known in queries.known_tracks(session, item)] == [None]
    before = queries.tracks_of(session, item)
    assert recordings.begin(session, item, HEADING, version=VERSION, at=gallery.school.at).done_ms == 0
    write(gallery, item, walk(1, 9000, 12000), replace(walk(1, 0, 4000), number=2, person=2))
    assert before.items() <= queries.tracks_of(session, item).items() and len(queries.tracks_of(session, item)) == 2
    media.remove(session, item, "by request", actor=gallery.teacher, at=gallery.school.at)
    assert queries.recording(session, item) is None and queries.tracks_of(session, item) == {}


def test_the_faces_of_a_film_wait_for_a_picture_and_are_one_picture_s_to_the_piles(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000", "5000-9000"], ["0-900"]), gallery.school.session
    cut = queries.faces_to_cut(session, 9)
    assert {(sighting, sight.at) for sighting, _, sight in cut} == {(film.strips[0], 100), (film.strips[1], 5100)}
    assert {face.item for face in grouping.faces_to_group(session, gallery.event)} == {film.item}
    assert {view.sense for view in (each.sighting for each in media_queries.sightings_of(session, film.item))} == set(Sense)
