"""What pages beside the review say of film and sound: what it is called, how long it is, how far the look is, and that it was played."""

import re
from datetime import timedelta

import pytest

from app.web.presenters import reasons_told
from consent_store.ids import PurposeCode, RenditionId
from consent_store.operations import making, reviews, unasked
from consent_store.operations.making import File
from consent_store.records.queries import renditions
from consent_store.records.recordings import RecordingRow
from consent_store.rules.gate import Code, Decision, Reason, Verdict
from consent_store.rules.sightings import Sense
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Duty, Kind
from tests.web.browser import Web
from tests.web.play import Play, track
from tests.web.releasing import form


@pytest.fixture
def play(web: Web) -> Play:
    return Play(web)


def event_page(play: Play) -> str:
    return play.browser.get(f"/events/{play.gallery.event}").text


def test_an_event_tells_films_by_their_name_their_length_and_whom_they_hold(play: Play) -> None:
    page = event_page(play)
    assert "Film 1" in page and "1:00" in page and "4 people and voices found" in page and "Photo 1" not in page


def test_what_of_the_sound_could_not_be_read_is_said_where_it_is_reviewed(play: Play) -> None:
    assert "could not be read" not in play.page
    with play.web.school() as school:
        school.session.get_one(RecordingRow, play.item).unread = "12000-13000 40000-52000"
    assert "The sound could not be read at 0:12–0:13, 0:40–0:52. It is silent there, also in what goes out." in play.page


def test_a_sound_is_called_a_sound(web: Web) -> None:
    page = event_page(Play(web, Kind.SOUND))
    assert "Sound 1" in page and "sound.svg" in page and "2 people and voices found" in page


def test_how_far_the_look_is_stands_on_the_events_page_and_may_be_stopped_and_taken_up_there(web: Web) -> None:
    play = Play(web, done=False)
    assert "0:45 of 1:00 looked at, about 4 minutes left" in event_page(play) and "Stop looking" in event_page(play)
    here = f"/events/{play.gallery.event}"
    answer = play.browser.post(f"{play.path}/analysis/stop", {"next": here})
    assert answer.status_code == 303 and answer.location.endswith(here)
    page = event_page(play)
    assert "Go on" in page and "could not be looked at" not in page and "minutes left" not in page
    assert play.browser.post(f"{play.path}/analysis", {"next": here}).location.endswith(here)
    assert "Stop looking" in event_page(play)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (Reason(Code.UNANSWERED, heard=True), "A voice has no answer yet."),
        (Reason(Code.STRANGER, heard=True), "A stranger is heard in it."),
        (Reason(Code.NO_CONSENT, state=State.REFUSED, heard=True), "The voice of Somebody: the answer was no."),
        (Reason(Code.NO_CONSENT, state=State.WITHDRAWN, heard=True), "Somebody may not be heard here."),
        (Reason(Code.NOT_LOCATABLE, heard=True), "Somebody may not be heard here."),
        (Reason(Code.NO_CONSENT, state=State.REFUSED), "Somebody: the answer was no."),
        (Reason(Code.MAKER_UNKNOWN, heard=True), "It is not known whose work it is."),
    ],
)
def test_a_reason_about_a_voice_speaks_of_hearing(play: Play, reason: Reason, told: str) -> None:
    decision = Decision(play.item, 1, PurposeCode("website"), Audience.PUBLIC, play.web.at, Verdict.HELD, (reason,))
    with play.web.app.test_request_context(headers={"Cookie": "language=en"}):
        assert [one.sentence for one in reasons_told(decision, {})] == [told]


def taken(play: Play) -> tuple[str, RenditionId]:
    """Anna may not be shown in film; a colleague attests, communications asks for the website, and a worker takes it. The draft's page."""
    play.answer(play.strip(0), person=play.anna)
    for sense in Sense:
        for view in play.sightings(sense):
            if view.sighting.answer is None:
                play.answer(view.sighting.id, answer="unrecognisable")
    with play.web.school() as school:
        reviews.attest(school.session, play.item, seen=play.revision, actor=play.gallery.colleague, at=school.at)
    play.browser = play.web.enter(play.gallery.comms)
    play.browser.client.set_cookie("language", "en", domain="localhost")
    asked = play.browser.post("/releases/confirm", form(play.item))
    with play.web.school() as school:
        [wanted] = renditions.waiting(school.session, at=school.at, long=True)
        making.claim(school.session, wanted, until=school.at + timedelta(minutes=1), at=school.at)
    return asked.location, wanted


def made(play: Play) -> str:
    """The same, and the file is made."""
    draft, wanted = taken(play)
    with play.web.school() as school:
        stored = play.web.services.vault.put(b"film" * 99)
        making.made(school.session, wanted, File(stored.name, stored.sha256, stored.size, "video/mp4", 64, 36), at=school.at)
    return draft


def test_a_film_with_masks_goes_out_only_once_it_was_played(play: Play) -> None:
    draft = made(play)
    page = play.browser.get(draft).text
    assert "1 film for: " in page and "<video" in page and "Play the file with masks to the end first." in page
    play.browser.post(f"{draft}/release", {"confirmed": "yes"})
    assert "Film 1: The file covers somebody, and you did not play it to its end yet." in play.browser.get(draft).text
    [played] = re.findall(r'action="([^"]*/played/[^"]*)"', page)
    assert play.browser.post(played).status_code == 303
    page = play.browser.get(draft).text
    assert "You played it to the end." in page and "Play the file with masks" not in page
    play.browser.post(f"{draft}/release", {"confirmed": "yes"})
    assert "1 film is released" in play.browser.get(draft).text


def test_that_every_frame_is_looked_at_is_said_and_whoever_it_finds_waits_in_the_review(play: Play) -> None:
    draft, wanted = taken(play)
    assert "Every frame of a film is looked at before it goes out." in play.browser.get(draft).text
    with play.web.school() as school:
        making.go_on(school.session, wanted, share=0.42, seconds_left=130, until=school.at + timedelta(minutes=1))
    assert "before it goes out: 42%, about 3 minutes left." in play.browser.get(f"{draft}/progress").text
    with play.web.school() as school:
        unasked.hold(school.session, wanted, play.item, [track(1, 1, 33_000, 33_250)], at=school.at)
    page = play.browser.get(draft).text
    assert "somebody is in it whom nobody was asked about: 0:33.0–0:33.3. A face has no answer yet." in page
    play.browser = play.enter(play.gallery.teacher)
    assert f"/faces/{play.strip(2)}" in play.page
    play.answer(play.strip(2), answer="nobody")
    with play.web.school() as school:
        reviews.attest(school.session, play.item, seen=play.revision, actor=play.gallery.colleague, at=school.at)
    page = play.web.enter(play.gallery.comms).get(draft).text
    assert "whom nobody was asked about" not in page and 'action="' + draft + '/again"' in page


def test_somebody_elses_playing_does_not_count(play: Play) -> None:
    draft = made(play)
    page = play.browser.get(draft).text
    [played] = re.findall(r'action="([^"]*/played/[^"]*)"', page)
    assert play.web.enter_as(Duty.COMMS).post(played).status_code == 303
    assert "Play the file with masks to the end first." in play.browser.get(draft).text


def test_what_is_asked_before_a_film_goes_out_speaks_of_film(play: Play) -> None:
    made(play)
    page = play.browser.get(f"/releases/confirm?purpose=website&item={play.item}").text
    assert "Release 1 film" in page and "MP4 of at most 720 lines" in page and "2048 pixels" not in page
    page = play.browser.get(f"/releases/pictures/{play.item}/covers").text
    assert "from its first moment to its last" in page
