"""The style guide in a real browser: axe finds nothing, the policy stops nothing, and keys, no JavaScript and right to left all work."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.look import make_app, served

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(make_app()) as place:
        yield place


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_policy_stops_nothing(browser, address, size, scheme):
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page, breaches = context.new_page(), []
    page.on("console", lambda message: breaches.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(address + "/flash")
    page.locator("summary.button").click()
    page.wait_for_selector("[data-toasts] .toast")
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert breaches == []
    assert wide <= 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_box_lies_where_its_fractions_say_also_from_right_to_left(page, address, language):
    page.goto(f"{address}/styleguide?lang={language}")
    off = page.evaluate("""() => [...document.querySelectorAll(".face[data-placed]")].map((face) => {
        const box = face.getBoundingClientRect(), picture = face.closest(".frame").querySelector("img").getBoundingClientRect();
        const [left, top, right, bottom] = face.dataset.box.split(" ").map(Number);
        const at = [(box.left - picture.left) / picture.width, (box.top - picture.top) / picture.height,
                    (box.right - picture.left) / picture.width, (box.bottom - picture.top) / picture.height];
        return Math.max(...[left, top, right, bottom].map((wanted, i) => Math.abs(wanted - at[i])));
    })""")
    assert len(off) == 9
    assert max(off) < 0.003
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_everything_that_keys_reach_shows_that_it_is_reached(page, address):
    page.goto(address + "/styleguide")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate("""() => {
            const here = document.activeElement, drawn = here.nextElementSibling?.matches(".answer") ? here.nextElementSibling : here;
            const style = getComputedStyle(drawn);
            return [here.outerHTML.slice(0, 200), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
        }""")
        seen.add(shown[0])
        assert shown[1], shown[0]
    assert len(seen) > 30


def test_the_menu_works_without_javascript(browser, address):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/styleguide")
    page.locator("summary.button").click()
    page.get_by_role("button", name="Nederlands").click()
    language = page.locator("html").get_attribute("lang")
    page.locator("summary.button").click()
    page.locator("button[value=dark]").click()
    theme = page.locator("html").get_attribute("data-theme")
    context.close()
    assert (language, theme) == ("nl", "dark")


def test_the_theme_changes_at_once_and_holds_on_the_next_page(page, address):
    page.goto(address + "/styleguide")
    page.locator("#g-name").fill("half a form")
    page.locator("summary.button").click()
    with page.expect_response("**/preferences"):
        page.locator("button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--page').trim()") == "#111614"
    assert page.locator("#g-name").input_value() == "half a form"
    page.goto(address + "/page/404")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_escape_closes_the_menu_and_gives_focus_back(page, address):
    page.goto(address + "/styleguide")
    page.locator("summary.button").click()
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('.menu > summary')")


def test_a_dialog_opens_and_offers_the_way_out_first(page, address):
    page.goto(address + "/styleguide")
    page.locator("[data-open-dialog]").click()
    assert page.evaluate("document.activeElement.closest('dialog[open]') !== null && 'closeDialog' in document.activeElement.dataset")
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 0


def test_a_toast_leaves_at_the_next_action_but_not_at_a_look(page, address):
    page.goto(address + "/flash")
    page.wait_for_selector("[data-toasts] .toast")
    fire = "verb => document.body.dispatchEvent(new CustomEvent('htmx:beforeRequest', {bubbles: true, detail: {requestConfig: {verb}}}))"
    page.evaluate(fire, "get")
    assert page.locator("[data-toasts] .toast").count() == 1
    page.evaluate(fire, "post")
    assert page.locator("[data-toasts] .toast").count() == 0


def test_a_lost_connection_is_said_and_taken_back(page, address):
    page.goto(address + "/styleguide")
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
        '<div data-progress id="part"><progress></progress><p data-progress-lost hidden>gone</p></div>')""")
    fire = "name => document.querySelector('#part').dispatchEvent(new CustomEvent(name, {bubbles: true}))"
    page.evaluate(fire, "htmx:sendError")
    assert page.locator("#part p").is_visible()
    assert page.locator("#part progress.failed").count() == 1
    page.evaluate(fire, "htmx:afterOnLoad")
    assert not page.locator("#part p").is_visible()


@pytest.mark.parametrize("status", [409, 500])
def test_a_refusal_comes_where_messages_stand_and_the_page_stays(page, address, status):
    page.goto(address + "/styleguide")
    page.evaluate("status => htmx.ajax('GET', `/fragment/${status}`, '#main')", status)
    page.wait_for_selector("#toasts .toast")
    assert page.locator("#main h1").count() == 1


def test_htmx_sends_the_token_and_brings_no_style_of_its_own(page, address):
    page.goto(address + "/styleguide")
    with page.expect_response("**/preferences") as answer:
        page.evaluate("htmx.ajax('POST', '/preferences', {swap: 'none', values: {theme: 'light'}})")
    assert answer.value.status == 303
    assert page.locator("style").count() == 0
