"""What letting many pictures out costs: from asking to the last byte of a zip, beside reading the same files from the disk."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import urlencode

import psutil

from app.vault import FolderVault
from bench._site import Site, Visitor
from bench.report import Report
from consent_store.ids import ItemId, PersonId, RenditionId, new_id
from consent_store.operations import making, media, reviews, school
from consent_store.operations import people as people_operations
from consent_store.operations.making import File
from consent_store.records.queries import renditions
from consent_store.rules.releases import Use
from consent_store.rules.terms import Duty, Kind, Maker, Permission, Role

PHOTOS, SIZE, ROUNDS = 500, 3_000_000, 3
_MEGABYTE = 1_000_000
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """A school with pictures of nobody, that are all cleared."""

    site: Site
    comms: PersonId
    items: list[ItemId]


def run(report: Report, photos: int = PHOTOS) -> None:
    """So many pictures of 3 MB, drafted, released and taken, from a Beeldpoort as `make run` starts it."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.at(Path(folder))
        shown = _fill(site, photos)
        with site.web() as server:
            visitor = site.enter(shown.comms)
            began = perf_counter()
            batch = _drafted(visitor, shown.items)
            report.row(f"{photos} pictures asked for, until the page says so", perf_counter() - began)
            names = _made(site)
            began = perf_counter()
            _send(visitor, f"{batch}/release", confirmed="yes")
            report.row("the same released, each asked about at the gate", perf_counter() - began)
            _taken(report, visitor, batch, server, photos)
        _read(report, site, names)


def _taken(report: Report, visitor: Visitor, batch: str, server: psutil.Process, photos: int) -> None:
    firsts, wholes, grown, computed = [], [], [], []
    for _ in range(ROUNDS):
        before = _computed(server)
        with _watched(server) as peak:
            first, whole, size = _zip(visitor, f"{batch}/zip")
        computed.append((_computed(server) - before) / photos)
        firsts.append(first)
        wholes.append(size / _MEGABYTE / whole)
        grown.append(max(peak) / _MEGABYTE)
    report.row(f"zip of {photos} photos of 3 MB: first byte", median(firsts), goal=0.2)
    report.row("the same: throughput to a reader on this machine", median(wholes), unit="MB/s")
    report.row("the same: processor time of the web a picture", median(computed))
    report.row("memory that the web process took on top", median(grown), unit="MB")


