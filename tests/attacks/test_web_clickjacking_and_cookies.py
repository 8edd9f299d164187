"""Our pages in somebody's frame, our answers in somebody's cache, our cookies in somebody's script."""

from pathlib import Path

import pytest

from tests.databases import SqliteServer
from tests.web.browser import Browser, Web
from tests.web.test_signing_in import asks_for_code, guardian_of

pytestmark = pytest.mark.usefixtures("hasty")

PAGES = ("/signin", "/account", "/nowhere", "/static/icons.svg")


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_may_be_framed_sniffed_or_fed_from_elsewhere(web: Web, path: str) -> None:
    headers = web.browser().get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_what_is_no_document_is_still_not_sniffed_nor_read_from_elsewhere(web: Web) -> None:
    headers = web.browser().get("/static/css/base.css").headers
    assert (headers["X-Content-Type-Options"], headers["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")


def test_only_what_is_the_same_for_everybody_is_kept(web: Web) -> None:
    kept = {path: web.browser().get(path).headers.get("Cache-Control") for path in PAGES}
    assert {path for path, value in kept.items() if value == "no-store"} == set(PAGES[:3])


def cookies_after_signing_in(web: Web) -> dict[str, str]:
    browser, code = asks_for_code(web, guardian_of(web)[1])
    answer = browser.post("/signin/code", {"code": code})
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_no_script_and_no_other_site_gets_a_cookie(web: Web) -> None:
    cookies = cookies_after_signing_in(web)
    assert set(cookies) == {"beeldpoort", "beeldpoort-form"}
    for line in cookies.values():
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Domain" not in line
        assert "Secure" not in line


def test_over_tls_cookies_never_travel_without_it(tmp_path: Path, sqlite_server: SqliteServer) -> None:
    web = Web.start(tmp_path, sqlite_server.copy(), PUBLIC_URL="https://school.test")
    web.open()
    cookies = cookies_after_signing_in(web)
    strict = Browser(web.app.test_client(), "https://school.test").get("/signin").headers["Strict-Transport-Security"]
    web.stop()
    assert set(cookies) == {"__Host-beeldpoort", "__Host-beeldpoort-form"}
    assert all("Secure" in line and "Path=/" in line and "Domain" not in line for line in cookies.values())
    assert strict.startswith("max-age=")


def test_a_form_cannot_fill_the_memory(web: Web) -> None:
    assert web.browser().post("/signin", {"email": "x" * 600_000}).status_code == 413
