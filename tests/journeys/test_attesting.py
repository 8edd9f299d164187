"""Many pictures of an event: found by what is left to do, attested together after a look, agreed to by a colleague."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId
from consent_store.records.queries import media
from consent_store.records.queries.accounts import Area
from consent_store.rules.sightings import Answer
from tests.databases import SqliteServer
from tests.gallery import Gallery
from tests.journeys.house import House, opened

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]
READY, MANY = 5, 115  # pictures to attest, and to answer


class Evening:
    """An event: a few pictures with a stranger each, answered; and where asked for many with one face each that nobody answered."""

    def __init__(self, house: House) -> None:
        self.house = house
        with house.web.school() as school:
            self.gallery = Gallery.open(school)
            self.ready = [self.answered() for _ in range(READY)]
        self.url = f"{house.url}/events/{self.gallery.event}"

    def fill(self) -> list[ItemId]:
        with self.house.web.school() as school:
            self.gallery.school = school
            return [self.gallery.photo(1)[0] for _ in range(MANY)]

    def answered(self) -> ItemId:
        item, (face,) = self.gallery.photo(1)
        self.gallery.answer(face, Answer.STRANGER)
        return item

    def colleague_answers(self, item: ItemId, answer: Answer) -> None:
        """Somebody else, at another desk."""
        with self.house.web.school() as school:
            self.gallery.school = school
            self.gallery.answer(media.sightings_of(school.session, item)[0].sighting.id, answer, by=self.gallery.colleague)

    def attested(self) -> int:
        with self.house.web.services.db.reading() as session:
            return sum(view.attested for view in media.items(session, self.ready).values())


@pytest.fixture
def evening(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[Evening]:
    with opened(tmp_path, sqlite_server.copy()) as house:
        yield Evening(house)


def press(page: Page, name: str) -> None:
    """Press a button that is in sight: on a phone another one is."""
    page.get_by_role("button", name=name).and_(page.locator(":visible")).click()


def test_what_was_on_the_screen_is_ticked_and_attested_and_a_colleague_agrees(evening: Evening, windows: Windows, axe: Axe) -> None:
    page, gallery = windows(), evening.gallery
    evening.house.enter(page, gallery.teacher, Area.STAFF)
    page.goto(f"{evening.url}/attest")
    page.wait_for_load_state("load")
    expect(page.locator("#looked")).to_contain_text("not been on your screen yet")
    expect(page.get_by_label("Photo 1")).not_to_have_attribute("data-unseen", "")
    press(page, "Tick what I have seen")
    assert 0 < page.get_by_role("checkbox", checked=True).count() < READY
    for number in range(READY):
        page.locator(".roll").nth(number).scroll_into_view_if_needed()
        expect(page.get_by_label(f"Photo {number + 1}")).not_to_have_attribute("data-unseen", "")
    expect(page.locator("#looked")).to_have_text("All of these were on your screen.")
    press(page, "Tick what I have seen")
    evening.colleague_answers(evening.ready[1], Answer.UNRECOGNISABLE)
    expect(page.locator("#changed")).to_contain_text("Somebody changed something here just now.")
    expect(page.get_by_label("Photo 2")).not_to_be_checked()
    expect(page.get_by_label("Photo 3")).to_be_checked()
    axe(page)
    press(page, f"Attest {READY - 1} pictures ({READY - 1} listed)")
    page.get_by_text(f"Attested. Pictures: {READY - 1}. People listed: {READY - 1}.").wait_for()
    assert evening.attested() == READY - 1

    colleague = windows({"width": 390, "height": 844}, has_touch=True)
    evening.house.enter(colleague, gallery.colleague, Area.STAFF)
    colleague.goto(f"{evening.house.url}/events/second")
    colleague.get_by_role("link", name="Sports day").tap()
    expect(colleague.locator(".roll").first).to_contain_text("Attested by")
    axe(colleague)
    colleague.get_by_label("Photo 1").check()
    press(colleague, "Attest 1 picture (1 listed)")
    expect(colleague.locator("h1 + p")).to_contain_text(f"{READY - 2} pictures wait")


def test_a_long_grid_is_walked_by_keys_filtered_and_kept_fresh(evening: Evening, page: Page, axe: Axe) -> None:
    [first, *_others] = evening.fill()
    evening.house.enter(page, evening.gallery.teacher, Area.STAFF)
    page.goto(evening.url)
    page.wait_for_load_state("load")
    expect(page.locator(".window")).to_have_count(6)  # the bar at the side tells the truth
    axe(page)
    page.get_by_role("link", name="Photo 1", exact=True).focus()
    for key, number in (("ArrowRight", 2), ("ArrowDown", 6), ("ArrowUp", 2), ("Home", 1)):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=f"Photo {number}", exact=True)).to_be_focused()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.get_by_role("link", name=f"Photo {READY + MANY}", exact=True)).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name=f"To answer {MANY}").click()
    expect(page.get_by_role("link", name=f"Photo {READY + 1}", exact=True)).to_be_visible()
    page.wait_for_load_state("load")
    evening.colleague_answers(first, Answer.STRANGER)
    expect(page.get_by_role("link", name=f"Photo {READY + 1}", exact=True)).to_have_count(0)
    expect(page.locator("#grid-bar")).to_contain_text(f"To answer {MANY - 1}")
    expect(page.locator("#arrived")).to_contain_text("decisions left")
