"""Film and sound through the gate: who is seen and who is heard, what is cut, what is ordered, played and shown."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from consent_store.errors import Conflict, NotCleared
from consent_store.ids import PersonId, PurposeCode, ReleaseId
from consent_store.operations import drafts, making, requests, reviews, seeing, timeline, trims
from consent_store.operations.making import File, Order
from consent_store.records.queries import attesting, recordings, renditions, shown
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import requests as request_queries
from consent_store.records.queries import seeing as seeing_queries
from consent_store.records.queries.renditions import Failed
from consent_store.rules.asking import Reply
from consent_store.rules.entries import Say
from consent_store.rules.gate import Code, Verdict
from consent_store.rules.sightings import Answer
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.trimming import HEARD_AROUND
from tests.gallery import Gallery, box, digest
from tests.recorded import LENGTH, Recorded, recorded
from tests.school import WEBSITE

SOCIAL = PurposeCode("social_media")  # masks are allowed


def child(gallery: Gallery, *kinds: Kind) -> tuple[PersonId, PersonId]:
    """A guardian and their child, who may be on social media and on the website in these kinds."""
    pupil, guardian = gallery.school.family()
    for kind in kinds:
        gallery.school.gives(guardian, pupil, SOCIAL, WEBSITE, kind=kind)
    return guardian, pupil


def play(gallery: Gallery) -> tuple[Recorded, PersonId, PersonId]:
    """A school play: one child is seen and heard, one seen and not heard, a stranger walks by; all of it is answered and attested."""
    (_, sara), (_, bo) = child(gallery, Kind.FILM, Kind.SOUND), child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-9000", "2000-8000", "12000-14000"], ["3000-5000", "5000-7000"])
    film.answer(sara, bo, Answer.STRANGER, sara, bo)
    gallery.attest(film.item)
    return film, sara, bo


def drafted(gallery: Gallery, film: Recorded) -> tuple[ReleaseId, Order]:
    """A release that was asked for, and the order for its file, claimed."""
    draft = gallery.draft(film.item, SOCIAL)
    wanted = draft_queries.draft(gallery.school.session, draft).rendition
    order = making.claim(gallery.school.session, wanted, until=gallery.school.later(minutes=1), at=gallery.school.at)
    assert order is not None
    return draft, order


def filed(gallery: Gallery, order: Order) -> None:
    """The worker made it."""
    name = digest()
    assert making.made(gallery.school.session, order.id, File(name, name, 7, order.media_type, 1920, 1080), at=gallery.school.at)


def test_a_child_may_be_seen_and_not_heard(gallery: Gallery) -> None:
    film, _, bo = play(gallery)
    decision = gallery.ask(film.item, SOCIAL)
    assert decision.verdict is Verdict.MASKED
    assert set(decision.masks) == {film.strips[2], film.voices[1]}
    assert {(reason.code, reason.person, reason.heard) for reason in decision.reasons} == {
        (Code.STRANGER, None, False),
        (Code.NO_CONSENT, bo, True),
    }


def test_sound_on_its_own_asks_for_sound(gallery: Gallery) -> None:
    (_, heard), (_, filmed) = child(gallery, Kind.SOUND), child(gallery, Kind.FILM, Kind.PHOTO)
    sound = recorded(gallery, [], ["0-4000", "5000-6000", "7000-8000"], kind=Kind.SOUND)
    sound.answer(heard, filmed, Answer.CROWD)
    gallery.attest(sound.item)
    assert gallery.ask(sound.item, SOCIAL).masks == (sound.voices[1],)


def test_what_is_cut_needs_no_answer_and_no_consent_until_it_is_put_back(gallery: Gallery) -> None:
    session, (_, sara) = gallery.school.session, child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-4000", "12000-14000"], ["12200-13900"])
    film.answer(sara)
    with pytest.raises(Conflict, match="without an answer"):
        gallery.attest(film.item)
    film.cut("12000-14000")
    with pytest.raises(Conflict, match="without an answer"):
        gallery.attest(film.item)  # the voice rings on
    assert media_queries.item(session, film.item).unanswered == 1
    film.cut("13900-14050")
    assert media_queries.item(session, film.item).unanswered == 0
    assert attesting.to_attest(session, gallery.event, limit=9) == [film.item]
    gallery.attest(film.item)
    assert gallery.ask(film.item).verdict is Verdict.CLEARED
    (first, _) = recordings.recordings(session, [film.item])[film.item].trims
    trims.put_back(session, first.id, actor=gallery.teacher, at=gallery.school.at)
    assert gallery.ask(film.item).verdict is Verdict.HELD
    assert media_queries.item(session, film.item).unanswered == 2
    assert attesting.to_attest(session, gallery.event, limit=9) == []


def test_what_is_parted_where_it_is_cut_waits_for_no_answer_and_waits_once_it_grows_beyond(gallery: Gallery) -> None:
    session, (_, sara) = gallery.school.session, child(gallery, Kind.FILM)
    film, told = recorded(gallery, ["1000-14000"]), {"actor": gallery.teacher, "at": gallery.school.at}
    film.answer(sara)
    film.cut("12000-14000")
    other = timeline.split(session, film.strips[0], 12000, **told)
    assert media_queries.item(session, film.item).unanswered == 0
    timeline.place(session, other, 15000, box(0), **told)
    assert media_queries.item(session, film.item).unanswered == 1


def test_cutting_asks_for_another_attestation_and_calls_back(gallery: Gallery) -> None:
    film, *_ = play(gallery)
    draft, order = drafted(gallery, film)
    filed(gallery, order)
    drafts.played(gallery.school.session, draft, actor=gallery.comms, at=gallery.school.at)
    release = drafts.release(gallery.school.session, draft, actor=gallery.comms, at=gallery.school.at)
    film.cut("12000-14000")
    with pytest.raises(NotCleared):
        gallery.download(release)
    gallery.attest(film.item)
    assert gallery.ask(film.item, SOCIAL).masks == (film.voices[1],)
    with pytest.raises(NotCleared):
        gallery.download(release)


def test_an_order_says_what_to_cover_silence_and_cut(gallery: Gallery) -> None:
    film, *_ = play(gallery)
    film.cut("15000-20000")
    gallery.attest(film.item)
    _, order = drafted(gallery, film)
    moving = order.moving
    assert moving is not None
    assert (order.kind, order.media_type) == (Kind.FILM, "video/mp4")
    assert order.vault_name == order.sha256  # the original, as the test filed it
    assert moving.masked.keys() == {film.strips[2]}
    assert moving.shown.keys() == {*film.strips[:2]}
    assert [track.span for track in moving.masked[film.strips[2]]] == [Span(12000, 14000)]
    assert (moving.silenced, moving.trims, moving.at) == ((Span(5000, 7000),), (Span(15000, 20000),), None)
    assert (moving.duration_ms, moving.fps, moving.has_picture) == (LENGTH, 25.0, True)


def test_a_worker_that_says_how_far_it_is_reads_no_track_of_the_film(gallery: Gallery) -> None:
    film, *_ = play(gallery)
    _, order = drafted(gallery, film)
    engine, asked = gallery.school.session.get_bind(), list[str]()
    listener = lambda *told: asked.append(told[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    until = gallery.school.later(minutes=1)
    assert making.go_on(gallery.school.session, order.id, share=0.5, seconds_left=9, until=until)
    event.remove(engine, "before_cursor_execute", listener)
    assert asked and not any("tracks" in statement for statement in asked)


def test_what_is_cut_to_the_end_is_cut_with_whatever_is_heard_after_the_last_frame(gallery: Gallery) -> None:
    _, sara = child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-9000"], [f"16000-{LENGTH + 1500}"])
    film.answer(sara, Answer.STRANGER)
    film.cut(f"2000-3000 15000-{LENGTH}")
    gallery.attest(film.item)
    assert gallery.ask(film.item, SOCIAL).verdict is Verdict.CLEARED  # the stranger is only heard beyond the cut
    _, order = drafted(gallery, film)
    assert order.moving is not None
    before, to_the_end = order.moving.cut_out
    assert (before, to_the_end.start) == (Span(2000, 3000), 15000)
    assert to_the_end.end > LENGTH + 1500 + HEARD_AROUND


def test_what_has_no_picture_goes_out_as_sound(gallery: Gallery) -> None:
    _, sara = child(gallery, Kind.SOUND)
    film = recorded(gallery, [], ["0-4000"], pictures=False)
    film.answer(sara)
    gallery.attest(film.item)
    _, order = drafted(gallery, film)
    assert (order.kind, order.media_type) == (Kind.FILM, "audio/mp4")


def test_a_dismissed_face_is_no_mask_and_is_known_to_whoever_covers(gallery: Gallery) -> None:
    film = recorded(gallery, ["0-4000", "5000-6000"])
    film.answer(Answer.NOBODY, Answer.STRANGER)
    gallery.attest(film.item)
    _, order = drafted(gallery, film)
    assert order.moving is not None
    assert order.moving.shown.keys() == {film.strips[0]}


def test_whoever_lets_out_what_is_covered_has_played_it(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    film, *_ = play(gallery)
    draft, order = drafted(gallery, film)
    with pytest.raises(NotCleared) as early:
        drafts.played(session, draft, actor=gallery.comms, at=at)
    assert early.value.code == "file_waiting"
    filed(gallery, order)
    for actor in (None, gallery.teacher):
        if actor:
            drafts.played(session, draft, actor=actor, at=at)
        with pytest.raises(NotCleared) as unplayed:
            drafts.release(session, draft, actor=gallery.comms, at=at)
        assert unplayed.value.code == "not_played"
    drafts.played(session, draft, actor=gallery.comms, at=at)
    assert drafts.release(session, draft, actor=gallery.comms, at=at) == draft


def test_another_file_is_played_anew(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    film, *_ = play(gallery)
    draft, order = drafted(gallery, film)
    filed(gallery, order)
    drafts.played(session, draft, actor=gallery.comms, at=at)
    batch = draft_queries.draft(session, draft).batch
    making.cover(session, film.item, box(5), "A name on the wall", actor=gallery.comms, at=at)
    again = gallery.draft(film.item, SOCIAL, batch=batch)
    assert draft_queries.draft(session, again).played_by is None


def test_where_nobody_is_covered_nobody_has_to_play(gallery: Gallery) -> None:
    _, sara = child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-4000"])
    film.answer(sara)
    gallery.attest(film.item)
    draft, order = drafted(gallery, film)
    filed(gallery, order)
    assert drafts.release(gallery.school.session, draft, actor=gallery.comms, at=gallery.school.at) == draft


def test_a_box_without_a_track_covers_nothing_in_a_film(gallery: Gallery) -> None:
    film, *_ = play(gallery)
    reviews.draw(gallery.school.session, film.item, box(7), Answer.STRANGER, actor=gallery.teacher, at=gallery.school.at)
    gallery.attest(film.item)
    assert Code.NO_PLACE_TO_MASK in {reason.code for reason in gallery.ask(film.item, SOCIAL).reasons}


def test_a_family_sees_one_frame_with_everybody_else_covered(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    (mother, sara), (_, bo) = child(gallery, Kind.FILM), child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-9000", "2000-8000", "12000-14000"], ["3000-5000"])
    film.answer(sara, bo, Answer.STRANGER, bo)
    gallery.attest(film.item)
    rendition = seeing.want(session, [film.item], sara, actor=mother, at=at)[film.item]
    order = making.claim(session, rendition, until=gallery.school.later(minutes=1), at=at)
    assert order is not None
    assert order.moving is not None
    assert (order.media_type, order.moving.at) == ("image/jpeg", 1100)
    assert order.moving.masked.keys() == {*film.strips[1:]}
    assert order.moving.silenced == ()


def test_a_family_sees_nothing_where_its_child_is_only_heard_or_has_no_face(gallery: Gallery) -> None:
    session = gallery.school.session
    mother, sara = child(gallery, Kind.FILM)
    film = recorded(gallery, ["1000-9000"], ["3000-5000"])
    film.answer(Answer.STRANGER, sara)
    gallery.attest(film.item)
    assert seeing_queries.seen(session, [film.item], sara)[film.item].alone is None
    assert seeing.want(session, [film.item], sara, actor=mother, at=gallery.school.at) == {}


def test_an_order_for_a_still_that_shows_nobody_fails(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    film, *_ = play(gallery)
    wanted = making.want(session, film.item, use=making.Use.SHOWN, masks=film.strips, at=at)
    assert making.claim(session, wanted, until=gallery.school.later(minutes=1), at=at) is None
    assert renditions.state(session, wanted) == Failed("no_place")


def test_a_family_reads_when_its_child_is_seen_and_heard_in_what_went_out(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    film, sara, bo = play(gallery)
    film.cut("0-2000")
    gallery.attest(film.item)
    draft, order = drafted(gallery, film)
    filed(gallery, order)
    drafts.played(session, draft, actor=gallery.comms, at=at)
    drafts.release(session, draft, actor=gallery.comms, at=at)
    told = {who: shown.appearances(session, who)[0].showings[0] for who in (sara, bo)}
    assert (told[sara].seen, told[sara].heard, told[sara].when) == (True, True, (Span(0, 7000),))
    assert (told[bo].seen, told[bo].heard, told[bo].when) == (True, False, (Span(0, 6000),))
    assert not told[bo].covered


def test_a_no_to_being_heard_calls_a_film_back(gallery: Gallery) -> None:
    guardian, sara = child(gallery, Kind.FILM, Kind.SOUND)
    film = recorded(gallery, ["1000-9000"], ["3000-5000"])
    film.answer(sara, sara)
    gallery.attest(film.item)
    draft, order = drafted(gallery, film)
    filed(gallery, order)
    release = drafts.release(gallery.school.session, draft, actor=gallery.comms, at=gallery.school.at)
    gallery.school.withdraws(guardian, sara, SOCIAL, Kind.PHOTO)
    gallery.download(release)
    gallery.school.withdraws(guardian, sara, SOCIAL, Kind.SOUND)
    with pytest.raises(NotCleared):
        gallery.download(release)


def test_a_yes_to_one_film_is_to_be_seen_and_heard_in_it(gallery: Gallery) -> None:
    session, at = gallery.school.session, gallery.school.at
    guardian, sara = child(gallery)
    film = recorded(gallery, ["1000-9000"], ["3000-5000"])
    film.answer(sara, sara)
    gallery.attest(film.item)
    asked = requests.ask(session, film.item, WEBSITE, why="For the page about the play", actor=gallery.comms, at=at)
    view = request_queries.request(session, asked)
    assert view.kinds == {sara: (Kind.FILM, Kind.SOUND)}
    requests.answer(session, asked, sara, Say.YES, notice=1, language="nl", actor=guardian, at=at)
    assert gallery.ask(film.item).verdict is Verdict.CLEARED
    assert request_queries.replies(session, view, at=at) == {sara: Reply.YES}
    assert request_queries.replies(session, replace(view, kinds={sara: (Kind.FILM, Kind.PHOTO)}), at=at) != {sara: Reply.YES}
