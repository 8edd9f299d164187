"""Letters that are forwarded, lie about, were used already, or whose codes are guessed."""

import re

import pytest

from app.letters import links
from consent_store.operations import erasure, invitations, people
from consent_store.operations.invitations import CODE_LASTS
from consent_store.records.queries import people as questions
from consent_store.rules.terms import Role
from tests.web.browser import Browser, Web
from tests.web.test_signing_in import guardian_of, is_in

pytestmark = pytest.mark.usefixtures("hasty")
_PLAIN = re.compile(r'csrf[-_]token" (content|value)="[^"]+"|value="[0-9A-Z-]{19}"|[0-9a-f]{16}')


def printed(web: Web) -> str:
    """The code of a letter that was printed to somebody without an address."""
    code = links.code_from(b"0123456789")
    with web.school() as school:
        guest = school.person(Role.GUEST)
        people.correct(school.session, guest, {"email": None}, actor=school.admin, at=school.at)
        invitations.issue_code(school.session, guest, links.code_hash(web.services.keys, code), at=school.at)
    return code


def tries(web: Web, code: str) -> tuple[Browser, int, str]:
    browser = web.browser()
    browser.get("/letter")
    answer = browser.post("/letter", {"code": code})
    return browser, answer.status_code, _PLAIN.sub("", answer.text)


def test_a_forwarded_link_shows_neither_address_nor_name(web: Web) -> None:
    guardian, address = guardian_of(web)
    with web.services.db.reading() as session:
        view = questions.person(session, guardian)
    path = links.door_link(web.services.keys, "", guardian)
    thief = web.browser()
    pages = [thief.get(path).text]
    assert thief.post(path).location == "/signin/code"
    pages.append(thief.get("/signin/code").text)
    pages.append(str(dict(thief.client.get_cookie("beeldpoort-form").__dict__)))  # what the browser was given to keep
    for page in pages:
        assert not any(secret in page for secret in (address, view.given_name, view.family_name))
    assert web.letters()[-1].to == address


def test_a_forwarded_link_without_the_mailbox_opens_nothing(web: Web) -> None:
    guardian, _ = guardian_of(web)
    path = links.door_link(web.services.keys, "", guardian)
    thief = web.browser()
    thief.get(path)
    thief.post(path)
    for figures in ("00000000", "", "12345678"):
        thief.get("/signin/code")
        assert thief.post("/signin/code", {"code": figures}).status_code == 422
    assert not is_in(thief)


@pytest.mark.parametrize("key", ["", "nothing", "a" * 42, "%00" * 42, "../signin"])
def test_a_key_that_is_not_ours_is_told_kindly_and_sends_nothing(web: Web, key: str) -> None:
    browser = web.browser()
    assert browser.get(f"/in/{key}").status_code == 404
    assert browser.post(f"/in/{key}").status_code in (404, 405)
    assert web.letters() == []


def test_the_door_of_whoever_was_erased_is_gone(web: Web) -> None:
    with web.school() as school:
        guest = school.person(Role.GUEST)
        erasure.erase(school.session, guest, actor=school.admin, at=school.at)
    assert web.browser().get(links.door_link(web.services.keys, "", guest)).status_code == 404


def test_the_door_cannot_be_made_to_ring_without_end(web: Web) -> None:
    guardian, _ = guardian_of(web)
    path = links.door_link(web.services.keys, "", guardian)
    statuses = []
    for _ in range(12):
        browser = web.browser()
        browser.get(path)
        statuses.append(browser.post(path).status_code)
    assert statuses[-1] == 429
    assert len(web.letters()) == 10


def test_every_code_that_does_not_work_gets_the_same_answer(web: Web) -> None:
    code = printed(web)
    tries(web, code)
    guessed, used = tries(web, "0000-0000-0000-0000"), tries(web, code)
    web.later(days=61)
    late = tries(web, code)
    assert guessed[1:] == used[1:] == late[1:]
    assert guessed[1] == 422


def test_a_letter_is_worth_nothing_once_it_is_too_old(web: Web) -> None:
    code = printed(web)
    web.later(seconds=CODE_LASTS.total_seconds())
    browser, status, _ = tries(web, code)
    assert (status, is_in(browser)) == (422, False)


def test_guessing_codes_is_slowed_down(web: Web) -> None:
    browser = web.browser()
    browser.get("/letter")
    assert {browser.post("/letter", {"code": f"{number:016}"}).status_code for number in range(100)} == {422}
    assert browser.post("/letter", {"code": "1" * 16}).status_code == 429


def test_looking_at_a_scanned_code_uses_nothing_up(web: Web) -> None:
    code = printed(web)
    for _ in range(5):
        assert web.browser().get(f"/letter/{code}").status_code == 200
    assert tries(web, code)[1] == 303


def test_a_session_left_open_gives_no_door_away(web: Web) -> None:
    """Whoever has an address cannot have it changed here; it is the office that does."""
    guardian, _ = guardian_of(web)
    browser = web.enter(guardian)
    browser.get("/account")
    assert browser.post("/address", {"email": "thief@elsewhere.test"}).status_code == 403
    assert browser.post("/address/code", {"code": "12345678"}).status_code == 403


def test_a_code_sent_to_one_address_keeps_no_other(web: Web) -> None:
    code = printed(web)
    thief, *_ = tries(web, code)
    thief.get("/address")
    thief.post("/address", {"email": "victim@thuis.test"})
    with thief.client.session_transaction(base_url=thief.url) as form:
        kept = dict(form)
    thief.get("/address")
    thief.post("/address", {"email": "thief@elsewhere.test"})
    figures = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    with thief.client.session_transaction(base_url=thief.url) as form:
        form.update(kept)
    thief.get("/address/code")
    assert thief.post("/address/code", {"code": figures}).status_code == 422


def test_what_is_printed_is_kept_nowhere(web: Web) -> None:
    code = printed(web)
    with web.services.db.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM tokens").fetchall()
    assert len(kept) == 1 and code.replace("-", "") not in str(kept) and code not in str(kept)


def test_the_code_ends_with_what_is_kept_of_its_owner(web: Web) -> None:
    code = printed(web)
    with web.school() as school:
        [guest] = questions.people_of_role(school.session, Role.GUEST)
        erasure.erase(school.session, guest.id, actor=school.admin, at=school.at)
    assert tries(web, code)[1] in (404, 422)
