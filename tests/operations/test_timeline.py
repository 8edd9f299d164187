"""What people do along the time of a film: each press can be taken back, and what the machine saw stays covered whatever they do."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select

from consent_store.errors import BadInput, Conflict, NotAllowed, Refusal
from consent_store.ids import SightingId
from consent_store.operations import joins, media, reviews, timeline
from consent_store.records.queries import history
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings as queries
from consent_store.records.recordings import TrackRow, packed, unpacked
from consent_store.records.sightings import AnswerRow, SightingRow
from consent_store.rules import spans
from consent_store.rules.gate import Code, Verdict
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box, Origin, Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight
from tests.gallery import Gallery, box
from tests.recorded import LENGTH, Recorded, recorded

FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PLACE = Box(300, 300, 380, 380)


def told(gallery: Gallery) -> dict[str, Any]:
    """By the teacher, now."""
    return {"actor": gallery.teacher, "at": gallery.school.at}


def state(film: Recorded) -> list[object]:
    """All that can be seen of who is where, when, and said to be whom."""
    session = film.gallery.school.session
    tracks = {
        sighting: sorted((track.span, track.sights) for track in found) for sighting, found in queries.tracks_of(session, film.item).items()
    }
    claims = [
        (view.sighting, view.score, view.quality, view.proposal) for view in sorted(media_queries.sightings_of(session, film.item), key=_id)
    ]
    return [tracks, claims]


def _id(view: Any) -> str:
    return str(view.sighting.id)


def claims(film: Recorded) -> dict[SightingId, Sighting]:
    """What is said now."""
    return {view.sighting.id: view.sighting for view in media_queries.sightings_of(film.gallery.school.session, film.item)}


def undo(gallery: Gallery, by: Any = None) -> bool:
    """One press on undo."""
    return bool(reviews.undo(gallery.school.session, gallery.event, actor=by or gallery.teacher, at=gallery.school.at))


def redo(gallery: Gallery, by: Any = None) -> bool:
    """One press on redo."""
    return bool(reviews.redo(gallery.school.session, gallery.event, actor=by or gallery.teacher, at=gallery.school.at))


def act(film: Recorded, number: int, moment: int, by: Any) -> None:
    """One of the things that people do, on one of the sightings."""
    gallery, session, said = film.gallery, film.gallery.school.session, sorted(claims(film))
    who, where, by_at = said[moment % len(said)], box(moment % 7), {"actor": by, "at": film.gallery.school.at}
    acts: Sequence[Callable[[], object]] = [
        lambda: timeline.split(session, who, moment, **by_at),
        lambda: timeline.split(session, who, moment, moment + 900, **by_at),
        lambda: timeline.place(session, who, moment, where, **by_at),
        lambda: timeline.place(session, who, moment // 5000 * 5000 + 100, where, **by_at),  # where the machine saw somebody
        lambda: timeline.respan(session, who, [Span(moment, moment + 3000)], **by_at),
        lambda: timeline.draw(session, film.item, [Sight(moment, where), Sight(moment + 700, where)], Answer.STRANGER, **by_at),
        lambda: timeline.add_span(session, film.item, Sense.HEARD, [Span(moment, moment + 500)], Answer.CROWD, **by_at),
        lambda: timeline.add_span(session, film.item, Sense.SEEN, [Span(moment, moment + 500)], Answer.UNRECOGNISABLE, **by_at),
        lambda: reviews.answer(session, who, Answer.STRANGER, **by_at),
        lambda: joins.join(session, who, said[moment // 100 % len(said)], **by_at),
        lambda: reviews.erase_drawn(session, who, **by_at),
        lambda: undo(gallery, by),
        lambda: redo(gallery, by),
    ]
    try:
        with session.begin_nested():
            acts[number]()
    except Refusal:
        session.expire_all()


def covered(film: Recorded) -> None:
    """Whatever the machine saw or heard is still claimed, and each claim says when its tracks are."""
    session, said = film.gallery.school.session, claims(film)
    tracks = [track for found in queries.tracks_of(session, film.item).values() for track in found]
    spoken = spans.merged(span for claim in said.values() if claim.sense is Sense.HEARD for span in claim.spans)
    for row in session.scalars(select(TrackRow).where(TrackRow.item_id == film.item, TrackRow.batch.is_(None))):
        for at, place in unpacked(row.path):
            assert any(holds(there, place) for track in tracks if (there := track.at(at)))
        assert row.path or spans.within(Span(row.before_ms, row.after_ms), spoken)
    for claim in said.values():
        rows = session.scalars(select(TrackRow).where(TrackRow.sighting_id == claim.id, TrackRow.there)).all()
        assert claim.spans == spans.merged(Span(row.before_ms, row.after_ms) for row in rows)
        assert (claim.box is not None) == (claim.sense is Sense.SEEN and all(row.path for row in rows))
    assert {*film.strips, *film.voices} <= {*said, *joins.homes(session, film.item)}


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box is in another, but for a pixel of rounding."""
    return (
        outer.left <= inner.left + 1 and outer.top <= inner.top + 1 and outer.right >= inner.right - 1 and outer.bottom >= inner.bottom - 1
    )


