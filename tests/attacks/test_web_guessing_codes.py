"""Guessing and replaying the codes of families."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from consent_store.operations import people
from consent_store.operations.accounts import MOST_ATTEMPTS
from tests.web.browser import Browser, Web
from tests.web.test_signing_in import asks_for_code, guardian_of, is_in

pytestmark = pytest.mark.usefixtures("hasty")


def wrong(code: str, number: int) -> str:
    """A code that is not `code`."""
    return f"{(int(code) + number + 1) % 10**8:08}"


def on_the_code_page(web: Web, address: str) -> Browser:
    """A browser that says it waits for the code of an address, without having asked for one."""
    browser = web.browser()
    with browser.client.session_transaction(base_url=browser.url) as form:
        form["email"] = address
    browser.get("/signin/code")
    return browser


def test_after_five_wrong_ones_the_right_one_is_worth_nothing(web: Web) -> None:
    browser, code = asks_for_code(web, guardian_of(web)[1])
    for number in range(MOST_ATTEMPTS):
        assert browser.post("/signin/code", {"code": wrong(code, number)}).status_code == 422
    assert browser.post("/signin/code", {"code": code}).status_code == 422
    assert not is_in(browser)


def test_fresh_browsers_do_not_get_fresh_attempts(web: Web) -> None:
    _, address = guardian_of(web)
    victim, code = asks_for_code(web, address)
    for number in range(MOST_ATTEMPTS):
        thief = on_the_code_page(web, address)
        assert thief.post("/signin/code", {"code": wrong(code, number)}).status_code == 422
    assert victim.post("/signin/code", {"code": code}).status_code == 422


def test_a_code_works_once(web: Web) -> None:
    _, address = guardian_of(web)
    browser, code = asks_for_code(web, address)
    other = on_the_code_page(web, address)
    assert browser.post("/signin/code", {"code": code}).status_code == 303
    assert other.post("/signin/code", {"code": code}).status_code == 422
    assert not is_in(other)


def test_of_two_at_once_one_comes_in(web: Web) -> None:
    _, address = guardian_of(web)
    first, code = asks_for_code(web, address)
    second = on_the_code_page(web, address)
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda browser: browser.post("/signin/code", {"code": code}).status_code, (first, second)))
    assert sorted(statuses) == [303, 422]


def test_looking_at_the_page_uses_no_code_up(web: Web) -> None:
    """Mail scanners open every link; a code is used up by sending it alone."""
    browser, code = asks_for_code(web, guardian_of(web)[1])
    for _ in range(10):
        assert browser.get(f"/signin/code?code={code}").status_code == 200
    assert browser.post("/signin/code", {"code": code}).status_code == 303


def test_a_code_for_one_address_opens_no_other(web: Web) -> None:
    _, address = guardian_of(web)
    _, code = asks_for_code(web, address)
    with web.school() as school:
        other = school.family()[1]
        people.correct(school.session, other, {"email": "andere@thuis.test"}, actor=school.admin, at=school.at)
    browser, _ = asks_for_code(web, "andere@thuis.test")
    assert browser.post("/signin/code", {"code": code}).status_code == 422
