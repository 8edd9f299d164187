"""What goes when, seen and held by those who watch."""

from datetime import timedelta

import pytest

from consent_store.operations import retention
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import Browser, Web


@pytest.fixture
def watching(web: Web) -> Browser:
    with web.school() as school:
        person = school.staff(Duty.PRIVACY)
        Gallery.open(school).photo(0)
    web.at += timedelta(days=700)
    browser = web.enter(person)
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def test_what_goes_soon_is_held_and_let_go_again(web: Web, watching: Browser) -> None:
    page = watching.get("/watch/keeping").text
    assert "Sports day, 19 November 2026" in page and "Nothing is held." in page
    event = page.split('<option value="')[1].split('"')[0]
    assert watching.post("/watch/keeping", {"event": event, "why": ""}).status_code == 303
    assert "Nothing is held." in watching.get("/watch/keeping").text
    watching.post("/watch/keeping", {"event": event, "why": "A complaint"})
    page = watching.get("/watch/keeping").text
    assert "A complaint" in page and "Nothing is held." not in page
    with web.school() as school:
        later = school.at + timedelta(days=60)
        assert [each.staying for each in retention.foresee(school.session, later)] == [1]
    held = page.split("/watch/keeping/")[1].split("/lift")[0]
    watching.post(f"/watch/keeping/{held}/lift")
    assert "Nothing is held." in watching.get("/watch/keeping").text
    assert watching.post(f"/watch/keeping/{held}/lift").status_code == 404
