"""A link that starts here and ends elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.addresses import within
from tests.web.browser import Web

ELSEWHERE = (
    "https://evil.test",
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "///evil.test",
    "javascript:alert(1)",
    "http:evil.test",
    "evil.test",
    "/%0d%0aLocation:x\r\n",
    "",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_elsewhere_becomes_the_start(address: str) -> None:
    assert within(address) == "/"


@given(st.text(alphabet="/\\:@.?#%a\t\n\r eh", max_size=12))
def test_whatever_comes_out_is_a_path_of_ours(address: str) -> None:
    chosen = within(address)
    assert chosen.startswith("/")
    assert not chosen.startswith(("//", "/\\"))
    assert not any(ord(character) < 32 or character == "\\" for character in chosen)


def test_a_path_of_ours_stays(web: Web) -> None:
    assert within("/events?page=2#x") == "/events?page=2#x"
    browser = web.browser()
    assert browser.post("/preferences", {"theme": "dark", "next": "//evil.test"}).location == "/"
    assert browser.post("/preferences", {"theme": "dark", "next": "/signin/staff"}).location == "/signin/staff"
