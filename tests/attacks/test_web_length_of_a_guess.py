"""BREACH: a compressed page that holds a secret beside a stranger's words tells by its length whether these guess the secret."""

import pytest

from tests.web.browser import Web


@pytest.mark.parametrize(
    ("site", "compressed"), [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True), (None, True)]
)
def test_what_another_site_asks_for_has_its_plain_length(web: Web, site: str | None, compressed: bool) -> None:
    from_where = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"} if site else {}
    headers = {"Accept-Encoding": "br, gzip"} | from_where
    answer = web.app.test_client().get("/signin?next=/families", base_url="http://localhost:8000", headers=headers)
    assert answer.status_code == 200
    assert ("Content-Encoding" in answer.headers) is compressed
    assert "Sec-Fetch-Site" in answer.headers["Vary"] or compressed


def test_a_file_named_by_its_content_is_kept_and_another_is_not(web: Web) -> None:
    browser = web.browser()
    [named] = {part.split('"')[0] for part in browser.get("/signin").text.split('href="')[1:] if "tokens.css" in part}
    assert browser.get(named).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for wrong in (named.split("?")[0], f"{named}x", "/static/../secret?v="):
        assert "immutable" not in (browser.get(wrong).headers.get("Cache-Control") or "")
