"""Asking a second person by page and by letter."""

from app.web import access
from consent_store.errors import NotCleared
from consent_store.rules.terms import Duty
from tests.web.browser import Browser, Web


def staff(web: Web, duty: Duty) -> Browser:
    with web.school() as school:
        person = school.staff(duty)
    browser = web.enter(person)
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def test_one_asks_and_another_agrees(web: Web) -> None:
    comms, supervisor = staff(web, Duty.COMMS), staff(web, Duty.SUPERVISOR)
    comms.get("/releases/much")
    comms.post("/releases/much", {"why": "The yearbook of all classes"})
    assert "Waiting for a second person" in comms.get("/releases/much").text
    assert any("The yearbook of all classes" in letter.text for letter in web.letters())
    page = supervisor.get("/releases/much").text
    assert "The yearbook of all classes" in page
    action = page.split('action="/releases/much/')[1].split('"')[0]
    assert comms.post(f"/releases/much/{action}", {"answer": "yes"}).status_code == 303
    assert "Waiting for a second person" in comms.get("/releases/much").text
    supervisor.post(f"/releases/much/{action}", {"answer": "yes"})
    assert "You may go on today" in comms.get("/releases/much").text


def test_without_a_reason_nobody_is_asked(web: Web) -> None:
    comms = staff(web, Duty.COMMS)
    comms.get("/releases/much")
    comms.post("/releases/much", {"why": " "})
    assert "Ask a second person" in comms.get("/releases/much").text
    assert web.letters() == []


def test_a_refusal_leads_to_where_one_asks(web: Web) -> None:
    def refused() -> str:
        raise NotCleared("This is more than one person takes in a day. A second person has to agree first.", code="second_person")

    web.app.add_url_rule("/test/refused", "test.refused", access.staff(refused))
    answer = staff(web, Duty.COMMS).get("/test/refused")
    assert answer.status_code == 409
    assert 'href="/releases/much"' in answer.text
