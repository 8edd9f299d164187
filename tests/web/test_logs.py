"""The log tells how requests went, and nothing about anybody."""

import json
import re
from collections.abc import Callable

import pytest

from app.web import access
from app.web.signin import invitations
from consent_store.operations import people
from consent_store.rules.terms import Duty
from tests.web.browser import Web

pytestmark = pytest.mark.usefixtures("hasty")

FAMILY, ADDRESS, PASSWORD = "Gemerkteachternaam", "gemerkt.adres@thuis.test", "gemerkt geheim woord"


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, object]], str]:
    out = capsys.readouterr()
    return [json.loads(line) for line in out.out.splitlines()], out.out + out.err


def test_a_walk_through_the_house_leaves_no_name_code_or_key_in_the_log(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    with web.school() as school:
        child, guardian = school.family()
        member = school.staff(Duty.OFFICE)
        for person in (guardian, member):
            changes = {"family_name": FAMILY, "email": ADDRESS.replace("adres", "adres" + person[:4])}
            people.correct(school.session, person, changes, actor=school.admin, at=school.at)
    browser, address = web.browser(), ADDRESS.replace("adres", "adres" + guardian[:4])
    browser.post("/signin", {"email": address})
    code = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    browser.post("/signin/code", {"code": "11112222"})
    browser.post("/signin/code", {"code": code})
    browser.get(f"/nowhere/{FAMILY}?q={FAMILY}")
    browser.get(f"/account?{FAMILY}=1")
    with web.app.test_request_context():
        link = invitations.invite(member)
    token = link.rpartition("/")[2]
    work = web.browser()
    work.get(f"/signin/invitation/{token}")
    work.post(f"/signin/invitation/{token}", {"password": PASSWORD})
    secret = re.findall(r"<code>(\w+)</code>", work.get("/signin/enrol").text)[0]
    web.browser().post("/signin/staff", {"email": address, "password": PASSWORD})
    web.app.view_functions["styleguide.page"] = breaks(f"{FAMILY} {ADDRESS}")
    assert browser.get("/styleguide").status_code == 500
    written, everything = lines(capsys)
    cookies = [part.value for part in (browser.client.get_cookie("beeldpoort"), work.client.get_cookie("beeldpoort")) if part]
    for marked in (FAMILY, "gemerkt", address, code, "11112222", PASSWORD, token, secret, child, guardian, member, "127.0.0.1", *cookies):
        assert marked not in everything
    assert len([line for line in written if line["event"] == "request"]) > 10


def breaks(message: str) -> Callable[[], str]:
    """A view that breaks with a message that says too much."""

    @access.always
    def view() -> str:
        raise ValueError(message)

    return view


def test_a_line_says_what_was_asked_and_how_it_went(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    browser = web.enter_as(Duty.TEACHER)
    capsys.readouterr()
    answer = browser.get("/account", **{"X-Request-ID": "chosen-elsewhere"})
    (line,), _ = lines(capsys)
    assert line["request"] == answer.headers["X-Request-ID"] != "chosen-elsewhere"
    assert (line["method"], line["endpoint"], line["status"], line["area"]) == ("GET", "signin.account_page", 200, "staff")
    assert isinstance(line["milliseconds"], float)


def test_whoever_asks_for_help_can_name_the_line(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    answer = web.browser().get("/nowhere")
    written, _ = lines(capsys)
    assert str(written[-1]["request"]) in answer.text


def test_a_guessed_object_is_noted(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    browser = web.enter_as(Duty.TEACHER)
    browser.get("/account")
    browser.post("/account/passkeys/Z3Vlc3NlZA/remove")
    written, _ = lines(capsys)
    refused = [line for line in written if line["event"] == "refused"]
    assert [(line["code"], line["endpoint"]) for line in refused] == [("not_found", "signin.remove_passkey")]
