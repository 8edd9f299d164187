"""What a teacher waits for in a real browser: first proposals after the first file, each answer, and a grid of 2,000 photos."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import psutil
from playwright.sync_api import expect

from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.jobs import clustering
from app.jobs.workshop import Workshop
from bench._browser import Window, window
from bench._drawn import Drawn
from bench._evening import Evening
from bench._looked import Looked
from bench._prints import Prints
from bench._site import Site
from bench.intake import computing
from bench.report import Report
from consent_store.ids import EventId
from consent_store.records.queries import work

LARGE = 2_000
CROWD = 40  # faces in one photo
PILES = 20
_SOON, _ANSWER, _BLOCKED, _MEMORY = 5, 100, 50, 300  # seconds, milliseconds, milliseconds, megabytes
_PATIENCE, _LOOK = 60_000, 300  # milliseconds at most, and until the next key
_SCREENS, _WHEEL, _PAUSE = 400, 700, 40  # turns of the wheel, pixels each, milliseconds between


def run(report: Report, photos: int = LARGE) -> None:
    """All three, in one registry with the drawn event repeated until it has so many photos."""
    engine, drawn = build_engine(DEFAULT_CACHE), Drawn.kept()
    looked = Looked.at(drawn, engine)
    with tempfile.TemporaryDirectory() as folder:
        site = Site.at(Path(folder) / "home")
        evening = Evening.open(Workshop(site.built.services, engine, lambda _shop: None))
        evening.learn(drawn, looked)
        large = evening.event("Sports day")
        prints = Prints.of(site.built.services.vault, drawn, looked)
        evening.take_in(large, drawn, looked, prints, photos)
        crowd = evening.crowd(large, CROWD, prints)
        clustering.cluster_ready(evening.shop)
        with site.web() as web:
            with window(site, evening.teacher) as opened:
                url, before = _address(site), _open_faces(site, large)
                _answers(report, opened, web, f"an answer in a photo of {CROWD} faces", f"{url}/events/items/{crowd}", CROWD)
                assert before - _open_faces(site, large) == CROWD, "a key answered nothing"
                _answers(report, opened, web, f"an answer for a pile, {photos:,} photos", f"{url}/events/{large}/people?sort=unsure", PILES)
                _grid(report, opened, site, large)
            with site.worker(), window(site, evening.teacher) as opened:
                _first_proposals(report, opened, site, evening, drawn)


def _answers(report: Report, opened: Window, web: psutil.Process, name: str, address: str, count: int) -> None:
    """So many faces or piles are said to be strangers, each from the key to the frame that shows what it changed."""
    opened.page.goto(address, wait_until="load")
    before = computing(web)
    for number in range(count):
        opened.page.keyboard.press("v")
        _until(lambda number=number: len(opened.took()) > number)  # type: ignore[misc]
        opened.page.wait_for_timeout(_LOOK)
    took, each = sorted(opened.took()), (computing(web) - before) / count * 1e3
    late = took[round(len(took) * 0.95) - 1]
    report.row(f"{name}: median {median(took):.0f} ms; p95", late, unit="ms", goal=_ANSWER)
    report.row("  of it the web computes, on average", each, unit="ms")


def _grid(report: Report, opened: Window, site: Site, event: EventId) -> None:
    """The wheel turned from the first photo to the last."""
    opened.page.goto(f"{_address(site)}/events/{event}", wait_until="load")
    opened.page.mouse.move(600, 600)
    with opened.tasks() as tasks:
        _to_the_end(opened)
    seen = int(opened.page.locator("#grid-bar [aria-current] .number").text_content() or 0)  # what is far away is let go of
    report.row(f"longest task while {seen:,} photos scroll by", max(task.clock for task in tasks), unit="ms", goal=_BLOCKED)
    report.row("  the longest in processor time", max(task.computing for task in tasks), unit="ms", goal=_BLOCKED)
    report.row("memory of the page then", opened.memory(), unit="MB", goal=_MEMORY)


def _to_the_end(opened: Window) -> None:
    place = -1.0
    for _turn in range(_SCREENS):
        opened.page.mouse.wheel(0, _WHEEL)
        opened.page.wait_for_timeout(_PAUSE)
        now = opened.page.evaluate("scrollY")
        if now == place:
            opened.page.wait_for_timeout(10 * _PAUSE)  # more may be on its way
            if opened.page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1"):
                return
        place = now


def _first_proposals(report: Report, opened: Window, site: Site, evening: Evening, drawn: Drawn) -> None:
    """From the moment that the first file had arrived to the first question about it on the event's page."""
    page, event = opened.page, evening.event("Autumn run")
    page.goto(f"{_address(site)}/events/{event}", wait_until="load")
    page.get_by_label("I did, for the school").check()
    with page.expect_response(lambda answer: answer.request.method in ("POST", "PATCH") and answer.status in (201, 204)) as arrived:
        page.set_input_files("input[name=files]", [shot.path for shot in drawn.shots[:6]])
    assert arrived.value
    began = perf_counter()
    expect(page.locator("#arrived, #left").get_by_role("link").first).to_be_visible(timeout=_PATIENCE)
    report.row("first proposals after the first file arrived", perf_counter() - began, goal=_SOON)


def _open_faces(site: Site, event: EventId) -> int:
    with site.built.services.db.reading() as session:
        return len(work.open_faces(session, event))


def _until(true: Callable[[], bool]) -> None:
    for _look in range(_PATIENCE // 10):
        if true():
            return
        sleep(0.01)
    raise TimeoutError("the page did not answer")


def _address(site: Site) -> str:
    return f"http://127.0.0.1:{site.built.config.port}"
