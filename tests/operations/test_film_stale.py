"""What was said while a film was looked at, and files of before: neither counts for more than it was about."""

from dataclasses import replace

import pytest

from consent_store.errors import NotFound
from consent_store.ids import RenditionId
from consent_store.operations import drafts, making, releases, reviews, timeline, trims
from consent_store.operations.making import File
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import shown, templates
from consent_store.records.queries.templates import Precision
from consent_store.rules.sightings import Answer, Confidence, Proposal
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Hush
from consent_store.rules.trimming import HEARD_AROUND
from tests.gallery import Gallery, digest
from tests.operations.test_film_gate import SOCIAL, child
from tests.operations.test_recordings import begin, came_in, finish, walk, write
from tests.recorded import recorded


def test_a_draft_of_before_somebody_was_heard_longer_is_for_nobody_s_eyes(gallery: Gallery) -> None:
    session, film = gallery.school.session, recorded(gallery, [], ["0-4000"])
    film.answer(Answer.STRANGER)
    gallery.attest(film.item)
    draft = gallery.draft(film.item)
    wanted, name = draft_queries.draft(session, draft).rendition, digest()
    order = making.claim(session, wanted, until=gallery.school.later(minutes=1), at=gallery.school.at)
    assert order is not None and making.made(session, wanted, File(name, name, 7, order.media_type, 1920, 1080), at=gallery.school.at)
    assert looks(gallery, wanted)
    timeline.respan(session, film.voices[0], [Span(0, 9000)], actor=gallery.teacher, at=gallery.school.at)
    gallery.attest(film.item)
    with pytest.raises(NotFound):
        looks(gallery, wanted)


def looks(gallery: Gallery, file: RenditionId) -> bool:
    """Communications look at the file of a draft."""
    return bool(releases.passage(gallery.school.session, file, viewer=gallery.comms, at=gallery.school.at))


def test_what_is_said_of_a_guess_before_the_end_is_counted_for_the_engine_that_guessed(gallery: Gallery) -> None:
    session, by = gallery.school.session, {"actor": gallery.teacher, "at": gallery.school.at}
    item, anna = came_in(gallery), gallery.school.pupil()
    begin(gallery, item)
    [strip] = write(gallery, item, replace(walk(1, 0, 4000), proposal=Proposal(Confidence.SURE, anna, 0.2, None, None)))
    gallery.answer(strip, anna)
    assert templates.precision(session) == Precision(1, 0)
    finish(gallery, item)
    reviews.undo(session, gallery.event, **by)
    assert templates.precision(session) == Precision(0, 0)


def test_a_family_reads_when_a_child_is_heard_in_a_sound_that_covered_voices_make_shorter(gallery: Gallery) -> None:
    session, (_, sara) = gallery.school.session, child(gallery, Kind.SOUND)
    sound = recorded(gallery, [], ["1000-4000", "6000-9000"], kind=Kind.SOUND)
    sound.answer(Answer.STRANGER, sara)
    trims.set_hush(session, sound.item, Hush.CUT, actor=gallery.teacher, at=gallery.school.at)
    sound.cut("5000-5500")
    gallery.attest(sound.item)
    draft = gallery.draft(sound.item, SOCIAL)
    wanted, name = draft_queries.draft(session, draft).rendition, digest()
    assert making.claim(session, wanted, until=gallery.school.later(minutes=1), at=gallery.school.at)
    assert making.made(session, wanted, File(name, name, 7, "audio/mp4", 0, 0), at=gallery.school.at)
    drafts.played(session, draft, actor=gallery.comms, at=gallery.school.at)
    drafts.release(session, draft, actor=gallery.comms, at=gallery.school.at)
    [showing] = shown.appearances(session, sara)[0].showings
    taken = 500 + 3000 + 2 * HEARD_AROUND
    assert (showing.heard, showing.when) == (True, (Span(6000 - taken, 9000 - taken),))
