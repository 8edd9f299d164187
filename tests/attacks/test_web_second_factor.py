"""Coming in with a password alone, or with figures that somebody saw over a shoulder."""

import pytest

from tests.web.browser import Web
from tests.web.test_signing_in import is_in, member_with_password, with_app, with_password


def test_figures_count_once(web: Web) -> None:
    address, first = member_with_password(web)
    app = with_app(web, first)
    thief = with_password(web, address)
    assert thief.post("/signin/second", {"code": app.at(web.at)}).status_code == 422, "the figures that enrolled"
    web.later(minutes=1)
    owner, code = with_password(web, address), app.at(web.at)
    assert owner.post("/signin/second", {"code": code}).status_code == 303
    assert thief.post("/signin/second", {"code": code}).status_code == 422
    assert not is_in(thief)


@pytest.mark.parametrize("path", ["/signin/enrol", "/signin/passkey/new/options", "/signin/passkey/new"])
def test_a_password_alone_gives_nobody_a_second_factor_beside_the_one_that_is_kept(web: Web, path: str) -> None:
    address, first = member_with_password(web)
    with_app(web, first)
    thief = with_password(web, address)
    thief.get("/signin/second")
    assert thief.post(path, {"code": "123456"}).status_code == 403
    assert thief.get("/signin/enrol").status_code == 403


def test_figures_are_not_guessed_by_trying_them_all(web: Web) -> None:
    address, first = member_with_password(web)
    with_app(web, first)
    thief = with_password(web, address)
    statuses = [thief.post("/signin/second", {"code": f"{number:06}"}).status_code for number in range(12)]
    assert statuses[-1] == 429
    for _ in range(4):
        web.later(minutes=2)
    assert not is_in(thief)


def test_a_password_is_not_guessed_by_trying_many(web: Web) -> None:
    address, _ = member_with_password(web)
    browser = web.browser()
    statuses = [browser.post("/signin/staff", {"email": address, "password": f"guess {number}"}).status_code for number in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert browser.post("/signin/staff", {"email": "other@school.test", "password": "x"}).status_code == 422