def _computed(process: psutil.Process) -> float:
    """Seconds of a processor that a process took so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _read(report: Report, site: Site, names: list[str]) -> None:
    """The same files, encrypted as they lie, and deciphered."""
    vault = site.built.services.vault
    assert isinstance(vault, FolderVault)
    paths = [next(vault.root.rglob(f"{name}.age")) for name in names]
    plain, deciphered = [], []
    for _ in range(ROUNDS):
        began = perf_counter()
        size = sum(len(path.read_bytes()) for path in paths)
        plain.append(size / _MEGABYTE / (perf_counter() - began))
        began = perf_counter()
        size = sum(len(chunk) for name in names for chunk in vault.open(name))
        deciphered.append(size / _MEGABYTE / (perf_counter() - began))
    report.row("reading the same files from the disk, as they lie", median(plain), unit="MB/s")
    report.row("reading and deciphering them once", median(deciphered), unit="MB/s")


def _fill(site: Site, photos: int) -> Shown:
    services = site.built.services
    with services.db.unit_of_work() as session:
        at = services.clock()
        admin = school.open_school(
            session, name="De Linde", origin="bench/ledger", given_name="Ada", family_name="Beheer", email="ada@school.test", at=at
        )
        media.bring_into_force(session, "bench", at=at)
        named = {"role": Role.STAFF, "family_name": "Staff", "actor": admin, "at": at}
        staff = [people_operations.register(session, given_name=f"Member {number}", **named) for number in range(3)]  # type: ignore[arg-type]
        for member, duty in zip(staff, (Duty.TEACHER, Duty.TEACHER, Duty.COMMS), strict=True):
            school.record_duty(session, member, duty, True, actor=admin, at=at)
        event = media.make_event(session, title="Bench", on=at.date(), actor=staff[0], at=at)
        maker, items = Maker("De Linde", Permission.OWN_WORK), []
        for number in range(photos):
            name = sha256(str(number).encode()).hexdigest()
            told = {"kind": Kind.PHOTO, "label": "x", "sha256": name, "size": 1, "vault_name": name, "actor": staff[0], "at": at}
            item = media.admit(session, event, maker=maker, **told).item  # type: ignore[arg-type]
            size = {"version": "bench", "width": 4, "height": 3, "taken_at": None, "dropped": ()}
            media.record_analysis(session, item, found=[], **size, at=at)  # type: ignore[arg-type]
            file = {"use": Use.CLEAN, "vault_name": name, "sha256": name, "size": 1, "media_type": "image/jpeg", "width": 4, "height": 3}
            media.file_rendition(session, item, **file, at=at)  # type: ignore[arg-type]
            reviews.attest(session, item, seen=0, actor=staff[1], at=at)
            items.append(item)
    return Shown(site, staff[2], items)


def _made(site: Site) -> list[str]:
    """Put bytes into the vault for every file that was asked for: what making them costs, `bench.masks` says."""
    services, names = site.built.services, []
    with services.db.reading() as session:
        wanted: list[RenditionId] = renditions.waiting(session, at=services.clock(), limit=10_000)
    for rendition in wanted:
        stored, at = services.vault.put(os.urandom(SIZE)), services.clock()
        with services.db.unit_of_work() as session:
            making.claim(session, rendition, until=at + timedelta(minutes=1), at=at)
            making.made(session, rendition, File(stored.name, stored.sha256, stored.size, "image/jpeg", 4, 3), at=at)
        names.append(stored.name)
    return names


def _drafted(visitor: Visitor, items: list[ItemId]) -> str:
    told = {"purpose": "website", "channel": "news", "behalf": "school", "why": "news", "form": "web", "batch": new_id()}
    _send(visitor, "/releases/confirm", item=items, **told)
    return f"/releases/drafts/{told['batch']}"


def _send(visitor: Visitor, path: str, **form: object) -> None:
    status, page = visitor.send("POST", path, _form(visitor, **form), **{"Content-Type": "application/x-www-form-urlencoded"})
    if status != 303:
        raise AssertionError(f"{path} answered {status}: {page[:500]!r}")


def _form(visitor: Visitor, **form: object) -> bytes:
    page = visitor.get("/releases/drafts")[1].decode()
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return urlencode({"csrf_token": found[1], **form}, doseq=True).encode()


def _zip(visitor: Visitor, path: str) -> tuple[float, float, int]:
    """Seconds to the first byte and to the last, and the bytes."""
    body = _form(visitor)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    ours = {"Host": f"localhost:{visitor.port}", "Sec-Fetch-Site": "same-origin", "Cookie": cookies}
    connection = HTTPConnection("127.0.0.1", visitor.port, timeout=600)
    began = perf_counter()
    connection.request("POST", path, body, ours | {"Content-Type": "application/x-www-form-urlencoded"})
    answer: HTTPResponse = connection.getresponse()
    size = len(answer.read(1))
    first = perf_counter() - began
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
    connection.close()
    return first, perf_counter() - began, size


@contextmanager
def _watched(process: psutil.Process) -> Iterator[list[int]]:
    """What a process takes in memory while something goes on, on top of what it had, in bytes."""
    before, over = process.memory_info().rss, list[bool]()
    seen = [0]

    def look() -> None:
        while not over:
            seen.append(process.memory_info().rss - before)
            sleep(0.05)

    watching = Thread(target=look)
    watching.start()
    yield seen
    over.append(True)
    watching.join()
