"""What is cut out of a recording, and how covered voices sound: each a change, after which it is attested again."""

from typing import Any

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ItemId, TrimId
from consent_store.operations import trims
from consent_store.records import ledger
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings as queries
from consent_store.records.queries import releases as release_queries
from consent_store.rules.entries import MendingRecorded
from consent_store.rules.sightings import Answer
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind, Mending
from consent_store.rules.timeline import Hush
from tests.gallery import Gallery
from tests.recorded import LENGTH, recorded


def told(gallery: Gallery) -> dict[str, Any]:
    """By the teacher, now."""
    return {"actor": gallery.teacher, "at": gallery.school.at}


def cut(gallery: Gallery, item: ItemId) -> tuple[Span, ...]:
    """What is cut out now."""
    view = queries.recording(gallery.school.session, item)
    assert view is not None
    return view.cut_out


def test_what_is_cut_out_is_a_change_and_calls_back_what_is_out_and_so_is_putting_it_back(gallery: Gallery) -> None:
    film, session = recorded(gallery, ["0-4000"]), gallery.school.session
    film.answer(Answer.UNRECOGNISABLE)
    gallery.attest(film.item)
    gallery.release(film.item)
    trim = trims.cut_out(session, film.item, Span(-5, 4000), **told(gallery))
    assert (cut(gallery, film.item), len(release_queries.recalls_open(session))) == ((Span(0, 4000),), 1)
    assert not media_queries.item(session, film.item).attested
    gallery.attest(film.item)
    assert trims.cut_out(session, film.item, Span(0, 4000), **told(gallery)) == trim and media_queries.item(session, film.item).attested
    assert trims.put_back(session, trim, **told(gallery)) == film.item and cut(gallery, film.item) == ()
    assert not media_queries.item(session, film.item).attested
    revision = media_queries.item(session, film.item).revision
    trims.put_back(session, trim, **told(gallery))
    assert media_queries.item(session, film.item).revision == revision
    trims.set_hush(session, film.item, Hush.TONE, **told(gallery))
    done = [(entry.body, entry.actor) for entry in ledger.read(session, kind=MendingRecorded.__name__)]
    mendings = (Mending.TAKEN_OUT, Mending.PUT_BACK, Mending.HUSHED)
    assert done == [(MendingRecorded(film.item, mending), gallery.teacher) for mending in mendings]


@pytest.mark.parametrize("span", [Span(0, 0), Span(500, 400), Span(LENGTH, LENGTH + 9), Span(0, LENGTH), Span(0, LENGTH - 999)])
def test_at_least_a_second_is_left(gallery: Gallery, span: Span) -> None:
    film = recorded(gallery)
    with pytest.raises(BadInput):
        trims.cut_out(gallery.school.session, film.item, span, **told(gallery))
    trims.cut_out(gallery.school.session, film.item, Span(0, LENGTH // 2), **told(gallery))
    with pytest.raises(BadInput):
        trims.cut_out(gallery.school.session, film.item, Span(LENGTH // 2 - 999, LENGTH - 999), **told(gallery))
    assert cut(gallery, film.item) == (Span(0, LENGTH // 2),)


def test_time_is_taken_out_for_a_voice_of_sound_alone(gallery: Gallery) -> None:
    session, film, sound = gallery.school.session, recorded(gallery), recorded(gallery, kind=Kind.SOUND)
    trims.set_hush(session, film.item, Hush.TONE, **told(gallery))
    trims.set_hush(session, sound.item, Hush.CUT, **told(gallery))
    with pytest.raises(BadInput):
        trims.set_hush(session, film.item, Hush.CUT, **told(gallery))
    views = queries.recordings(session, [film.item, sound.item])
    assert [views[item].hush for item in (film.item, sound.item)] == [Hush.TONE, Hush.CUT]
    assert media_queries.item(session, sound.item).revision == 1


def test_what_is_not_there_is_not_cut(gallery: Gallery) -> None:
    with pytest.raises(NotFound):
        trims.put_back(gallery.school.session, TrimId("none"), **told(gallery))
    with pytest.raises(Conflict, match="not analysed"):
        trims.cut_out(gallery.school.session, gallery.photo()[0], Span(0, 9), **told(gallery))
