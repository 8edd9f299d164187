"""Finding out, by what a page says or how long it takes, whether an address or an account is known."""

import re
import statistics
import time
from collections.abc import Callable

import pytest

from tests.web.browser import Browser, Web
from tests.web.test_signing_in import guardian_of, member_with_password, with_app

UNKNOWN = "niemand@nergens.test"
_NUMBERS = re.compile(r'csrf[-_]token" (content|value)="[^"]+"|[0-9a-f]{16}')


def plain(text: str, address: str) -> str:
    """A page without what differs each time."""
    return _NUMBERS.sub("", text).replace(address, "")


def pages_for_code(web: Web, address: str) -> list[str]:
    browser = web.browser()
    sent = browser.post("/signin", {"email": address})
    asked = browser.get("/signin/code")
    wrong = browser.post("/signin/code", {"code": "00000000"})
    return [str(sent.status_code), sent.location, plain(asked.text, address), str(wrong.status_code), plain(wrong.text, address)]


def test_the_pages_for_families_say_the_same(web: Web) -> None:
    _, address = guardian_of(web)
    assert pages_for_code(web, address) == pages_for_code(web, UNKNOWN)
    assert len(web.letters()) == 1


def test_the_page_for_staff_says_the_same(web: Web) -> None:
    address, first = member_with_password(web)
    with_app(web, first)

    def page(email: str) -> tuple[int, str]:
        answer = web.browser().post("/signin/staff", {"email": email, "password": "not this one"})
        return answer.status_code, plain(answer.text, email)

    assert page(address) == page(UNKNOWN)


def seconds(post: Callable[[], object]) -> float:
    began = time.perf_counter()
    post()
    return time.perf_counter() - began


@pytest.mark.parametrize("path", ["/signin", "/signin/staff"])
def test_neither_takes_longer(web: Web, path: str) -> None:
    """The two take turns, so that a busy machine slows both; the medians may differ by less than a password costs."""
    known, first = member_with_password(web)
    with_app(web, first)
    browser: Browser = web.browser()
    browser.get(path)
    times: dict[str, list[float]] = {known: [], UNKNOWN: []}
    for _ in range(7):
        for address, taken in times.items():
            taken.append(seconds(lambda email=address: browser.post(path, {"email": email, "password": "not this one"})))  # type: ignore[misc]
    one, other = (statistics.median(taken) for taken in times.values())
    assert abs(one - other) < 0.5 * max(one, other)
