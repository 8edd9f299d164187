"""Somebody in what would go out of a film whom nobody was asked about: the file is held, they are asked about, and it is attested anew."""

import pytest

from consent_store.ids import ReleaseId, RenditionId, SightingId
from consent_store.operations import media, unasked
from consent_store.operations.recordings import FoundTrack
from consent_store.records.queries import differences as difference_queries
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings, releases, renditions
from consent_store.records.queries.renditions import Failed
from consent_store.rules.gate import Code, Verdict
from consent_store.rules.sightings import Answer, Confidence, Origin, Proposal
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Sight
from tests.gallery import Gallery, box
from tests.recorded import Recorded, looked_at, recorded

NEXT = "engine 2"


@pytest.fixture
def film(gallery: Gallery) -> Recorded:
    """One child who may be shown, all the time; attested."""
    found = recorded(gallery, ["0-20000"])
    child, guardian = gallery.school.family()
    gallery.school.gives(guardian, child, kind=Kind.FILM)
    found.answer(child)
    gallery.attest(found.item)
    return found


def passing(number: int, start: int, place: int, person: int | None = None, guess: Proposal | None = None) -> FoundTrack:
    """A face that is there for three frames."""
    sights = [Sight(start + 40 * frame, box(place)) for frame in range(3)]
    whose = number if person is None else person
    return FoundTrack(number, whose, sights, start - 40, start + 120, sights[1], 0.9, b"looks", 0.7, guess, b"sealed")


def draft(gallery: Gallery, film: Recorded) -> tuple[ReleaseId, RenditionId]:
    made = gallery.draft(film.item)
    return made, draft_queries.draft(gallery.school.session, made).rendition


def hold(gallery: Gallery, film: Recorded, wanted: RenditionId, *found: FoundTrack) -> list[SightingId]:
    """Those who came into its review by that, in order of time."""
    session = gallery.school.session
    before = {view.sighting.id for view in media_queries.sightings_of(session, film.item)}
    unasked.hold(session, wanted, film.item, found, at=gallery.school.at)
    claims = [view.sighting for view in media_queries.sightings_of(session, film.item) if view.sighting.id not in before]
    return [claim.id for claim in sorted(claims, key=lambda claim: claim.spans)]


def test_whoever_was_not_asked_about_waits_for_an_answer_and_the_file_is_held(gallery: Gallery, film: Recorded) -> None:
    session, guess = gallery.school.session, Proposal(Confidence.SURE, gallery.school.pupil(), 0.3, None, None)
    release, wanted = draft(gallery, film)
    one, other = hold(gallery, film, wanted, passing(1, 5000, 3, guess=guess), passing(2, 9000, 4), passing(3, 9800, 5, person=2))
    assert renditions.state(session, wanted) == Failed(unasked.UNASKED)
    decision = gallery.ask(film.item)
    assert (decision.verdict, {reason.sighting for reason in decision.reasons if reason.code is Code.UNANSWERED}) == (
        Verdict.HELD,
        {one, other},
    )
    views = media_queries.sightings(session, [one, other])
    assert [views[each].sighting.spans for each in (one, other)] == [(Span(4960, 5120),), (Span(8960, 9120), Span(9760, 9920))]
    assert views[one].proposal == guess and views[one].sighting.origin is Origin.MACHINE
    assert {len(found) for found in recordings.tracks_of(session, film.item).values()} == {1, 2}
    assert all(track.looks is None for track in recordings.known_tracks(session, film.item) if track.sighting != film.strips[0])
    view = media_queries.item(session, film.item)
    assert view.faces == 3
    for sighting in (one, other):
        gallery.answer(sighting, Answer.NOBODY)
    gallery.attest(film.item)
    again, _file = draft(gallery, film)
    assert again != release and gallery.ask(film.item).verdict is Verdict.CLEARED


def test_they_count_anew_each_time_and_nothing_of_before_moves(gallery: Gallery, film: Recorded) -> None:
    session = gallery.school.session
    [first] = hold(gallery, film, draft(gallery, film)[1], passing(1, 5000, 3))
    before = recordings.tracks_of(session, film.item)
    gallery.answer(first, Answer.NOBODY)
    gallery.attest(film.item)
    [second] = hold(gallery, film, draft(gallery, film)[1], passing(1, 5000, 7))
    after = recordings.tracks_of(session, film.item)
    assert second not in before and {sighting: after[sighting] for sighting in before} == before
    assert media_queries.sightings(session, [first])[first].sighting.answer is Answer.NOBODY


def test_where_something_was_said_meanwhile_nothing_is_written_down(gallery: Gallery, film: Recorded) -> None:
    wanted = draft(gallery, film)[1]
    gallery.answer(film.strips[0], Answer.STRANGER)
    assert hold(gallery, film, wanted, passing(1, 5000, 3)) == []
    assert renditions.state(gallery.school.session, wanted) == Failed("changed")
    assert len(media_queries.sightings_of(gallery.school.session, film.item)) == 1


def test_what_went_out_before_comes_back(gallery: Gallery, film: Recorded) -> None:
    session, out = gallery.school.session, gallery.release(film.item)
    hold(gallery, film, draft(gallery, film)[1], passing(1, 5000, 3))
    assert [recall.release.id for recall in releases.recalls_of(session, film.item)] == [out]


def test_an_analysis_need_not_find_them_again(gallery: Gallery, film: Recorded) -> None:
    session, at = gallery.school.session, gallery.school.at
    [late] = hold(gallery, film, draft(gallery, film)[1], passing(1, 5000, 3))
    gallery.answer(late, Answer.STRANGER)
    media.bring_into_force(session, NEXT, at=at)
    looked_at(session, film.item, ["0-20000"], [], version=NEXT, at=at)
    assert difference_queries.number_open(session, gallery.event) == 0
