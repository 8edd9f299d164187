"""A real browser for the bench: signed in, and watched for how long an answer takes to be seen, what blocks it, and how much it keeps."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from bench._site import Site
from consent_store.ids import PersonId

DESK = {"width": 1280, "height": 860}
# From a key to the first frame after what it changed: what a person sees of it.
_WATCH = """
window.took = [];
let pressed = null;
addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
  const seen = pressed !== null && changes.some((each) => each.target.closest?.("#panel, #question"));
  if (!seen) return;
  const began = pressed;
  pressed = null;
  requestAnimationFrame(() => setTimeout(() => took.push(performance.now() - began)));
}).observe(document.body, { childList: true, subtree: true }));
"""


class Task(NamedTuple):
    """How long a task held a page up, in milliseconds: by the clock, and of a processor, which other work does not change."""

    clock: float
    computing: float


@dataclass(frozen=True, slots=True)
class Window:
    """A page in a browser of its own."""

    browser: Browser
    page: Page
    process: psutil.Process

    def took(self) -> list[float]:
        """Milliseconds from each key to what it changed, so far."""
        return list(self.page.evaluate("took"))

    @contextmanager
    def tasks(self) -> Iterator[list[Task]]:
        """The tasks in which the page could do nothing else while the block ran, there at its end."""
        found: list[Task] = []
        self.browser.start_tracing(page=self.page, categories=["toplevel"])
        try:
            yield found
        finally:
            found.extend(_tasks(json.loads(self.browser.stop_tracing())["traceEvents"]))

    def memory(self) -> float:
        """Megabytes of the process that draws the page, its scripts' too; what it shares is counted in part."""
        renderers = [each for each in self.process.children(recursive=True) if "--type=renderer" in each.cmdline()]
        return max(each.memory_full_info().pss for each in renderers) / 2**20


@contextmanager
def window(site: Site, person: PersonId) -> Iterator[Window]:
    """A window on a desk in which somebody of the staff is signed in. Raises `RuntimeError` on a machine without Chromium."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("chromium is not on this machine; .ci/run installs it")
    with sync_playwright() as play:
        before = {each.pid for each in psutil.Process().children(recursive=True)}
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        began = [each for each in psutil.Process().children(recursive=True) if each.pid not in before and "chrom" in each.name()]
        context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
        context.add_init_script(_WATCH)
        url = f"http://127.0.0.1:{site.built.config.port}"
        cookies = {**site.enter(person).cookies, "language": "en"}
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        yield Window(browser, context.new_page(), began[0])
        browser.close()


def _tasks(events: Iterable[dict[str, Any]]) -> Iterator[Task]:
    """The tasks of the threads that draw pages."""
    kept = list(events)
    drawing = {(each["pid"], each["tid"]) for each in kept if each.get("args", {}).get("name") == "CrRendererMain"}
    for each in kept:
        if each.get("ph") == "X" and each["name"].endswith("RunTask") and (each["pid"], each["tid"]) in drawing:
            yield Task(each["dur"] / 1e3, each.get("tdur", each["dur"]) / 1e3)
