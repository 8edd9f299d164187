"""A family's passkey: offered once, made in a press, and then the way in without a code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.databases import SqliteServer
from tests.journeys.conftest import PHONE
from tests.journeys.house import House, opened
from tests.web.test_door_in_browser import with_authenticator

pytestmark = pytest.mark.browser
OFFER = "Come in without a code next time?"


@pytest.fixture
def house(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[House]:
    with opened(tmp_path, sqlite_server.copy()) as standing:
        yield standing


def test_a_parent_makes_a_passkey_and_comes_in_with_it(house: House, windows: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    with house.web.school() as school:
        child, guardian = school.family()
    phone = windows(PHONE, has_touch=True)
    with_authenticator(phone)
    house.enter(phone, guardian)
    phone.goto(f"{house.url}/families/{child}")
    expect(phone.get_by_role("heading", name=OFFER)).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Make a passkey").click()
    phone.wait_for_url(f"{house.url}/families/{child}")
    expect(phone.get_by_role("heading", name=OFFER)).to_have_count(0)
    phone.locator("summary.button").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("button", name="Come in with a passkey").click()
    phone.wait_for_url(f"{house.url}/families/{child}")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.goto(f"{house.url}/account")
    phone.get_by_role("button", name="Forget").click()
    expect(phone.get_by_text("The passkey is forgotten.")).to_be_visible()


def test_not_now_is_remembered(house: House, windows: Callable[..., Page]) -> None:
    with house.web.school() as school:
        child, guardian = school.family()
    phone = windows(PHONE, has_touch=True)
    house.enter(phone, guardian)
    phone.goto(f"{house.url}/families/{child}")
    phone.get_by_role("button", name="Not now").click()
    phone.wait_for_url(f"{house.url}/families/{child}")
    expect(phone.get_by_role("heading", name=OFFER)).to_have_count(0)
    phone.reload()
    expect(phone.get_by_role("heading", name=OFFER)).to_have_count(0)
