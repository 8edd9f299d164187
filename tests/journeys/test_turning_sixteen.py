"""Turning 16, by moving the clock: the invitation, the eve, the day on which the pupil's word counts, and what lapses."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.jobs import coming_of_age
from consent_store.operations import people
from consent_store.operations import school as school_operations
from consent_store.rules.standing import State
from consent_store.rules.terms import Policy
from tests.databases import SqliteServer
from tests.journeys.conftest import PHONE
from tests.journeys.house import House, opened
from tests.school import PORTAL

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[House]:
    with opened(tmp_path, sqlite_server.copy()) as standing:
        yield standing


def test_a_pupil_turns_sixteen(house: House, windows: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    web = house.web
    with web.school() as school:
        school_operations.set_policy(school.session, Policy(lapse_days=30), actor=school.admin, at=school.at)
        pupil, guardian = school.family(born=date(2010, 12, 4))
        for person in (pupil, guardian):
            people.correct(school.session, person, {"language": "en"}, actor=school.admin, at=school.at)
        school.gives(guardian, pupil, PORTAL)
        address = people.kept(school.session, pupil).email
    house.go_round(coming_of_age.invite, coming_of_age.ask)
    invited, told = sorted(web.letters(), key=lambda letter: letter.to != address)
    assert invited.subject == "Soon you decide about your own pictures"
    assert "decides alone about pictures" in told.subject

    own, parents = windows(PHONE, has_touch=True), windows(PHONE, has_touch=True)
    own.goto(f"{house.url}/signin")
    own.get_by_label("E-mail address").fill(address or "")
    own.get_by_role("button", name="Send me a code").click()
    code = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    own.get_by_role("textbox").fill(code)
    own.get_by_role("button", name=re.compile("Come in|Go on|Sign in")).click()
    own.goto(f"{house.url}/families/{pupil}")
    expect(own.get_by_text("your own no always counts")).to_be_visible()  # on the eve a yes is not theirs to give

    web.later(days=14)
    house.go_round(coming_of_age.ask)
    assert web.letters()[-1].subject == "You decide about your own pictures"
    house.enter(parents, guardian)
    parents.goto(f"{house.url}/families/{pupil}")
    expect(parents.get_by_text("is old enough to choose alone")).to_be_visible()
    assert parents.get_by_role("radio").count() == 0
    house.enter(own, pupil)
    own.goto(f"{house.url}/families/{pupil}")
    expect(own.locator("#left")).to_contain_text("34 answers left")
    axe(own)
    own.get_by_role("group", name="Photo: Parent portal", exact=True).get_by_role("radio", name="No", exact=True).click()
    expect(own.locator("#parent_portal")).to_contain_text("You said no on 4 December 2026.")
    with web.school() as school:
        assert school.standing(pupil, PORTAL).state is State.REFUSED


def test_what_a_parent_said_lapses_where_the_pupil_stays_silent(house: House) -> None:
    with house.web.school() as school:
        school_operations.set_policy(school.session, Policy(lapse_days=30), actor=school.admin, at=school.at)
        pupil, guardian = school.family(born=date(2010, 12, 4))
        school.gives(guardian, pupil, PORTAL)
        for days, state in ((14, State.GIVEN), (29, State.GIVEN), (1, State.EXPIRED)):
            school.later(days=days)
            assert school.standing(pupil, PORTAL).state is state
