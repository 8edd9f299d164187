"""A request under another name, so that links or caches carry that name on; and headers that only a proxy may set."""

import pytest

from app.web.signin import invitations
from consent_store.rules.terms import Duty
from tests.web.browser import OURS, URL, Web


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "evil.test:8000", "localhost@evil.test", ""])
def test_another_name_is_refused(web: Web, host: str) -> None:
    answer = web.app.test_client().get("/signin", base_url=URL, headers=OURS | {"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_links_in_letters_carry_the_name_that_the_school_chose(web: Web) -> None:
    with web.school() as school:
        member = school.staff(Duty.TEACHER)
    with web.app.test_request_context(base_url="http://127.0.0.1:9999"):
        assert invitations.invite(member).startswith(f"{URL}/signin/invitation/")


def test_without_a_proxy_nobody_says_where_they_come_from(web: Web) -> None:
    browser = web.browser()
    forged = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Prefix": "/evil"}
    answer = browser.get("/account", **forged)
    assert answer.location == "/signin?next=/account"
    for _ in range(101):
        last = browser.post("/signin/staff", {"email": "x@y.test", "password": "x"}, **forged | {"X-Forwarded-For": f"10.0.0.{_}"})
    assert last.status_code == 429
