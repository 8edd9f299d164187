"""A teacher sends the photos of a sports day over a bad line, closes the window, is signed out, and loses nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from consent_store.ids import EventId, PersonId
from consent_store.records.queries import media
from consent_store.records.queries.accounts import Area
from consent_store.rules.terms import Kind
from tests.databases import SqliteServer
from tests.gallery import Gallery
from tests.journeys.house import House, opened
from tests.journeys.wire import Wire, wire
from tests.web.sender import jpeg

pytestmark = pytest.mark.browser
Windows, Axe = Callable[..., Page], Callable[[Page], None]
PHONE = {"width": 390, "height": 844}
MB = 1_000_000


@dataclass
class Day:
    """A sports day, its teacher, the line between the two, and photos on the teacher's disk."""

    house: House
    line: Wire
    event: EventId
    teacher: PersonId
    folder: Path

    def photo(self, name: str, size: int) -> Path:
        """A file that a camera made."""
        path = self.folder / name
        path.write_bytes(jpeg(size, seed=len(list(self.folder.iterdir()))))
        return path

    def film(self, name: str, size: int) -> Path:
        """A file that begins as a phone's film does; nobody opens it here."""
        path = self.folder / name
        path.write_bytes(b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + jpeg(size, seed=7))
        return path

    def come(self, page: Page) -> None:
        """Sign in and open the event's page, over the line."""
        self.house.enter(page, self.teacher, Area.STAFF)
        page.goto(f"http://localhost:{self.line.port}/events/{self.event}")
        page.wait_for_load_state()
        page.get_by_label("I did, for the school").check()

    def choose(self, page: Page, *files: Path) -> None:
        """Choose files in the browser's own window."""
        page.locator("#upload input[type=file]").first.set_input_files(list(files))

    def arrived(self) -> dict[str, bytes]:
        """What the school has."""
        with self.house.web.services.db.reading() as session:
            names = {item.label: media.vault_name(session, item.id) for item in media.items_of(session, self.event)}
        return {label: b"".join(self.house.web.services.vault.open(name)) for label, name in names.items() if name}


