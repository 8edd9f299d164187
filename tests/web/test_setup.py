"""First run: one link, once; no school before it, no second one after."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.web import tokens
from consent_store.operations import accounts
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records.queries import people
from consent_store.records.queries import school as school_queries
from consent_store.records.queries.accounts import TokenUse
from consent_store.rules.terms import Duty
from tests.databases import SqliteServer
from tests.redis_server import redis
from tests.web.browser import Browser, Web
from tests.web.test_signing_in import is_in, with_app

ANSWERS = {
    "name": "De Linde",
    "given_name": "Ada",
    "family_name": "Beheer",
    "email": "Ada@School.test",
    "password": "vier groene stoelen",
    "purposes": ["website", "recognition"],
}


def link(web: Web) -> str:
    """The path that the command prints."""
    token = tokens.fresh()
    with web.services.db.unit_of_work() as session:
        accounts.issue_token(session, TokenUse.SET_UP, None, tokens.hashed(token), web.at + timedelta(hours=1), at=web.at)
    return f"/setup/{token}"


def on(web: Web, path: str) -> Browser:
    browser = web.browser()
    browser.get(path)
    return browser


def test_before_the_first_run_every_page_is_shut(unopened: Web) -> None:
    browser = unopened.browser()
    for path in ("/", "/signin", "/signin/staff", "/account"):
        assert browser.get(path).location == "/setup"
    assert browser.get("/setup").status_code == 503


def test_the_link_opens_the_school_once(unopened: Web) -> None:
    path = link(unopened)
    browser = on(unopened, path)
    assert browser.post(path, ANSWERS).location == "/signin/second"
    assert not is_in(browser)
    with_app(unopened, browser)
    assert is_in(browser)
    with unopened.services.db.reading() as session:
        ours = school_queries.opened(session)
        (admin,) = people.by_email(session, "ada@school.test")
        assert (ours.name, ours.demo) == ("De Linde", False)
        assert {purpose.code for purpose in school_queries.purposes(session)} == {"website", "recognition"}
        assert people.duties_of(session, admin.id) == {Duty.ADMIN, Duty.OFFICE}
    assert on(unopened, "/signin").post(path, ANSWERS).status_code == 404


def test_every_purpose_of_the_model_form_is_offered_and_chosen(unopened: Web) -> None:
    page = unopened.browser().get(link(unopened)).text
    assert len(DUTCH_MODEL_FORM) == 12
    for draft in DUTCH_MODEL_FORM:
        assert f'value="{draft.code}" checked' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("given_name", ""),
        ("family_name", ""),
        ("email", "no address"),
        ("email", ""),
        ("password", "kort"),
        ("purposes", []),
    ],
)
def test_a_wrong_answer_is_said_and_leaves_the_link_as_it_was(unopened: Web, field: str, value: object) -> None:
    path = link(unopened)
    browser = on(unopened, path)
    refused = browser.post(path, ANSWERS | {field: value})
    assert refused.status_code == 422
    assert 'class="error"' in refused.text or 'role="alert"' in refused.text
    assert browser.post(path, ANSWERS).status_code == 303


def test_a_guessed_or_late_link_opens_nothing(unopened: Web) -> None:
    path = link(unopened)
    assert on(unopened, "/setup/guessed").post("/setup/guessed", ANSWERS).status_code == 404
    assert on(unopened, "/setup/guessed").post("/setup/guessed/demo").status_code == 404
    unopened.later(hours=2)
    assert on(unopened, path).post(path, ANSWERS).status_code == 404
    assert unopened.browser().get("/").location == "/setup"


def test_the_demo_school_is_asked_for_once_and_its_making_is_seen(unopened: Web) -> None:
    path = link(unopened)
    browser = on(unopened, path)
    assert browser.post(f"{path}/demo").location == "/setup/demo"
    assert [task.name for task in unopened.queue.huey.pending()] == ["demo"]
    assert browser.post(f"{path}/demo").status_code == 404
    assert "hx-get" in browser.get("/setup/demo").text
    unopened.open(demo=True)
    assert browser.get("/setup/demo", **{"HX-Request": "true"}).text.lstrip().startswith("<div")


def test_a_real_school_shows_nobody_how_far_it_is(web: Web) -> None:
    assert web.browser().get("/setup/demo").status_code == 404


def test_while_the_queue_is_away_the_link_to_the_demo_school_stays_good(tmp_path: Path, sqlite_server: SqliteServer) -> None:
    with redis(tmp_path) as server:
        web = Web.start(tmp_path / "home", sqlite_server.copy(), QUEUE_URL=server.url)
        path = link(web)
        browser = on(web, path)
        server.stop()
        assert browser.post(f"{path}/demo").status_code >= 500
        server.start()
        assert browser.post(f"{path}/demo").location == "/setup/demo"
        web.stop()
