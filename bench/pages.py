"""How quickly each page comes from a large registry over loopback, and how much memory the web takes."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import psutil
from PIL import Image
from werkzeug.routing import Rule

from app.media.images import encode_jpeg
from app.vault import Stored, Vault
from app.web.assembly import assemble
from bench._school import LargeSchool, fill
from bench._site import Site, Visitor
from bench.report import Report
from consent_store.ids import PersonId
from consent_store.records.queries.accounts import Area

TIMES = 20
GOAL = 100  # milliseconds, at the 95th percentile
_SIZES = {"clean": (4000, 3000), "preview": (1600, 1200), "thumb": (480, 360), "crop": (240, 300)}
_ASKED = {  # pages that say little without a question
    "comms.index": "?purpose=website&event={event}&channel=news",
    "comms.counts": "?purpose=website&event={event}&channel=news",
    "comms.photo": "?purpose=website",
    "events.names": "?q=Noor",
    "office.people": "?q=Noor",
}
_FILES_TO_PRINT = frozenset({"office.blank_forms"})  # no page: see bench.inviting
_ANSWERS, _ELSEWHERE = 200, 303
Visitors = Mapping[str, Visitor]


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and who may open it."""

    endpoint: str
    path: str
    visitor: Visitor


def run(report: Report) -> None:
    """2,000 people, 20,000 photos, 100,000 entries; every address of the application that can be asked for, twenty times."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.at(Path(folder) / "home")
        services = site.built.services
        files = _files(services.vault)
        with services.db.unit_of_work() as session:
            made = fill(session, files, services.clock())
        with site.web() as server:
            _measure(report, site, made, server)


def _measure(report: Report, site: Site, made: LargeSchool, server: psutil.Process) -> None:
    visitors = {duty.value: site.enter(person) for duty, person in made.staff.items()}
    visitors |= {"family": site.enter(PersonId(made.examples["guardian"]), Area.FAMILY), "nobody": site.stranger()}
    slowest = [_row(report, page, server) for page in _pages(site, made, visitors)]
    report.row(f"the slowest of {len(slowest)} pages", max(slowest), unit="ms", goal=GOAL)
    report.row("memory of the web process after all of them", server.memory_info().rss / 2**20, unit="MB", goal=200)


def _row(report: Report, page: Page, server: psutil.Process) -> float:
    """Milliseconds at the 95th percentile; beside it in words the median, and the processor time that a busy machine does not change."""
    took, before = [], server.cpu_times()
    for _ in range(TIMES):
        began = perf_counter()
        page.visitor.get(page.path)
        took.append((perf_counter() - began) * 1e3)
    after = server.cpu_times()
    computing = (after.user + after.system - before.user - before.system) / TIMES * 1e3
    late = sorted(took)[round(TIMES * 0.95) - 1]
    report.row(f"{page.endpoint}: median {median(took):.0f}, computing {computing:.0f} ms; p95", late, unit="ms", goal=GOAL)
    return late


def _pages(site: Site, made: LargeSchool, visitors: Visitors) -> Iterator[Page]:
    """Every address that answers somebody, with examples for its arguments, from the application's own map: it grows by itself."""
    for rule in sorted(assemble(site.built.services).url_map.iter_rules(), key=lambda rule: rule.endpoint):
        path = _path(rule, made.examples)
        visitor = _reached(path, visitors) if path else None
        if visitor and path:
            yield Page(rule.endpoint, path, visitor)


def _path(rule: Rule, examples: Mapping[str, str]) -> str | None:
    """An address to ask for; None where it takes no GET, or something of which the bench has no example."""
    if "GET" not in (rule.methods or ()) or rule.endpoint in _FILES_TO_PRINT or not rule.arguments <= examples.keys():
        return None
    path = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<{name}>", examples[name])
    return path + _ASKED.get(rule.endpoint, "").format(**examples)


def _reached(path: str, visitors: Visitors) -> Visitor | None:
    """Whoever gets the page; a page that only sends people on is timed by that."""
    answers = {name: visitor.get(path)[0] for name, visitor in visitors.items()}
    for status in (_ANSWERS, _ELSEWHERE):
        for name, answer in answers.items():
            if answer == status:
                return visitors[name]
    return None


def _files(vault: Vault) -> dict[str, Stored]:
    """A photo in each size that pages show."""
    grain = Image.fromarray(np.random.default_rng(1).integers(0, 256, (30, 40, 3), np.uint8))
    return {use: vault.put(encode_jpeg(np.asarray(grain.resize(size, Image.Resampling.BICUBIC)), 85)) for use, size in _SIZES.items()}
