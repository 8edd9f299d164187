"""The demo school's way in, and how far it is while it is made."""

from datetime import date

from app.web.setup.opening import Made
from consent_store.operations import media
from tests.gallery import Gallery
from tests.school import School
from tests.web.browser import Web


def test_whoever_becomes_somebody_goes_on_reading_their_own_language(unopened: Web) -> None:
    unopened.open(demo=True)
    browser, english = unopened.browser(), {"Accept-Language": "en"}
    browser.get("/signin", **english)
    browser.post("/signin/demo", {"account": unopened.admin}, **english)
    assert '<html lang="en"' in browser.get("/account", **english).text


def test_it_is_ready_when_every_event_has_its_pictures_and_all_were_looked_at(school: School) -> None:
    session = school.session
    assert Made.so_far(session) == Made(0, 0, 0, 0)
    gallery = Gallery.open(school)
    gallery.photo()
    assert Made.so_far(session).ready
    gallery.event = media.make_event(session, title="Play", on=date(2026, 11, 20), actor=gallery.teacher, at=school.at)
    assert Made.so_far(session) == Made(2, 1, 1, 50)
    item = gallery.upload()
    gallery.photo()
    assert Made.so_far(session) == Made(2, 3, 2, 75)
    gallery.look(item, 0)
    assert Made.so_far(session).ready
