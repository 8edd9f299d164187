"""Coming in: families by a code, staff by a password and a second factor, nobody otherwise."""

import re
from urllib.parse import urlsplit

import pyotp
import pytest

from app.web.signin import invitations
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.records.queries import people as people_queries
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import Duty
from tests.web.browser import Browser, Web

pytestmark = pytest.mark.usefixtures("hasty")

PASSWORD = "vier groene stoelen"
WRONG = 422


def guardian_of(web: Web) -> tuple[PersonId, str]:
    """A guardian with a child, and the guardian's address."""
    with web.school() as school:
        _, guardian = school.family()
        people.correct(school.session, guardian, {"email": "ouder@thuis.test"}, actor=school.admin, at=school.at)
    return guardian, "ouder@thuis.test"


def asks_for_code(web: Web, address: str) -> tuple[Browser, str]:
    """A browser on the page that wants the code, and the code."""
    browser = web.browser()
    assert browser.post("/signin", {"email": address}).location == "/signin/code"
    browser.get("/signin/code")
    return browser, "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def member_with_password(web: Web, *duties: Duty) -> tuple[str, Browser]:
    """A new member of staff's address, and a browser that has just chosen a password."""
    with web.school() as school:
        member = school.staff(*duties)
        address = people.kept(school.session, member).email or ""
    with web.app.test_request_context():
        link = invitations.invite(member)
    browser, path = web.browser(), urlsplit(link).path
    browser.get(path)
    assert browser.post(path, {"password": PASSWORD}).location == "/signin/second"
    return address, browser


def with_app(web: Web, browser: Browser) -> pyotp.TOTP:
    """Keep an app as the second factor, and return it."""
    page = browser.get("/signin/enrol").text
    app = pyotp.TOTP(re.findall(r"<code>(\w+)</code>", page)[0])
    assert browser.post("/signin/enrol", {"code": app.at(web.at)}).status_code == 303
    return app


def with_password(web: Web, address: str, password: str = PASSWORD) -> Browser:
    browser = web.browser()
    browser.get("/signin/staff")
    browser.post("/signin/staff", {"email": address, "password": password})
    return browser


def test_a_family_comes_in_with_a_code_however_it_is_spaced(web: Web) -> None:
    _, address = guardian_of(web)
    browser, code = asks_for_code(web, f"  {address.upper()} ")
    assert not is_in(browser)
    assert browser.post("/signin/code", {"code": f" {code[:4]} {code[4:]}"}).status_code == 303
    assert is_in(browser)


def test_a_code_is_gone_after_ten_minutes(web: Web) -> None:
    browser, code = asks_for_code(web, guardian_of(web)[1])
    web.later(minutes=10)
    assert browser.post("/signin/code", {"code": code}).status_code == WRONG
    assert not is_in(browser)


def test_a_new_code_puts_the_old_one_out_of_use(web: Web) -> None:
    _, address = guardian_of(web)
    browser, first = asks_for_code(web, address)
    _, second = asks_for_code(web, address)
    assert browser.post("/signin/code", {"code": first}).status_code == WRONG
    assert browser.post("/signin/code", {"code": second}).status_code == 303


def test_two_who_share_an_address_choose_who_they_are(web: Web) -> None:
    guardian, address = guardian_of(web)
    with web.school() as school:
        other = school.family()[1]
        stranger = school.family()[1]
        people.correct(school.session, other, {"email": address}, actor=school.admin, at=school.at)
    browser, code = asks_for_code(web, address)
    assert browser.post("/signin/code", {"code": code}).location == "/signin/who"
    assert not is_in(browser)
    page = browser.get("/signin/who").text
    assert guardian in page
    assert stranger not in page
    assert browser.post("/signin/who", {"account": stranger}).status_code == 404
    browser.post("/signin/who", {"account": other})
    assert is_in(browser)


def test_after_signing_in_one_is_where_one_wanted_to_be(web: Web) -> None:
    _, address = guardian_of(web)
    browser = web.browser()
    assert browser.get("/account?x=1").location == "/signin?next=/account?x%3D1"
    browser.get("/signin?next=/account?x%3D1")
    browser.post("/signin", {"email": address})
    code = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    assert browser.post("/signin/code", {"code": code}).location == "/account?x=1"


