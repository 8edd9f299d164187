"""The access matrix: every route, every kind of visitor, own and foreign objects, against the declared table."""

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import product
from typing import Any

import pytest
from werkzeug.routing import IntegerConverter, Rule

from app.web import access
from app.web.limits import limiter
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import Duty, Role
from tests.web.access_table import GUESSED, MAY, NOT_LOOKED_UP, OWNED, VISITORS
from tests.web.browser import Browser, Web

# What a guessed object is answered with; an empty form may be refused before anything is looked up.
NOTHING_THERE = (404, 422)


class Watch:
    """Notes which views were reached, and lets them do their work."""

    def __init__(self, web: Web) -> None:
        self.reached = False
        for endpoint, view in web.app.view_functions.items():
            web.app.view_functions[endpoint] = self._watched(view)

    def _watched(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def watched(**arguments: Any) -> Any:
            self.reached = True
            return view(**arguments)

        return watched


def people_by_visitor(web: Web) -> dict[str, PersonId]:
    """One person for each kind of visitor who is somebody."""
    with web.school() as school:
        found = {duty.value: school.staff(duty) for duty in Duty} | {"staff": school.staff(), "half": school.staff(Duty.OFFICE)}
        found |= {"family": school.family()[1], "choosing": school.family()[1]}
        for visitor in found.keys() - {"family", "choosing"}:
            accounts.open_account(school.session, found[visitor], "x")
    return found


def browser_of(web: Web, visitor: str, people: dict[str, PersonId]) -> Browser:
    """A fresh browser of such a visitor."""
    if visitor == "nobody":
        return web.browser()
    return web.enter(people[visitor], stage=Stage.PASSWORD if visitor in ("half", "choosing") else Stage.FULL)


def requests(web: Web) -> Iterator[tuple[str, str, Rule]]:
    """Every method of every route."""
    for rule in web.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, rule


def address(web: Web, rule: Rule, **known: str) -> str:
    """The address of a route; arguments that are not known are guessed."""
    with web.app.test_request_context():
        arguments = {name: known.get(name, _guessed(rule, name)) for name in rule.arguments}
        adapter = web.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, arguments, method=None)


def _guessed(rule: Rule, name: str) -> str:
    """A value that leads to nothing."""
    if name == "filename":
        return "favicon.svg"
    return "9" if isinstance(rule._converters[name], IntegerConverter) else GUESSED


def test_every_route_names_a_permission(unopened: Web) -> None:
    unnamed = [endpoint for endpoint in unopened.app.view_functions if access.permission_of(unopened.app, endpoint) is None]
    assert unnamed == []


def test_every_route_is_declared_and_nothing_else(unopened: Web) -> None:
    assert set(unopened.app.view_functions) == set(MAY)


@pytest.mark.usefixtures("hasty")
def test_every_cell_of_the_matrix(web: Web) -> None:
    web.app.config["WTF_CSRF_ENABLED"] = False  # the attacks try that; here it would hide who is kept out by what
    people, watch, wrong = people_by_visitor(web), Watch(web), []
    browsers = {visitor: browser_of(web, visitor, people) for visitor in VISITORS}
    for (endpoint, method, rule), visitor in product(list(requests(web)), sorted(VISITORS)):
        limiter.reset()
        watch.reached = False
        status = browsers[visitor].ask(method, address(web, rule)).status_code
        if method != "GET":  # it may have signed them out, or further in
            browsers[visitor] = browser_of(web, visitor, people)
        may = visitor in MAY[endpoint]
        looked_up = rule.arguments and endpoint not in NOT_LOOKED_UP
        if watch.reached is not may or status >= 500 or (may and looked_up and status not in NOTHING_THERE):
            wrong.append((endpoint, method, visitor, "reached" if watch.reached else "kept out", status))
    assert wrong == []


@pytest.mark.parametrize("endpoint", sorted(OWNED))
def test_what_is_somebody_elses_is_not_found(web: Web, endpoint: str) -> None:
    everybody = people_by_visitor(web)
    visitor = sorted(MAY[endpoint])[0]
    with web.school() as school:
        other = school.person(Role.STAFF if everybody[visitor] and visitor != "family" else Role.GUARDIAN)
    method, rule = next((method, rule) for name, method, rule in requests(web) if name == endpoint)
    for owner, found in ((everybody[visitor], True), (other, False)):
        browser, path = browser_of(web, visitor, everybody), address(web, rule, **OWNED[endpoint](web, owner))
        browser.get("/account")
        assert (browser.ask(method, path).status_code != 404) is found


def test_whoever_is_kept_out_is_told_where_to_go(web: Web) -> None:
    assert web.browser().get("/account").location == "/signin?next=/account"
    htmx = web.browser().get("/account", **{"HX-Request": "true"})
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (401, "/signin?next=/account")
    with web.school() as school:
        guardian = school.family()[1]
    refused = web.enter(guardian, Area.FAMILY).post("/watch/switch")
    assert refused.status_code == 403


def test_a_route_without_a_permission_opens_for_nobody(web: Web) -> None:
    web.app.view_functions["home.index"] = lambda: "open"
    assert web.enter_as(Duty.ADMIN).get("/").status_code == 500
