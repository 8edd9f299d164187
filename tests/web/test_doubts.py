"""Doubts: asked, seen by the supervisor and by whoever asked, answered once with a reason."""

import pytest

from consent_store.ids import DoubtId
from consent_store.operations import reviews as operations
from consent_store.records.queries import reviews
from consent_store.rules.gate import Code, DoubtState
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.school import PORTAL
from tests.web.browser import Browser, Web


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