def test_staff_come_in_with_a_password_and_an_app(web: Web) -> None:
    address, first = member_with_password(web, Duty.TEACHER)
    assert not is_in(first)
    app = with_app(web, first)
    assert is_in(first)
    web.later(minutes=1)
    second = with_password(web, address)
    assert not is_in(second)
    assert second.post("/signin/second", {"code": "000000"}).status_code == WRONG
    assert second.post("/signin/second", {"code": app.at(web.at)}).status_code == 303
    assert is_in(second)


def test_an_invitation_to_somebody_who_lost_their_keys_replaces_all_of_them(web: Web) -> None:
    address, first = member_with_password(web)
    app = with_app(web, first)
    with web.services.db.reading() as session:
        member = people_queries.by_email(session, address)[0].id
    with web.app.test_request_context():
        path = urlsplit(invitations.invite(member)).path
    browser = web.browser()
    browser.get(path)
    assert browser.post(path, {"password": "zes rode fietsen"}).location == "/signin/second"
    assert browser.get("/signin/second").location == "/signin/enrol"
    assert not is_in(first)
    assert app.secret not in browser.get("/signin/enrol").text
    assert with_password(web, address).get("/account").location.startswith("/signin?")


def test_a_password_that_others_try_first_is_refused_and_the_link_stays_good(web: Web) -> None:
    with web.school() as school:
        member = school.staff()
    with web.app.test_request_context():
        path = urlsplit(invitations.invite(member)).path
    browser = web.browser()
    browser.get(path)
    for password in ("kort", "welkom123456", "aaaaaaaaaaaaaaaa", "x" * 300):
        assert browser.post(path, {"password": password}).status_code == WRONG
    assert browser.post(path, {"password": PASSWORD}).status_code == 303
    assert browser.post(path, {"password": "een ander woord dan dat"}).status_code == WRONG


def test_an_idle_session_ends_after_half_an_hour_and_every_one_after_twelve(web: Web) -> None:
    browser = web.enter_as(Duty.TEACHER)
    web.later(minutes=29)
    assert is_in(browser)
    web.later(minutes=29)
    assert is_in(browser)
    web.later(minutes=31)
    assert not is_in(browser)
    busy = web.enter_as(Duty.TEACHER)
    for _ in range(25):
        web.later(minutes=29)
        last = is_in(busy)
    assert not last


def test_signing_out_ends_it_in_the_register_too(web: Web) -> None:
    browser = web.enter_as(Duty.TEACHER)
    assert is_in(browser)
    kept = browser.client.get_cookie("beeldpoort")
    browser.post("/signout")
    assert not is_in(browser)
    browser.client.set_cookie("beeldpoort", kept.value if kept else "", domain="localhost")
    assert not is_in(browser)


def test_one_may_be_signed_out_everywhere_else(web: Web) -> None:
    with web.school() as school:
        guardian = school.family()[1]
    here, there = web.enter(guardian), web.enter(guardian)
    assert is_in(here)
    assert here.post("/account/sessions/end").status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_whoever_left_the_school_works_there_no_more(web: Web) -> None:
    with web.school() as school:
        member = school.staff(Duty.TEACHER)
    browser = web.enter(member)
    assert is_in(browser)
    with web.school() as school:
        people.leave(school.session, member, school.at.date(), actor=school.admin, at=school.at)
    assert not is_in(browser)


def test_somebody_of_the_staff_holds_no_duty_among_the_families(web: Web) -> None:
    with web.school() as school:
        member = school.staff(Duty.OFFICE)
    for area, duty in ((Area.STAFF, True), (Area.FAMILY, False)):
        browser = web.enter(member, area)
        browser.post("/preferences", {"language": "en"})
        assert ("office" in browser.get("/account").text) is duty


def test_half_in_is_not_in(web: Web) -> None:
    with web.school() as school:
        member = school.staff(Duty.OFFICE)
    browser = web.enter(member, stage=Stage.PASSWORD)
    assert browser.get("/account").location == "/signin/second"
    assert browser.get("/").location == "/signin/second"