@FEW
@given(steps=some.lists(some.tuples(some.integers(0, 12), some.integers(0, LENGTH - 1000), some.booleans()), min_size=2, max_size=10))
def test_whatever_two_people_do_all_that_the_machine_saw_stays_covered(gallery: Gallery, steps: Sequence[tuple[int, int, bool]]) -> None:
    film = recorded(gallery, ["0-9000", "5000-20000"], ["0-4000 6000-9000", "12000-20000"])
    for number, moment, colleague in steps:
        act(film, number, moment, gallery.colleague if colleague else gallery.teacher)
        covered(film)


@FEW
@given(steps=some.lists(some.tuples(some.integers(0, 10), some.integers(0, LENGTH - 1000)), min_size=1, max_size=6))
def test_undo_leads_back_to_the_beginning_and_redo_to_the_end(gallery: Gallery, steps: Sequence[tuple[int, int]]) -> None:
    film = recorded(elsewhere(gallery), ["0-9000", "5000-20000"], ["0-4000 6000-9000", "12000-20000"])
    states, done = [state(film)], 0
    for number, moment in steps:
        act(film, number, moment, gallery.teacher)
        if presses(film) > done:
            states.append(state(film))
        done = presses(film)
    for known in reversed(states[:-1]):
        assert undo(film.gallery) and state(film) == known
    assert not undo(film.gallery)
    for known in states[1:]:
        assert redo(film.gallery) and state(film) == known


def elsewhere(gallery: Gallery) -> Gallery:
    """At an event where nobody did anything."""
    return replace(gallery, event=media.make_event(gallery.school.session, title="Play", on=gallery.school.at.date(), **told(gallery)))


def presses(film: Recorded) -> int:
    """How many steps were taken."""
    query = select(func.count()).select_from(AnswerRow).where(AnswerRow.item_id == film.item)
    return film.gallery.school.session.scalar(query) or 0


def test_a_strip_that_is_parted_leaves_the_answer_and_each_part_its_best_face(gallery: Gallery) -> None:
    film, anna = recorded(gallery, ["0-4000"]), gallery.school.pupil()
    [strip], session = film.strips, gallery.school.session
    film.answer(anna)
    other = timeline.split(session, strip, 0, 2000, **told(gallery))
    said = claims(film)
    assert (said[strip].spans, said[strip].person, said[other].spans, said[other].answer) == (
        (Span(2000, 4000),),
        anna,
        (Span(0, 2000),),
        None,
    )
    assert said[other].origin is Origin.MACHINE
    with pytest.raises(NotAllowed):
        reviews.erase_drawn(session, other, **told(gallery))
    assert gallery.ask(film.item).verdict is Verdict.HELD


