"""Somebody plants a session, or keeps one, and waits for another person to make it worth something."""

import pytest

from consent_store.operations import erasure, people
from tests.web.browser import Browser, Web
from tests.web.test_signing_in import asks_for_code, guardian_of, is_in, member_with_password, with_app, with_password

pytestmark = pytest.mark.usefixtures("hasty")


def cookie(browser: Browser) -> str:
    found = browser.client.get_cookie("beeldpoort")
    return found.value if found else ""


def with_cookie(web: Web, value: str) -> Browser:
    browser = web.browser()
    browser.client.set_cookie("beeldpoort", value, domain="localhost")
    return browser


def test_a_planted_token_is_not_taken_over(web: Web) -> None:
    browser, code = asks_for_code(web, guardian_of(web)[1])
    browser.client.set_cookie("beeldpoort", "planted", domain="localhost")
    browser.post("/signin/code", {"code": code})
    assert is_in(browser)
    assert cookie(browser) != "planted"
    assert not is_in(with_cookie(web, "planted"))


def test_the_half_session_does_not_become_whole(web: Web) -> None:
    """Each step up gives a fresh token and ends the one before."""
    address, first = member_with_password(web)
    half = cookie(first)
    app = with_app(web, first)
    whole = cookie(first)
    assert half != whole
    assert with_cookie(web, half).get("/account").location.startswith("/signin?")
    web.later(minutes=1)
    second = with_password(web, address)
    again = cookie(second)
    second.post("/signin/second", {"code": app.at(web.at)})
    assert is_in(second)
    assert not is_in(with_cookie(web, again))


def test_signing_in_as_another_ends_who_was_there_before(web: Web) -> None:
    with web.school() as school:
        before = school.family()[1]
    browser = web.enter(before)
    old = cookie(browser)
    assert is_in(browser)
    _, address = guardian_of(web)
    browser.client.set_cookie("beeldpoort", old, domain="localhost")
    fresh, code = asks_for_code(web, address)
    fresh.client.set_cookie("beeldpoort", old, domain="localhost")
    fresh.post("/signin/code", {"code": code})
    assert cookie(fresh) != old
    assert not is_in(with_cookie(web, old))


def test_somebody_erased_is_out_everywhere(web: Web) -> None:
    with web.school() as school:
        child, guardian = school.family()
    browser = web.enter(guardian)
    assert is_in(browser)
    with web.school() as school:
        people.record_guardianship(school.session, guardian, child, False, actor=school.admin, at=school.at)
        erasure.erase(school.session, guardian, actor=school.admin, at=school.at)
    assert not is_in(browser)
