"""A parent on a phone: a yes, a no, a yes taken back; what the other parent said; and what happens when the connection goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from consent_store.ids import PersonId
from consent_store.records.queries.accounts import Area
from consent_store.rules.entries import Say
from consent_store.rules.standing import State
from consent_store.rules.terms import Kind
from tests.journeys.site import Site
from tests.school import PORTAL, WEBSITE

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture
def family(site: Site) -> tuple[PersonId, PersonId]:
    """A child of twelve and a parent."""
    with site.school() as school:
        return school.family(groups=[site.group])


def question(page: Page, asked: str) -> Locator:
    """One question, by what is asked."""
    return page.get_by_role("group", name=asked, exact=True)


def answer(page: Page, asked: str, said: str) -> None:
    """Tap an answer."""
    question(page, asked).get_by_role("radio", name=said, exact=True).click()


def left(page: Page) -> Locator:
    """How much is left, under the thumb."""
    return page.locator("#next")


def state(site: Site, child: PersonId, purpose: str = PORTAL, kind: Kind = Kind.PHOTO) -> State:
    with site.school() as school:
        return school.standing(child, purpose, kind).state  # type: ignore[arg-type]


def test_a_parent_gives_refuses_and_takes_back_with_one_thumb(site: Site, phone: Page, axe: Axe, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    site.enter(phone, parent, Area.FAMILY)
    phone.goto(f"{site.url}/")
    expect(left(phone)).to_contain_text("34 answers left")
    answer(phone, "Photo, film, and sound: Parent portal", "Yes")
    expect(left(phone)).to_contain_text("31 answers left")
    answer(phone, "Photo, film, and sound: School website", "No")
    expect(left(phone)).to_contain_text("28 answers left")
    answer(phone, "Photo: Parent portal", "No")
    expect(phone.locator("#parent_portal")).to_contain_text("You took your yes back on")
    assert [state(site, child, PORTAL, kind) for kind in Kind] == [State.WITHDRAWN, State.GIVEN, State.GIVEN]
    assert state(site, child, WEBSITE) is State.REFUSED
    left(phone).get_by_role("link", name="Next question").click()
    expect(question(phone, "Photo, film, and sound: Newsletter").get_by_role("radio", name="Yes")).to_be_focused()
    axe(phone)


def test_the_other_parents_no_is_seen_and_wins(site: Site, phone: Page, axe: Axe, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    with site.school() as school:
        school.says(school.guardian(child), Say.NO, child, PORTAL)
    site.enter(phone, parent, Area.FAMILY)
    phone.goto(f"{site.url}/families/{child}")
    answer(phone, "Photo: Parent portal", "Yes")
    expect(phone.locator("#parent_portal")).to_contain_text("One no is enough, so it is no.")
    expect(phone.locator("#parent_portal")).to_contain_text("You said yes on")
    assert state(site, child) is State.REFUSED
    axe(phone)


def test_a_choice_that_did_not_arrive_turns_back_and_says_so(site: Site, phone: Page, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    site.enter(phone, parent, Area.FAMILY)
    phone.goto(f"{site.url}/families/{child}")
    phone.context.set_offline(True)
    answer(phone, "Photo, film, and sound: Parent portal", "Yes")
    expect(phone.get_by_text("This choice is not kept; make it again.").first).to_be_visible()
    assert question(phone, "Photo, film, and sound: Parent portal").locator("input:checked").count() == 0
    phone.context.set_offline(False)
    answer(phone, "Photo, film, and sound: Parent portal", "Yes")
    expect(left(phone)).to_contain_text("31 answers left")
    assert state(site, child) is State.GIVEN


def test_a_tap_before_the_scripts_arrived_is_kept_when_they_do(site: Site, phone: Page, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    site.enter(phone, parent, Area.FAMILY)
    late: list[Route] = []
    phone.route("**/htmx.min.js*", lambda route: late.append(route))
    phone.goto(f"{site.url}/families/{child}", wait_until="commit")
    answer(phone, "Photo, film, and sound: School website", "No")
    assert state(site, child, WEBSITE) is State.NEVER_ASKED
    late.pop().continue_()
    expect(phone.locator("#website")).to_contain_text("You said no on")
    assert state(site, child, WEBSITE) is State.REFUSED


def test_two_windows_tell_each_other(site: Site, windows: Windows, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    first, second = windows(), windows()
    for page in (first, second):
        site.enter(page, parent, Area.FAMILY)
        page.goto(f"{site.url}/families/{child}")
    answer(first, "Photo, film, and sound: Parent portal", "No")
    expect(first.locator("#left")).to_contain_text("31 answers left")
    answer(second, "Photo, film, and sound: Parent portal", "Yes")
    expect(second.locator("#parent_portal")).to_contain_text("changed in another window")
    assert state(site, child) is State.REFUSED
    answer(second, "Photo: Parent portal", "Yes")
    expect(second.locator("#parent_portal")).to_contain_text("You said yes on")
    assert state(site, child) is State.GIVEN


def test_without_javascript_one_button_keeps_all(site: Site, windows: Windows, family: tuple[PersonId, PersonId]) -> None:
    child, parent = family
    page = windows(java_script_enabled=False)
    site.enter(page, parent, Area.FAMILY)
    page.goto(f"{site.url}/families/{child}")
    answer(page, "Photo, film, and sound: Parent portal", "Yes")
    answer(page, "Photo, film, and sound: School website", "No")
    page.get_by_role("button", name="Keep my choices").click()
    expect(page.locator("#left")).to_contain_text("28 answers left")
    assert (state(site, child), state(site, child, WEBSITE)) == (State.GIVEN, State.REFUSED)
