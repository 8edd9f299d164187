"""Guests come in by an event's code, on their own phone."""

import re

import pytest

from consent_store.ids import PersonId
from consent_store.records.queries import guests as questions
from consent_store.records.queries import people
from tests.school import WEBSITE
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


class Party:
    """An event whose teacher shows a code today."""

    def __init__(self, web: Web) -> None:
        self.web, self.show = web, Show.open(web)
        self.teacher = web.enter(self.show.gallery.teacher)
        self.teacher.client.set_cookie("language", "en", domain="localhost")
        self.path = f"/events/{self.show.gallery.event}/guests"
        self.token = self.open()

    def open(self, first: str = "2026-11-20", last: str = "2026-11-20") -> str:
        """Make a code; what it says."""
        self.teacher.get(self.path)
        self.teacher.post(self.path, {"opens_on": first, "closes_on": last})
        found = re.search(r"/guest/([0-9a-f]+)", self.teacher.get(f"{self.path}?large=1").text)
        assert found
        return found[1]

    def guest(self, **form: str) -> Browser:
        """Somebody scans the code and says who they are."""
        browser = self.web.browser()
        browser.client.set_cookie("language", "en", domain="localhost")
        browser.get(f"/guest/{self.token}")
        browser.post(f"/guest/{self.token}", {"given_name": "Gijs", "family_name": "Gast", "email": "gijs@guest.test"} | form)
        return browser

    def code(self) -> str:
        """The code in the last letter."""
        found = re.search(r"\d{4} \d{4}", self.web.letters()[-1].text)
        assert found
        return found[0]

    def known(self) -> list[str]:
        """The names of the guests beside the photos."""
        with self.web.services.db.reading() as session:
            return [view.name for view in questions.guests_of(session, self.show.gallery.event)]


@pytest.fixture
def party(web: Web) -> Party:
    """An event with a code."""
    return Party(web)


def yes(browser: Browser) -> str:
    """Say yes to the website and no to the newsletter; what the page then says."""
    page = browser.get("/guest/choose").text
    form = dict(re.findall(r'name="([a-z_]+\.(?:notice|language))" value="([^"]*)"', page))
    browser.post("/guest/choose", form | {"website": "yes", "newsletter": "no"})
    return browser.get(browser.ahead).text


def standing(party: Party, email: str) -> PersonId:
    """The guest with this address, who may be on the website."""
    with party.web.school() as school:
        [view] = people.by_email(school.session, email)
        assert school.standing(view.id, WEBSITE).stands
        return view.id


def test_a_guest_is_in_with_the_code_and_may_come_back_by_it(party: Party) -> None:
    browser = party.guest()
    assert party.known() == []
    browser.post("/guest/code", {"code": party.code()})
    assert "Your choices are kept" in yes(browser)
    guest = standing(party, "gijs@guest.test")
    assert party.known() == ["Gijs Gast"]
    assert browser.get(f"/families/{guest}").status_code == 200
    again = party.guest()
    again.post("/guest/code", {"code": party.code()})
    assert 'value="yes" checked' in again.get("/guest/choose").text
    assert standing(party, "gijs@guest.test") == guest
    assert "Gijs Gast" in party.teacher.get(party.path).text


def test_without_an_address_the_browser_is_all_that_is_known(party: Party) -> None:
    browser = party.guest(email="")
    assert "Keep the receipt" in yes(browser)
    assert party.known() == ["Gijs Gast"]
    assert party.web.letters() == []
    party.web.later(hours=1)
    assert browser.get("/guest/choose").status_code == 303


@pytest.mark.parametrize("wrong", [{"given_name": " "}, {"family_name": "x" * 201}, {"email": "nowhere"}])
def test_what_cannot_be_a_name_or_address_is_told(party: Party, wrong: dict[str, str]) -> None:
    browser = party.web.browser()
    browser.get(f"/guest/{party.token}")
    form = {"given_name": "Gijs", "family_name": "Gast", "email": ""} | wrong
    assert browser.post(f"/guest/{party.token}", form).status_code == 422
    assert party.known() == []


def test_a_wrong_code_opens_nothing_and_five_spend_it(party: Party) -> None:
    browser, right = party.guest(), party.code()
    for _ in range(5):
        browser.get("/guest/code")
        assert browser.post("/guest/code", {"code": "0000 0000"}).status_code == 422
    browser.get("/guest/code")
    assert browser.post("/guest/code", {"code": right}).status_code == 422
    assert browser.get("/guest/choose").status_code == 303


def test_whoever_is_no_guest_has_nothing_here(party: Party) -> None:
    _, mother = party.show.family()
    browser = party.web.enter(mother)
    assert browser.get("/guest/choose").status_code == 404
    assert party.web.browser().get("/guest/code").status_code == 404


def test_a_notice_that_changed_meanwhile_is_told_and_nothing_is_kept(party: Party) -> None:
    browser = party.guest(email="")
    browser.get("/guest/choose")
    browser.post("/guest/choose", {"website": "yes", "website.notice": "0", "website.language": "nl"})
    assert browser.post("/guest/choose", {"website": "yes", "website.notice": "7", "website.language": "nl"}).status_code in (303, 422)
    with party.web.services.db.reading() as session:
        [guest] = questions.guests_of(session, party.show.gallery.event)
        assert questions.answers(session, guest.id, on=party.web.at.date()) == {}
