"""A family's page on a phone that was never here: what travels, and that it does without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.rules.entries import Say
from tests.databases import SqliteServer
from tests.journeys.conftest import PHONE
from tests.journeys.house import House, opened
from tests.school import PORTAL, WEBSITE

pytestmark = pytest.mark.browser
BUDGET, AGAIN = 60_000, 15_000  # bytes over the wire, headers and all: the first time, and each time after


@pytest.fixture
def house(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[House]:
    with opened(tmp_path, sqlite_server.copy()) as standing:
        yield standing


def arrives(page: Page, address: str) -> int:
    """Open a page and count every byte that arrives for it."""
    client, sizes = page.context.new_cdp_session(page), []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    client.send("Network.enable")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    client.detach()
    return round(sum(sizes))


def test_a_family_page_stays_within_its_budget(house: House, windows: Callable[..., Page]) -> None:
    with house.web.school() as school:
        child, other = school.pupil(), school.pupil()
        mother, father = school.guardian(child, other), school.guardian(child)
        school.gives(mother, child, WEBSITE, PORTAL)
        school.says(father, Say.NO, child, PORTAL)
    phone = windows(PHONE, has_touch=True)
    house.enter(phone, mother)
    first, again = (arrives(phone, f"{house.url}/families/{child}") for _ in range(2))
    assert 10_000 < first < BUDGET
    assert again < AGAIN
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
