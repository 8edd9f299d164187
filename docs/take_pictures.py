"""Takes the README's pictures of the real pages: `python docs/take_pictures.py [HOME]`.

Opens the demo school in a new folder, or in HOME, where it may be open already, starts web and worker, and walks through the
pages with Chromium. Needs the packages of requirements-dev.txt.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
PORT = 8765
ADDRESS = f"http://localhost:{PORT}"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
MAKING = 180_000  # milliseconds that a file of film may take
COLOURS = 160  # a palette keeps the files small, and is not seen


@dataclass(frozen=True)
class View:
    """A picture to take: of which file name, at what size, as whom, and how to get there."""

    name: str
    size: dict[str, int]
    who: str | None
    walk: Callable[[Page], object]


def look_around(_: Page) -> None:
    """The page that one comes to."""


def review(page: Page) -> None:
    """A photo of the open day under review, with a proposal."""
    page.goto(f"{ADDRESS}/events/")
    page.get_by_role("link", name=re.compile("Open dag")).first.click()
    page.locator("li.tile", has_text="Photo 6").locator("a.pic").click()


def releases(page: Page) -> None:
    """What may go on the website of the photos of the sports day."""
    page.goto(f"{ADDRESS}/releases/")
    sports_day = page.locator("option", has_text="Sportdag").get_attribute("value")
    page.goto(f"{ADDRESS}/releases/?purpose=website&event={sports_day}")
    page.get_by_role("heading", name="Releases").evaluate("heading => heading.scrollIntoView()")


def look_at(page: Page) -> None:
    """Stand where a film shows somebody, until that picture is there."""
    seek = "film => new Promise(done => { film.onseeked = () => setTimeout(done, 500); film.currentTime = 3; })"
    page.locator("video").evaluate(seek)


def film(page: Page) -> None:
    """The play on film under review, where somebody is seen who may not be."""
    page.goto(f"{ADDRESS}/events/")
    page.get_by_role("link", name=re.compile("Toneelavond")).first.click()
    page.locator("li.tile", has_text="Film").locator("a.pic").click()
    page.locator(".lane[data-state='denied']").first.click()
    page.locator("#faces .face[aria-current]").wait_for()
    look_at(page)


def covered(page: Page) -> None:
    """The same film made for the website, before it goes out."""
    page.goto(f"{ADDRESS}/releases/")
    play = page.locator("option", has_text="Toneelavond").get_attribute("value")
    page.goto(f"{ADDRESS}/releases/?purpose=website&event={play}&state=masked")
    page.locator("li.tile", has_text="Film").locator("a.pic").click()
    page.locator("section[aria-labelledby='may'] a.primary").click()
    page.get_by_label("Where exactly do you publish it?").fill("News page")
    page.get_by_label("On behalf of the school").check()
    page.get_by_label("What is it for?").fill("News about the play")
    page.get_by_role("button", name="Make the file").click()
    page.locator("#files video").wait_for(timeout=MAKING)
    look_at(page)


VIEWS = (
    View("sign-in", PHONE, None, look_around),
    View("review", DESK, "Karin de Boer", review),
    View("review-phone", PHONE, "Karin de Boer", review),
    View("family", PHONE, "Chiara Rossi", look_around),
    View("releases", DESK, "Esther Kuipers", releases),
    View("film", DESK, "Karin de Boer", film),
    View("film-phone", PHONE, "Karin de Boer", film),
    View("film-covered", DESK, "Esther Kuipers", covered),
)


def main() -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as fresh:
        home = Path(sys.argv[1] if len(sys.argv) > 1 else fresh)
        with served(home), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for view in VIEWS:
                keep(view.name, taken(browser, view))


@contextmanager
def served(home: Path) -> Iterator[None]:
    """The demo school of a folder, with web and worker."""
    environment = os.environ | {"BEELDPOORT_HOME": str(home), "BEELDPOORT_PORT": str(PORT), "FLASK_APP": "wsgi:app"}
    flask = [sys.executable, "-m", "flask"]
    if not (home / "checkpoint.note").exists():
        subprocess.run([*flask, "demo"], env=environment, check=True)
    server = subprocess.Popen([*flask, "serve"], env=environment)
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait(30)


def taken(browser: Browser, view: View) -> bytes:
    """A PNG of what somebody sees first of a page, in English and in light colours."""
    context = browser.new_context(viewport=view.size, color_scheme="light", locale="en-GB")  # type: ignore[arg-type]
    context.add_cookies([{"name": "language", "value": "en", "url": ADDRESS}])
    page = context.new_page()
    page.goto(f"{ADDRESS}/signin")
    if view.who:
        page.get_by_role("button", name=view.who).click()
    view.walk(page)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def keep(name: str, picture: bytes) -> None:
    """Write a PNG, with fewer colours."""
    small = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}: {(FOLDER / f'{name}.png').stat().st_size // 1024} kB")


def _wait() -> None:
    until = monotonic() + 60
    while monotonic() < until:
        try:
            urlopen(f"{ADDRESS}/signin", timeout=5).close()  # noqa: S310  (an address of our own)
        except OSError:
            sleep(0.3)
        else:
            return
    raise SystemExit("Beeldpoort did not start.")


if __name__ == "__main__":
    main()
