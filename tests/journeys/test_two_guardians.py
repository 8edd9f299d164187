"""Two guardians on two phones: each with their own word, any no wins, and the office sees it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from consent_store.records.queries.accounts import Area
from consent_store.rules.standing import State
from consent_store.rules.terms import Duty
from tests.databases import SqliteServer
from tests.journeys.conftest import PHONE
from tests.journeys.house import House, opened
from tests.school import PORTAL

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture
def house(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[House]:
    with opened(tmp_path, sqlite_server.copy()) as standing:
        yield standing


def radio(page: Page, asked: str, said: str) -> Locator:
    """One answer to one question."""
    return page.get_by_role("group", name=asked, exact=True).get_by_role("radio", name=said, exact=True)


def test_two_guardians_each_with_their_own_word(house: House, windows: Windows, axe: Axe) -> None:
    with house.web.school() as school:
        child, mother = school.family()
        father, office = school.guardian(child), school.staff(Duty.OFFICE)
    hers, his, desk = windows(PHONE, has_touch=True), windows(PHONE, has_touch=True), windows()
    for page, person in ((hers, mother), (his, father)):
        house.enter(page, person)
        page.goto(f"{house.url}/families/{child}")
    radio(hers, "Photo, film, and sound: Parent portal", "Yes").click()
    expect(hers.locator("#left")).to_contain_text("31 answers left")
    his.reload()
    expect(his.locator("#parent_portal")).to_contain_text("said yes on 20 November 2026. That counts until somebody says no.")
    radio(his, "Photo: Parent portal", "No").click()
    expect(his.locator("#parent_portal")).to_contain_text("You said no on")
    hers.reload()
    expect(hers.locator("#parent_portal")).to_contain_text("One no is enough, so it is no.")
    assert radio(hers, "Photo: Parent portal", "Yes").is_checked()
    axe(hers)
    with house.web.school() as school:
        assert school.standing(child, PORTAL).state is State.REFUSED
    house.enter(desk, office, Area.STAFF)
    desk.goto(f"{house.url}/office/conflicts")
    expect(desk.get_by_role("row").nth(1)).to_contain_text("Parent portal, photo")
    axe(desk)
    his.get_by_role("button", name="Undo").last.click()
    expect(his.get_by_text("It is as it was before.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("Nobody contradicts anybody")).to_be_visible()


def test_the_same_for_the_other_child_is_shown_first_and_taken_back_whole(house: House, windows: Windows, axe: Axe) -> None:
    phone = windows(PHONE, has_touch=True)
    with house.web.school() as school:
        lars, noor = school.pupil(), school.pupil()
        mother = school.guardian(lars, noor)
        lars, noor = sorted((lars, noor), key=lambda child: child != lars)
    house.enter(phone, mother)
    phone.goto(f"{house.url}/families/{lars}")
    expect(phone.get_by_role("link", name="The same for")).to_have_count(0)
    while phone.locator("#next a[href^='#']").count():
        waiting = phone.locator(phone.locator("#next a").get_attribute("href") or "")
        waiting.get_by_role("radio", name="Yes", exact=True).first.click()
        expect(waiting).to_contain_text("You said yes on")
    phone.locator("#next").get_by_role("link", name="The same for").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("The same for")
    axe(phone)
    with house.web.school() as school:
        assert school.standing(noor, PORTAL).state is State.NEVER_ASKED
    phone.get_by_role("button", name="Record this for").click()
    expect(phone.locator("#left")).to_contain_text("1 answer left")  # recognition, which is asked for each child apart
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("#left")).to_contain_text("34 answers left")
    with house.web.school() as school:
        assert school.standing(noor, PORTAL).state is State.NEVER_ASKED
        assert school.standing(lars, PORTAL).state is State.GIVEN