def test_the_guess_goes_with_the_face_that_it_is_about(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000"]), gallery.school.session
    [strip] = film.strips
    gallery.file(film.item, Use.CROP, of=strip)
    row = session.get_one(SightingRow, strip)
    row.left, row.quality, row.descriptor, row.cluster = 5, 0.8, b"of the first", "pile"
    for kept in session.scalars(select(TrackRow).where(TrackRow.sighting_id == strip)):
        first, last = unpacked(kept.path)
        kept.path = packed([first._replace(box=Box(5, 10, 80, 110)), last])
    other = session.get_one(SightingRow, timeline.split(session, strip, 0, 2000, **told(gallery)))
    assert (row.descriptor, row.quality, row.cluster, other.descriptor, other.quality, other.cluster) == (
        *(None, None, None),
        *(b"of the first", 0.8, "pile"),
    )
    assert media_queries.sightings(session, [strip])[strip].crop is None
    assert undo(gallery) and (row.descriptor, row.quality, row.left) == (b"of the first", 0.8, 5)


def test_a_voice_is_parted_and_grows_but_what_was_heard_of_it_is_not_taken_away(gallery: Gallery) -> None:
    film, session = recorded(gallery, [], ["1000-4000 6000-9000"]), gallery.school.session
    [voice] = film.voices
    other = timeline.split(session, voice, 3000, 7000, **told(gallery))
    timeline.respan(session, other, [Span(3000, 8000)], **told(gallery))
    said = claims(film)
    assert (said[voice].spans, said[other].spans) == ((Span(1000, 3000), Span(7000, 9000)), (Span(3000, 8000),))
    with pytest.raises(NotAllowed):
        timeline.respan(session, voice, [Span(1000, 3000)], **told(gallery))
    mine = timeline.add_span(session, film.item, Sense.HEARD, [Span(15000, 16000)], Answer.CROWD, **told(gallery))
    timeline.respan(session, mine, [Span(15500, LENGTH + 900)], **told(gallery))
    assert claims(film)[mine].spans == (Span(15500, LENGTH),)


def test_who_is_there_without_a_face_cannot_be_covered_until_a_box_says_where_all_the_time(gallery: Gallery) -> None:
    film, session, anna = recorded(gallery), gallery.school.session, gallery.school.pupil()
    who = timeline.add_span(session, film.item, Sense.SEEN, [Span(0, 2000), Span(9000, 12000)], Answer.PERSON, anna, **told(gallery))
    assert who == timeline.add_span(
        session, film.item, Sense.SEEN, [Span(0, 2000), Span(9000, 12000)], Answer.PERSON, anna, **told(gallery)
    )
    timeline.place(session, who, 1000, PLACE, **told(gallery))
    assert claims(film)[who].box is None
    gallery.attest(film.item)
    assert Code.NO_CONSENT in {reason.code for reason in gallery.ask(film.item).reasons}
    timeline.place(session, who, 10000, PLACE, **told(gallery))
    assert (claims(film)[who].box, claims(film)[who].spans) == (PLACE, (Span(0, 2000), Span(9000, 12000)))


def test_a_box_by_hand_goes_on_with_a_track_nearby_or_begins_one(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["5000-9000"]), gallery.school.session
    [strip] = film.strips
    timeline.place(session, strip, 10000, PLACE, **told(gallery))
    assert [track.span for track in queries.tracks_of(session, film.item)[strip]] == [Span(5000, 10250)]
    timeline.place(session, strip, 15000, PLACE, **told(gallery))
    assert claims(film)[strip].spans == (Span(5000, 10250), Span(14750, 15250))
    timeline.place(session, strip, 15000, box(1), **told(gallery))
    assert [track.sights for track in queries.tracks_of(session, film.item)[strip]][1] == (Sight(15000, box(1)),)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda film, session, by: timeline.split(session, film.strips[0], 0, **by),
        lambda film, session, by: timeline.split(session, film.strips[0], 15000, **by),
        lambda film, session, by: timeline.place(session, film.strips[0], LENGTH, PLACE, **by),
        lambda film, session, by: timeline.place(session, film.strips[0], 0, Box(5000, 0, 5001, 1), **by),
        lambda film, session, by: timeline.place(session, film.voices[0], 0, PLACE, **by),
        lambda film, session, by: timeline.respan(session, film.strips[0], [Span(0, 900)], **by),
        lambda film, session, by: timeline.draw(session, film.item, [], Answer.STRANGER, **by),
        lambda film, session, by: timeline.draw(session, film.item, [Sight(0, PLACE)], Answer.CROWD, **by),
        lambda film, session, by: timeline.add_span(session, film.item, Sense.HEARD, [Span(9, 9)], Answer.CROWD, **by),
        lambda film, session, by: timeline.add_span(session, film.item, Sense.SEEN, [Span(0, 9)], Answer.PERSON, **by),
    ],
)
def test_what_cannot_be_is_refused(gallery: Gallery, wrong: Callable[[Recorded, Any, dict[str, Any]], object]) -> None:
    film = recorded(gallery, ["0-9000"], ["0-4000"])
    with pytest.raises(BadInput):
        wrong(film, gallery.school.session, told(gallery))


def test_two_at_work_are_told_of_each_other_and_take_nothing_of_the_other_back(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-9000"]), gallery.school.session
    [strip] = film.strips
    seen = media_queries.item(session, film.item).revision
    timeline.split(session, strip, 3000, **told(gallery))
    with pytest.raises(Conflict):
        timeline.split(session, strip, 2000, seen=seen, actor=gallery.colleague, at=gallery.school.at)
    timeline.place(session, strip, 1000, PLACE, actor=gallery.colleague, at=gallery.school.at)
    assert not undo(gallery)
    assert undo(gallery, gallery.colleague) and undo(gallery)
    assert [track.span for track in queries.tracks_of(session, film.item)[strip]] == [Span(0, 9000)]
    assert history.said_since(session, film.item, seen, gallery.colleague) == []
