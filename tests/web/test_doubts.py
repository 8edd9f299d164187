"""Doubts: asked, seen by the supervisor and by whoever asked, answered once with a reason."""

import pytest

from consent_store.ids import DoubtId
from consent_store.operations import reviews as operations
from consent_store.records.queries import reviews
from consent_store.rules.gate import Code, DoubtState
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Duty, Kind
from tests.gallery import Gallery
from tests.school import PORTAL
from tests.web.browser import Browser, Web
from tests.web.play import Play


@pytest.fixture
def asked(web: Web) -> tuple[Gallery, DoubtId]:
    with web.school() as school:
        gallery, (child, guardian) = Gallery.open(school), school.family()
        school.gives(guardian, child, PORTAL)
        item, _ = gallery.photo_of(child)
        return gallery, operations.raise_doubt(school.session, item, "Is this a uniform?", actor=gallery.teacher, at=web.at)


def english(browser: Browser) -> Browser:
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def state(web: Web, doubt: DoubtId) -> DoubtState:
    with web.services.db.reading() as session:
        return reviews.doubt(session, doubt).state


def test_the_supervisor_sees_what_waits_and_answers_with_a_reason(web: Web, asked: tuple[Gallery, DoubtId]) -> None:
    gallery, doubt = asked
    supervisor, asker = english(web.enter_as(Duty.SUPERVISOR)), english(web.enter(gallery.teacher))
    assert "1 question waits for you" in supervisor.get("/doubts/").text
    assert "Is this a uniform?" in supervisor.get(f"/doubts/{doubt}").text
    answer = supervisor.post(f"/doubts/{doubt}", {"answer": "resolved", "reason": "It is a football shirt."})
    assert answer.location == "/doubts/"
    assert state(web, doubt) is DoubtState.RESOLVED
    for path in ("/doubts/", f"/doubts/{doubt}"):
        assert "It is a football shirt." in asker.get(path).text


def test_upheld_it_keeps_the_gate_shut_until_it_is_solved_after_all(web: Web, asked: tuple[Gallery, DoubtId]) -> None:
    gallery, doubt = asked
    supervisor = english(web.enter_as(Duty.SUPERVISOR))
    supervisor.post(f"/doubts/{doubt}", {"answer": "upheld", "reason": "A logo."})
    with web.school() as school:
        gallery.school = school
        item = reviews.doubt(school.session, doubt).item
        assert {reason.code for reason in gallery.ask(item, PORTAL).reasons} == {Code.DOUBT_UPHELD}
    assert "Rightly doubted" not in supervisor.get(f"/doubts/{doubt}").text
    assert supervisor.post(f"/doubts/{doubt}", {"answer": "upheld", "reason": "Again."}).status_code == 409
    assert supervisor.post(f"/doubts/{doubt}", {"answer": "resolved", "reason": "The logo may."}).status_code == 303
    with web.school() as school:
        gallery.school = school
        assert gallery.ask(item, PORTAL).passes


@pytest.mark.parametrize("form", [{}, {"answer": "resolved"}, {"answer": "resolved", "reason": "  "}, {"answer": "maybe", "reason": "x"}])
def test_an_answer_needs_a_choice_and_a_reason(web: Web, asked: tuple[Gallery, DoubtId], form: dict[str, str]) -> None:
    _, doubt = asked
    assert web.enter_as(Duty.SUPERVISOR).post(f"/doubts/{doubt}", form).status_code == 422
    assert state(web, doubt) is DoubtState.OPEN


def test_nobody_but_the_supervisor_and_the_asker_reads_a_question(web: Web, asked: tuple[Gallery, DoubtId]) -> None:
    gallery, doubt = asked
    colleague = web.enter(gallery.colleague)
    assert "Is this a uniform?" not in colleague.get("/doubts/").text
    assert colleague.get(f"/doubts/{doubt}").status_code == 404
    assert web.enter(gallery.teacher).post(f"/doubts/{doubt}", {"answer": "resolved", "reason": "I say so."}).status_code == 403


def test_answering_twice_is_told(web: Web, asked: tuple[Gallery, DoubtId]) -> None:
    _, doubt = asked
    supervisor = web.enter_as(Duty.SUPERVISOR)
    with web.school() as school:
        operations.settle_doubt(school.session, doubt, resolved=True, reason="Fine.", actor=school.admin, at=web.at)
    assert supervisor.post(f"/doubts/{doubt}", {"answer": "upheld", "reason": "Late."}).status_code == 409


@pytest.mark.parametrize(("kind", "meant"), [(Kind.FILM, {"at": "0:12.5", "box": "0.25 0.5 0.5 0.75"}), (Kind.SOUND, {"at": "0:12.5"})])
def test_a_doubt_about_what_plays_is_about_a_moment_at_which_the_supervisor_starts_it(web: Web, kind: Kind, meant: dict[str, str]) -> None:
    play = Play(web, kind)
    assert play.post("doubt", question="His shirt?", **meant) == 303
    with web.services.db.reading() as session:
        [doubt] = reviews.open_doubts(session)
    assert (doubt.moment, doubt.box) == (12_500, Box(480, 540, 960, 810) if "box" in meant else None)
    page = english(web.enter_as(Duty.SUPERVISOR)).get(f"/doubts/{doubt.id}").text
    assert "It is about 0:12.5." in page and "#t=12.500" in page and "poster" not in page
    assert ('data-box="0.2500 0.5000 0.5000 0.7500" aria-current="true" data-at="12500"' in " ".join(page.split())) == ("box" in meant)
    assert 'data-seek="12500"' in play.page and "0:12.5" in play.browser.get("/doubts/").text


@pytest.mark.parametrize("meant", [{"box": "0.2 0.2 0.4 0.4"}, {"at": "1:00"}, {"at": "soon"}, {"at": "-1"}])
def test_a_place_in_a_film_has_a_moment_and_the_moment_is_one_of_the_film(web: Web, meant: dict[str, str]) -> None:
    play = Play(web)
    assert play.post("doubt", question="Hm?", **meant) == 422
    with web.services.db.reading() as session:
        assert reviews.open_doubts(session) == []


def test_in_a_sound_there_are_no_places_and_in_a_photo_no_moments(web: Web, asked: tuple[Gallery, DoubtId]) -> None:
    assert Play(web, Kind.SOUND).post("doubt", question="Hm?", at="1", box="0.2 0.2 0.4 0.4") == 422
    gallery, _ = asked
    with web.school() as school:
        gallery.school = school
        photo, _faces = gallery.photo(1)
    assert web.enter(gallery.teacher).post(f"/events/items/{photo}/doubt", {"question": "Hm?", "at": "1"}).status_code == 422
