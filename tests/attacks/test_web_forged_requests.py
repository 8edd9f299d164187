"""Another site makes somebody's browser send something here (CSRF), or reads what it may not (XS-leaks)."""

import inspect
import re

import pytest

from consent_store.rules.terms import Duty
from tests.web.browser import URL, Web
from tests.web.test_signing_in import asks_for_code, guardian_of

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
FOLLOWED = ELSEWHERE
FRAMED = ELSEWHERE | {"Sec-Fetch-Dest": "iframe"}
EMBEDDED = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
SIBLING = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
BEFORE_FETCH_METADATA = {"Sec-Fetch-Site": "", "Sec-Fetch-Mode": "", "Sec-Fetch-Dest": ""}


@pytest.mark.parametrize("token", ["", "guessed", None], ids=["empty", "guessed", "missing"])
def test_a_form_without_the_right_token_changes_nothing(web: Web, token: str | None) -> None:
    browser = web.enter_as(Duty.TEACHER)
    answer = browser.client.post("/account/sessions/end", base_url=URL, data={} if token is None else {"csrf_token": token})
    assert answer.status_code == 400
    assert browser.get("/account").status_code == 200


def test_somebody_elses_token_is_worth_nothing(web: Web) -> None:
    mine, theirs = web.enter_as(Duty.TEACHER), web.enter_as(Duty.TEACHER)
    mine.get("/account")
    theirs.get("/account")
    assert mine.post("/account/sessions/end", {"csrf_token": theirs.token}).status_code == 400


@pytest.mark.usefixtures("hasty")
def test_the_token_from_before_signing_in_is_worth_nothing_after(web: Web) -> None:
    """Whoever sat at this browser before may know it."""
    browser, code = asks_for_code(web, guardian_of(web)[1])
    planted = browser.token
    assert browser.post("/signin/code", {"code": code}).status_code == 303
    assert browser.post("/account/sessions/end", {"csrf_token": planted}).status_code == 400


@pytest.mark.parametrize("headers", [ELSEWHERE, SIBLING, FRAMED], ids=["cross-site", "same-site", "frame"])
def test_a_form_from_elsewhere_is_refused_even_with_the_token(web: Web, headers: dict[str, str]) -> None:
    browser = web.enter_as(Duty.TEACHER)
    browser.get("/account")
    assert browser.post("/account/sessions/end", **headers).status_code == 403


@pytest.mark.parametrize(("origin", "status"), [("https://evil.test", 403), ("null", 403), (URL, 303)])
def test_an_old_browser_is_judged_by_its_origin(web: Web, origin: str, status: int) -> None:
    browser = web.enter_as(Duty.TEACHER)
    browser.get("/account")
    headers = {"Origin": origin, "X-CSRFToken": browser.token}
    answer = browser.client.post("/account/sessions/end", base_url=URL, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(("headers", "status"), [(FOLLOWED, 200), (FRAMED, 403), (EMBEDDED, 403), (SIBLING, 403)])
def test_from_elsewhere_one_may_only_follow_a_link(web: Web, headers: dict[str, str], status: int) -> None:
    browser = web.enter_as(Duty.TEACHER)
    assert browser.get("/account", **headers).status_code == status


def test_a_look_changes_nothing(web: Web) -> None:
    """Links change nothing: whatever changes something takes a POST."""
    harmless = {"HEAD", "OPTIONS", "GET"}
    changing = [rule for rule in web.app.url_map.iter_rules() if (rule.methods or set()) - harmless and "GET" in (rule.methods or set())]
    assert changing == []


def test_no_view_goes_without_the_check_unless_it_makes_it_itself(web: Web) -> None:
    """A form with large files is read as a stream, its token first; every other form is checked before its view."""
    exempt = web.app.extensions["csrf"]._exempt_views
    views = {f"{view.__module__}.{view.__name__}": view for view in web.app.view_functions.values()}
    checking = re.compile(r"\bbodies\.(parts|whole)\(")
    assert [name for name in exempt if not checking.search(inspect.getsource(inspect.unwrap(views[name])))] == []
    assert not web.app.extensions["csrf"]._exempt_blueprints
