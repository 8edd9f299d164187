"""What goes when, seen and held by those who watch."""

import re
from datetime import timedelta

import pytest

from consent_store.operations import retention
from consent_store.rules.sightings import Answer
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


def test_days_are_chosen_after_a_look_at_what_they_would_do(web: Web, watching: Browser) -> None:
    web.at -= timedelta(days=600)
    asked = "/watch/keeping?original=99&proof=400"
    page = watching.get(asked).text
    assert "With these days 1 picture goes in the coming night" in page and "Sports day, 19 November 2026" in page
    assert "Nothing goes soon" in watching.get("/watch/keeping").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', page))
    watching.get(asked)
    assert watching.post("/watch/keeping/days", fields).status_code == 303
    page = watching.get("/watch/keeping").text
    assert 'value="99"' in page and 'value="400"' in page and "Nothing has changed yet" not in page
    with web.school() as school:
        assert retention.sweep(school.session, at=school.at).originals == 1


def test_drafts_that_would_go_are_counted_for_whoever_may_choose(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        gallery.draft(gallery.photo_of(Answer.UNRECOGNISABLE)[0])
        supervisor, officer = school.staff(Duty.SUPERVISOR), school.staff(Duty.PRIVACY)
    web.at += timedelta(days=20)
    pages = []
    for person in (supervisor, officer):
        browser = web.enter(person)
        browser.client.set_cookie("language", "en", domain="localhost")
        pages.append(browser.get("/watch/keeping?draft=14").text)
    assert ["In that night 1 draft goes, with what was written in it." in page for page in pages] == [False, True]


def test_days_out_of_bounds_are_said_and_change_nothing(web: Web, watching: Browser) -> None:
    for asked, said in (("original=5", "within the bounds"), ("original=x", "a whole number")):
        answer = watching.get(f"/watch/keeping?{asked}")
        assert answer.status_code == 422 and said in answer.text and 'aria-invalid="true"' in answer.text
    watching.get("/watch/keeping")
    watching.post("/watch/keeping/days", {"original": "5"})
    page = watching.get("/watch/keeping").text
    assert "within the bounds" in page and 'value="730"' in page
    with web.school() as school:
        supervisor = school.staff(Duty.SUPERVISOR)
    page = web.enter(supervisor).get("/watch/keeping").text
    assert "<dd>730 " in page and 'name="original"' not in page
