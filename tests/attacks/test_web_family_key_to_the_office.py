"""A code by mail is enough for a family, not for the office: no key that is made with it may open an account of staff."""

import pytest

from consent_store.operations import accounts, people
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import Duty
from tests.web.browser import Web

WAYS = ("/signin/passkey/new/options", "/signin/passkey/new")


@pytest.mark.parametrize("path", WAYS)
def test_whoever_works_here_makes_no_key_among_the_families(web: Web, path: str) -> None:
    with web.school() as school:
        member = school.staff(Duty.ADMIN)
        people.record_guardianship(school.session, member, school.pupil(), True, actor=school.admin, at=school.at)
        accounts.open_account(school.session, member, "hash")
    browser = web.enter(member, Area.FAMILY)
    browser.get("/account")
    assert browser.post(path).status_code == 403
    assert "data-passkey-make" not in browser.get("/account").text


@pytest.mark.parametrize("path", WAYS)
def test_nobody_makes_a_key_before_saying_who_they_are(web: Web, path: str) -> None:
    with web.school() as school:
        guardian = school.family()[1]
    browser = web.enter(guardian, Area.FAMILY, Stage.PASSWORD)
    browser.get("/signin/who")
    assert browser.post(path).status_code == 403


def test_a_family_may_ask_for_one(web: Web) -> None:
    with web.school() as school:
        guardian = school.family()[1]
    browser = web.enter(guardian)
    browser.get("/account")
    assert browser.post(WAYS[0]).status_code == 200
