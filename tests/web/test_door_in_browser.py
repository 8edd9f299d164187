"""The door in a real browser: axe finds nothing, the policy stops nothing, and a passkey of a real authenticator opens it."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from app.web.signin import invitations
from consent_store.operations import people
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import Duty
from tests.web.browser import Web
from tests.web.look import served
from tests.web.test_setup import ANSWERS, link

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS")  # a folder to leave pictures of the pages in, for whoever wants to look
SHUT = ("nowhere", "setup-phone", "setup-desk")  # what these say, they say as an error
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 860}}


@pytest.fixture
def address(unopened: Web) -> Iterator[str]:
    with served(unopened.app) as place:
        yield place.replace("127.0.0.1", "localhost")


def entered(context: BrowserContext, web: Web, address: str, person: str, area: Area, stage: Stage = Stage.FULL) -> None:
    cookie = web.enter(person, area, stage).client.get_cookie("beeldpoort")  # type: ignore[arg-type]
    context.add_cookies([{"name": "beeldpoort", "value": cookie.value if cookie else "", "url": address}])


def judged(page: Page, url: str, name: str) -> list[str]:
    """What axe, the policy and the width have against a page."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    answer = page.goto(url)
    if answer is None or (answer.status >= 400) is not (name.startswith(SHUT)):
        said.append(f"status {answer.status if answer else None}")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return said + ([found.generate_report()] if found.violations_count else []) + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize(("size", "scheme", "locale"), [("phone", "light", "nl-NL"), ("desk", "dark", "en-GB")])
def test_nothing_is_wrong_with_any_page_of_the_door(
    unopened: Web, address: str, browser: Browser, size: str, scheme: str, locale: str
) -> None:
    wrong: dict[str, list[str]] = {}

    def look(path: str, person: str | None = None, area: Area = Area.STAFF, stage: Stage = Stage.FULL) -> None:
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, locale=locale)  # type: ignore[arg-type]
        if person:
            entered(context, unopened, address, person, area, stage)
        name = f"{path.strip('/').replace('/', '-')[:24]}-{size}-{scheme}"
        wrong[path] = judged(context.new_page(), address + path, name)
        context.close()

    for path in ("/setup", link(unopened), "/setup/demo"):
        look(path)
    unopened.open(demo=True)
    with unopened.school() as school:
        guardian, other = school.family()[1], school.family()[1]
        member, fresh = school.staff(Duty.TEACHER), school.staff(Duty.OFFICE)
        for person in (guardian, other):
            people.correct(school.session, person, {"email": "samen@thuis.test"}, actor=school.admin, at=school.at)
    with unopened.app.test_request_context():
        invitation = urlsplit(invitations.invite(fresh)).path
    for path in ("/signin", "/signin/staff", invitation, "/nowhere"):
        look(path)
    look("/signin/who", guardian, Area.FAMILY, Stage.PASSWORD)
    look("/signin/enrol", fresh, Area.STAFF, Stage.PASSWORD)
    look("/account", fresh)
    look("/", member)
    assert {path: found for path, found in wrong.items() if found} == {}


def with_authenticator(page: Page) -> None:
    """A passkey provider inside the browser, as DevTools makes one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_from_first_run_to_a_passkey_that_needs_no_password(unopened: Web, address: str, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with_authenticator(page)
    page.goto(address + link(unopened))
    for field in ("name", "given_name", "family_name", "email", "password"):
        page.fill(f"#{field}", str(ANSWERS[field]))
    page.get_by_role("button", name="Open the school").click()
    page.wait_for_url("**/signin/enrol")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(address + "/office/**")
    page.goto(address + "/account")
    assert page.get_by_role("listitem").filter(has_text="Made on").count() == 1
    page.locator("summary.button").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(address + "/account")
    page.wait_for_url("**/signin?next=/account")
    page.get_by_role("link", name="I work at this school").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(address + "/account")
    assert page.get_by_role("heading", name="My account").is_visible()
    context.close()


def test_a_passkey_of_another_site_opens_nothing(unopened: Web, address: str, browser: Browser) -> None:
    """The browser knows no key here: it says so, and the page stays."""
    unopened.open()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with_authenticator(page)
    page.goto(address + "/signin/staff")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator("[data-passkey-failed]").wait_for(state="visible")
    assert page.url.endswith("/signin/staff")
    context.close()
