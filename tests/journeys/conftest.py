"""One school and one browser for all journeys; each test gets a window of its own, in which the policy may stop nothing."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site, standing

expect.set_options(timeout=45_000)  # a busy machine is slow, not wrong; only what fails waits so long
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A school that is open, with its class, on a real server with a real worker."""
    with standing(tmp_path_factory.mktemp("school")) as opened:
        yield opened


@pytest.fixture
def touched() -> set[Page]:
    """Pages that axe looked into: it leaves style attributes behind, which the policy then stops."""
    return set()


@pytest.fixture
def windows(browser: Browser, touched: set[Page]) -> Iterator[Callable[..., Page]]:
    """Opens windows, each with its own cookies; at the end no script failed in any, and the policy stopped nothing."""
    opened, failures = [], []

    def open_window(size: dict[str, int] | None = None, **how: object) -> Page:
        opened.append(browser.new_context(viewport=size or DESK, **how))  # type: ignore[arg-type]
        page = opened[-1].new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on(
            "console", lambda said: failures.append(said.text) if "Content Security Policy" in said.text and page not in touched else None
        )
        return page

    yield open_window
    for context in opened:
        context.close()
    assert failures == []


@pytest.fixture
def page(windows: Callable[..., Page]) -> Page:
    """A window on a desk."""
    return windows()


@pytest.fixture
def phone(windows: Callable[..., Page]) -> Page:
    """A window on a phone, under a finger."""
    return windows(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def axe(touched: set[Page]) -> Callable[[Page], None]:
    """Asserts that axe finds nothing on a page, and that it is not wider than its window."""

    def find_nothing(page: Page) -> None:
        touched.add(page)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    return find_nothing