@pytest.fixture
def day(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[Day]:
    folder = tmp_path / "photos"
    folder.mkdir()
    with opened(tmp_path, sqlite_server.copy()) as house, wire(int(house.url.rpartition(":")[2])) as line:
        with house.web.school() as school:
            gallery = Gallery.open(school)
        yield Day(house, line, gallery.event, gallery.teacher, folder)


def everything_is_sent(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", name=f"{number} of {number} files sent")).to_be_visible(timeout=60_000)


def test_photos_chosen_before_the_scripts_arrived_go_when_they_do(day: Day, page: Page) -> None:
    late: list[Route] = []
    page.route("**/upload.js*", lambda route: late.append(route))
    day.house.enter(page, day.teacher, Area.STAFF)
    page.goto(f"http://localhost:{day.line.port}/events/{day.event}", wait_until="commit")
    page.get_by_label("I did, for the school").check()
    photo = day.photo("IMG_0.jpg", MB)
    day.choose(page, photo)
    late.pop().continue_()
    everything_is_sent(page, 1)
    assert day.arrived() == {"IMG_0.jpg": photo.read_bytes()}


def test_a_line_that_breaks_off_again_and_again_loses_nothing_and_repeats_little(day: Day, page: Page) -> None:
    files = [day.photo("IMG_1.jpg", 14 * MB), day.photo("IMG_2.jpg", 11 * MB), day.photo("IMG_3.jpg", 2 * MB)]
    day.come(page)
    cuts, before = [5 * MB, 3 * MB, 1 * MB, 2 * MB], day.line.carried
    day.line.cuts = list(cuts)
    day.choose(page, *files)
    everything_is_sent(page, 3)
    assert day.arrived() == {path.name: path.read_bytes() for path in files}
    assert day.line.cuts == []
    # At most what the broken requests carried goes twice, and that only where the school still counted when it was asked.
    assert day.line.carried - before < 27 * MB + sum(cuts) + MB


def test_closed_in_the_middle_the_same_files_go_on_where_they_were(day: Day, windows: Windows, axe: Axe) -> None:
    large, small = day.photo("IMG_4.jpg", 12 * MB), day.photo("IMG_5.jpg", 1 * MB)
    first = windows()
    day.come(first)
    day.line.silent = 6 * MB
    day.choose(first, large, small)
    expect(first.get_by_role("heading", name="1 of 2 files sent")).to_be_visible()
    first.context.close()
    day.line.break_off()
    before = day.line.carried
    again = windows(PHONE, has_touch=True, is_mobile=True)
    day.come(again)
    expect(again.get_by_role("heading", name="1 file is half-way")).to_be_visible()
    axe(again)
    day.choose(again, large, small)
    everything_is_sent(again, 2)
    expect(again.get_by_text("1 here already")).to_be_visible()
    assert day.line.carried - before < 7.5 * MB
    assert day.arrived() == {path.name: path.read_bytes() for path in (large, small)}


def test_whoever_is_signed_out_half_way_signs_in_elsewhere_and_it_goes_on(day: Day, page: Page, axe: Axe) -> None:
    file = day.photo("IMG_6.jpg", 12 * MB)
    day.come(page)
    day.line.silent = 4 * MB
    day.choose(page, file)
    expect(page.get_by_role("progressbar", name="IMG_6.jpg")).to_be_visible()
    page.context.clear_cookies()
    day.line.break_off()
    expect(page.get_by_role("alert").filter(has_text="You are not signed in any more.")).to_be_visible()
    axe(page)
    day.house.enter(page, day.teacher, Area.STAFF)
    everything_is_sent(page, 1)
    expect(page.get_by_role("alert").filter(has_text="You are not signed in any more.")).to_be_hidden()
    assert day.arrived() == {"IMG_6.jpg": file.read_bytes()}


def test_files_are_paused_and_sent_on_by_keyboard_one_by_one_and_all(day: Day, page: Page, axe: Axe) -> None:
    files = [day.photo(f"IMG_{number}.jpg", 9 * MB) for number in (7, 8)]
    day.come(page)
    day.line.silent = 1 * MB
    day.choose(page, *files)
    page.get_by_role("button", name="Pause: IMG_7.jpg").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Paused. What arrived is safe.")).to_have_count(1)
    page.get_by_role("button", name="Pause everything").press("Enter")
    expect(page.get_by_text("Paused. What arrived is safe.")).to_have_count(2)
    axe(page)
    day.line.break_off()
    page.get_by_role("button", name="Do not send: IMG_8.jpg").press("Enter")
    page.get_by_role("button", name="Go on with everything").press("Enter")
    everything_is_sent(page, 1)
    assert day.arrived() == {"IMG_7.jpg": files[0].read_bytes()}


def test_a_film_goes_on_after_a_break_and_comes_in_as_film_beside_the_photo_of_its_name(day: Day, page: Page) -> None:
    files = [day.photo("IMG_7.jpg", 1 * MB), day.film("IMG_7.mov", 30 * MB)]
    day.come(page)
    day.line.silent = 8 * MB
    day.choose(page, *files)
    expect(page.get_by_text("The film half of a Live Photo is a film of its own here.")).to_be_visible()
    day.line.break_off()
    everything_is_sent(page, 2)
    assert day.arrived() == {file.name: file.read_bytes() for file in files}
    with day.house.web.services.db.reading() as session:
        assert {item.label: item.kind for item in media.items_of(session, day.event)} == {"IMG_7.jpg": Kind.PHOTO, "IMG_7.mov": Kind.FILM}


def test_a_file_that_changes_while_it_is_sent_is_said_and_not_kept(day: Day, page: Page) -> None:
    file = day.photo("IMG_9.jpg", 12 * MB)
    day.come(page)
    day.line.silent = 3 * MB
    day.choose(page, file)
    expect(page.get_by_role("progressbar", name="IMG_9.jpg")).to_be_visible()
    file.write_bytes(jpeg(12 * MB, seed=99))
    day.line.break_off()
    expect(page.get_by_text("This file changed while it was sent, and is not kept. Choose it again.")).to_be_visible()
    assert day.arrived() == {}


def test_two_thousand_files_leave_the_page_light(day: Day, page: Page) -> None:
    for number in range(2000):
        (day.folder / f"IMG_{number:04}.jpg").write_bytes(b"\xff\xd8\xff" + number.to_bytes(2) + bytes(2000))
    day.come(page)
    page.locator("input[webkitdirectory]").set_input_files(day.folder)
    expect(page.get_by_role("heading", name=re.compile("of 2,000 files sent"))).to_be_visible()
    expect(page.locator("#files .file").nth(7)).to_be_visible()
    assert page.locator("#sending .file").count() <= 20
    page.get_by_role("button", name="Pause everything").click()
    assert page.locator("#sending .file").count() <= 110
