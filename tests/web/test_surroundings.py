"""What stands around every page: the bar, the language, the theme, and what is said when something goes wrong."""

import re

import pytest
from flask import Response

from app.db import Unavailable
from app.web import access, nav
from app.web.context import Visitor
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area
from consent_store.rules.terms import Duty
from tests.web.browser import Web


@pytest.fixture
def rooms(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    """A house with three rooms more, whatever rooms there are already."""
    places = (("test.events", "Events"), ("test.office", "Office"), ("test.family", "My family"), ("test.nowhere", "Nowhere"))
    monkeypatch.setattr(nav, "PLACES", places)
    doors = {"events": access.allow(Duty.TEACHER, Duty.OFFICE), "office": access.allow(Duty.OFFICE), "family": access.family}
    for name, permission in doors.items():
        web.app.add_url_rule(f"/test/{name}", f"test.{name}", permission(lambda: ""))
    return web


@pytest.mark.parametrize(
    ("area", "duties", "half", "seen"),
    [
        (Area.STAFF, {Duty.TEACHER}, False, ["/test/events"]),
        (Area.STAFF, {Duty.OFFICE}, False, ["/test/events", "/test/office"]),
        (Area.STAFF, set(), False, []),
        (Area.STAFF, {Duty.OFFICE}, True, []),
        (Area.FAMILY, set(), False, ["/test/family"]),
    ],
)
def test_the_bar_shows_the_places_where_somebody_may_go(rooms: Web, area: Area, duties: set[Duty], half: bool, seen: list[str]) -> None:
    assert rooms.admin is not None
    with rooms.services.db.reading() as session:
        person = people.person(session, rooms.admin)
    with rooms.app.test_request_context():
        assert [place.href for place in nav.places(Visitor(person, area, half, frozenset(duties)))] == seen


def test_ones_own_page_is_in_the_menu_once_one_is_in(web: Web) -> None:
    assert 'href="/account"' in web.enter_as(Duty.TEACHER).get("/account").text
    assert 'href="/account"' not in web.browser().get("/signin").text


def test_the_start_is_the_first_place_or_says_that_there_is_none(rooms: Web) -> None:
    assert rooms.enter_as(Duty.OFFICE).get("/").location == "/test/events"
    nothing = rooms.enter_as()
    nothing.post("/preferences", {"language": "en"})
    assert "nothing for you to do yet" in nothing.get("/").text


@pytest.mark.parametrize(("accepts", "language"), [("nl,en;q=0.5", "nl"), ("en-GB", "en"), ("de", "nl"), ("", "nl")])
def test_a_browser_says_which_language(web: Web, accepts: str, language: str) -> None:
    assert f'<html lang="{language}"' in web.browser().get("/signin", **{"Accept-Language": accepts}).text


def test_a_language_chosen_goes_along_to_the_next_browser(web: Web) -> None:
    with web.school() as school:
        guardian = school.family()[1]
    assert '<html lang="nl"' in web.enter(guardian).get("/account", **{"Accept-Language": "en"}).text
    assert web.enter(guardian).post("/preferences", {"language": "en", "next": "/account"}).location == "/account"
    assert '<html lang="en"' in web.enter(guardian).get("/account", **{"Accept-Language": "nl"}).text


@pytest.mark.parametrize("chosen", [{"language": "xx"}, {"theme": "pink"}, {"language": "../en"}])
def test_what_there_is_not_cannot_be_chosen(web: Web, chosen: dict[str, str]) -> None:
    answer = web.browser().post("/preferences", chosen)
    assert answer.status_code == 422
    assert not any(line.startswith(("language", "theme")) for line in answer.headers.getlist("Set-Cookie"))


def test_a_theme_holds_on_the_next_page(web: Web) -> None:
    browser = web.browser()
    browser.post("/preferences", {"theme": "dark"})
    assert 'data-theme="dark"' in browser.get("/signin").text


@pytest.mark.parametrize(("method", "path", "form", "status"), [
    ("GET", "/nowhere", {}, 404),
    ("DELETE", "/signin", {}, 405),
    ("POST", "/signin", {"x": "x" * 600_000}, 413),
])  # fmt: skip
def test_each_failure_has_a_page_with_one_thing_to_do(web: Web, method: str, path: str, form: dict[str, str], status: int) -> None:
    browser = web.browser()
    answer = browser.post(path, form) if form else browser.ask(method, path)
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert 'class="button' in answer.text


def test_htmx_gets_a_message_for_the_page_that_stays(web: Web) -> None:
    answer = web.browser().get("/nowhere", **{"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (404, "#toasts")
    assert "<html" not in answer.text


def test_a_database_that_is_away_is_said_and_nothing_else_breaks(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Response:
        raise Unavailable("SELECT", {}, OSError("away"))

    browser = web.enter_as(Duty.TEACHER)
    assert browser.get("/account").status_code == 200
    monkeypatch.setattr(type(web.services.db), "reading", lambda _self: away())
    answer = browser.get("/account")
    assert answer.status_code == 503
    assert answer.text.count("<h1") == 1
    assert browser.get("/account", **{"HX-Request": "true"}).status_code == 503


def test_whoever_has_no_releases_finds_recalls_in_the_bar_and_nobody_finds_them_twice(web: Web) -> None:
    supervisor, comms = web.enter_as(Duty.SUPERVISOR).get("/account").text, web.enter_as(Duty.COMMS).get("/account").text
    assert 'href="/releases/recalls"' in supervisor
    assert 'href="/releases/recalls"' not in comms and 'href="/releases/"' in comms


@pytest.mark.parametrize("path", ["/releases/recalls", "/releases/numbers", "/releases/much", "/watch/keeping"])
def test_no_page_of_the_supervisor_leads_back_to_where_they_may_not_go(web: Web, path: str) -> None:
    supervisor = web.enter_as(Duty.SUPERVISOR)
    leads = set(re.findall(r'<a [^>]*href="(/[^"?#]*)', supervisor.get(path).text))
    assert [href for href in leads if supervisor.get(href).status_code == 403] == []
