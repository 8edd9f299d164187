"""The line under what is published is the school's own."""

import pytest

from consent_store.rules.terms import Duty
from tests.web.browser import Browser, Web
from tests.web.releasing import Show

OURS = {
    "school_nl": "Namens {school}.",
    "school_en": "For {school}.",
    "personal_nl": "Ik werk bij {school}.",
    "personal_en": "I work at {school}.",
}


@pytest.fixture
def admin(web: Web) -> Browser:
    browser = web.enter_as(Duty.ADMIN)
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def test_what_the_school_writes_stands_under_what_goes_out(web: Web, admin: Browser) -> None:
    assert "This message was posted on behalf of De Linde." in admin.get("/office/lines").text
    admin.post("/office/lines", OURS)
    assert "For De Linde." in admin.get("/office/lines").text
    show = Show.open(web)
    [item] = show.pictures(show.family()[0])
    page = show.browser.get(show.begin(item, behalf="myself")).text
    assert "I work at De Linde." in page and "Ik werk bij De Linde." in page and "For De Linde." not in page


def test_an_empty_line_is_refused_and_nothing_changes(admin: Browser) -> None:
    admin.get("/office/lines")
    admin.post("/office/lines", OURS | {"personal_en": " "})
    page = admin.get("/office/lines").text
    assert "at most 500 characters" in page and "Namens {school}." not in page
