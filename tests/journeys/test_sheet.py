"""Who takes pictures has the sheet at hand: on paper, and on a phone where there is no network, for a day."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import EventId, PersonId
from consent_store.operations import media
from consent_store.records.queries.accounts import Area
from consent_store.rules.terms import Audience, Duty
from tests.databases import SqliteServer
from tests.journeys.house import House
from tests.journeys.test_release_masks import pictured
from tests.journeys.test_teachers import Axe
from tests.records.test_sheets import child_of
from tests.web.browser import Web
from tests.web.look import served

pytestmark = pytest.mark.browser
_TOO_OLD = """async (path) => {
  const store = await caches.open(path);
  const old = { headers: { "X-Ask-Again": "2020-01-01T00:00:00+00:00", "Content-Type": "text/html" } };
  await store.put(path, new Response(await (await store.match(path)).text(), old));
}"""


def school_of(web: Web) -> tuple[EventId, PersonId]:
    """An event of two classes, and a teacher."""
    web.at = datetime.now(UTC)
    web.open()
    with web.school() as school:
        groups = [school.group("2A"), school.group("2B")]
        for audiences in (tuple(Audience), tuple(Audience), (Audience.INTERNAL,), ()):
            for group in groups:
                child_of(school, group, *audiences)
        mixed = child_of(school, groups[0], *Audience)
        school.withdraws(mixed, mixed)
        told = {"title": "Sports day", "on": school.at.date(), "groups": groups}
        return media.make_event(school.session, **told, actor=school.admin, at=school.at), school.staff(Duty.TEACHER)


def kept(phone: Page, path: str) -> bool:
    """Whether the phone still holds names."""
    return bool(phone.evaluate("async (path) => Boolean(await caches.match(path))", path))


def test_the_sheet_is_read_without_network_for_a_day(tmp_path: Path, sqlite_server: SqliteServer, phone: Page, axe: Axe) -> None:
    web = Web.start(tmp_path, sqlite_server.copy())
    event, teacher = school_of(web)
    path = f"/events/{event}/sheet/kept"
    with ExitStack() as network:
        house = House(network.enter_context(served(web.app)).replace("127.0.0.1", "localhost"), web)
        house.enter(phone, teacher, Area.STAFF)
        phone.goto(f"{house.url}/events/{event}")
        phone.get_by_role("link", name="Who may be shown").click()
        expect(phone.get_by_role("heading", name="2B")).to_be_visible()
        pictured(phone, "sheet")
        axe(phone)
        with phone.expect_download() as paper:
            phone.get_by_role("link", name="Print it").click()
        assert paper.value.path().read_bytes().startswith(b"%PDF")
        keeps_it(phone)
        phone.context.clear_cookies()
        phone.goto(f"{house.url}{path}")
        expect(phone).to_have_url(re.compile("/signin"))
        assert not kept(phone, path), "whoever is signed out keeps nothing"
        house.enter(phone, teacher, Area.STAFF)
        phone.goto(f"{house.url}/events/{event}/sheet")
        keeps_it(phone)
        pictured(phone, "sheet-kept")
    without_network(phone, path, axe)
    web.stop()


def keeps_it(phone: Page) -> None:
    phone.get_by_role("link", name="Keep it on this phone").click()
    expect(phone.get_by_text("Kept on this phone: it")).to_be_visible()


def without_network(phone: Page, path: str, axe: Axe) -> None:
    phone.reload()
    expect(phone.get_by_role("heading", name="2A")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("photo: not for School website")
    assert phone.evaluate("getComputedStyle(document.querySelector('.card')).borderTopStyle") == "solid"
    axe(phone)
    phone.evaluate(_TOO_OLD, path)
    phone.reload()
    expect(phone.get_by_role("heading", name="This sheet is too old")).to_be_visible()
    assert "Nummer" not in phone.locator("body").inner_text() and not kept(phone, path)
    pictured(phone, "sheet-over")
    axe(phone)


def test_names_go_from_an_open_page_in_time_or_when_somebody_wants(tmp_path: Path, sqlite_server: SqliteServer, phone: Page) -> None:
    web = Web.start(tmp_path, sqlite_server.copy())
    event, teacher = school_of(web)
    path = f"/events/{event}/sheet/kept"
    with served(web.app) as address:
        house = House(address.replace("127.0.0.1", "localhost"), web)
        house.enter(phone, teacher, Area.STAFF)
        phone.goto(f"{house.url}/events/{event}/sheet")
        keeps_it(phone)
        phone.get_by_role("button", name="Remove it from this phone").click()
        expect(phone.get_by_text("Not kept on this phone")).to_be_visible()
        assert not kept(phone, path)
        phone.reload()
        expect(phone.get_by_text("Kept on this phone: it")).to_be_visible()
        phone.clock.set_fixed_time(web.at + timedelta(hours=25))
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(phone.get_by_role("heading", name="This sheet is too old")).to_be_visible()
        assert not kept(phone, path)
    web.stop()
