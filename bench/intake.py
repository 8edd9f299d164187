"""From a teacher's upload to "all analysed": over loopback, with web and worker as `make run` starts them, beside the face engine alone."""

import re
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter, process_time, sleep

import psutil

from app.analysis.pipeline import Engine, build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.jobs.analysing import crop_of
from app.jobs.filing import Filing
from app.media.boxed import open_boxed
from app.media.images import Picture, open_picture, resized
from bench._crowd import jpeg
from bench._site import Site, Visitor
from bench.report import Report
from consent_store.ids import EventId, PersonId
from consent_store.operations import media, people, school
from consent_store.records.queries import facts
from consent_store.records.queries import media as questions
from consent_store.rules.terms import Duty, Role

PHOTOS = 200
CROWDS = (1, 4, 8, 12, 20)  # people in the distinct photos, of 12 megapixels each
LARGEST = 9480, 6320
_AT_ONCE = 3  # as the page sends them
_LOOK = 0.2  # seconds
_TOKEN = re.compile(rb'name="csrf-token" content="([^"]+)"')


def run(report: Report, photos: int = PHOTOS) -> None:
    """The goal for the whole is the engine's time and a quarter. The engine is timed before and after, on the same pictures."""
    shots = [jpeg(count, 4000, 3000) for count in CROWDS]
    engine = build_engine(DEFAULT_CACHE)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Site.at(Path(folder) / "home"))
        with desk.site.web() as web, desk.site.worker() as worker:
            desk.wait_for_the_worker()
            before, computed = alone(engine, shots), computing(web) + computing(worker)
            whole = desk.upload(copies(shots, photos))
            computed = computing(web) + computing(worker) - computed
            bare, thinking = (sum(pair) / 2 * photos for pair in zip(before, alone(engine, shots), strict=True))
            report.row(f"{photos} photos of 12 Mpx, upload to analysed, beside the engine", whole, bare, goal=bare * 1.25)
            report.row("  the same in processor time, which others do not change", computed, thinking, goal=thinking * 1.25)
            report.row("  of it until all had arrived", desk.arrived)
            largest(report, desk, web, worker)
        stages(report, engine, desk, shots)


@dataclass(slots=True)
class Desk:
    """A teacher with an event. `arrived`: seconds until the last upload was answered."""

    site: Site
    teacher: Visitor
    event: EventId
    arrived: float = 0.0

    @classmethod
    def open(cls, site: Site) -> "Desk":
        """A school of one teacher."""
        at = site.built.services.clock()
        with site.built.services.db.unit_of_work() as session:
            who = {"given_name": "Ada", "family_name": "Beheer"}
            admin = school.open_school(session, name="De Linde", origin="school.test/ledger", **who, email="ada@school.test", at=at)  # type: ignore[arg-type]
            teacher = people.register(session, role=Role.STAFF, **who, actor=admin, at=at)  # type: ignore[arg-type]
            school.record_duty(session, teacher, Duty.TEACHER, True, actor=admin, at=at)
            event = media.make_event(session, title="Sports day", on=at.date(), actor=teacher, at=at)
        return cls(site, site.enter(PersonId(teacher)), event)

    def wait_for_the_worker(self) -> None:
        """Until its engine is loaded: it brings its version into force."""
        while not self._asked(facts.in_force):
            sleep(_LOOK)

    def upload(self, photos: Iterator[bytes]) -> float:
        """Seconds until all of these are analysed."""
        token = _TOKEN.search(self.teacher.get("/events/new")[1])
        assert token, "a page of ours carries a token"
        sent = {"X-CSRFToken": token[1].decode(), "Content-Type": "application/offset+octet-stream", "Tus-Resumable": "1.0.0"}
        before, began = self._analysed(), perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = list(pool.map(lambda photo: self._send(photo, sent), photos))
        self.arrived = perf_counter() - began
        assert set(answers) == {201}, answers
        while self._analysed() < before + len(answers):
            sleep(_LOOK)
        return perf_counter() - began

    def _send(self, photo: bytes, headers: dict[str, str]) -> int:
        told = {"Upload-Length": str(len(photo)), "Upload-Metadata": f"ground {b64encode(b'own_work').decode()}"}
        return self.teacher.send("POST", f"/events/{self.event}/uploads", photo, **headers, **told)[0]

    def _analysed(self) -> int:
        return self._asked(lambda session: questions.event(session, self.event).progress.analysed)

    def _asked(self, question):  # type: ignore[no-untyped-def]
        with self.site.built.services.db.reading() as session:
            return question(session)


def copies(shots: list[bytes], count: int) -> Iterator[bytes]:
    """So many files of which no two are the same: each with a comment of its own behind the first marker."""
    for number, shot in enumerate(islice(cycle(shots), count)):
        comment = f"photo {number:06}".encode()
        yield shot[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + shot[2:]


def alone(engine: Engine, shots: list[bytes]) -> tuple[float, float]:
    """Seconds in which the engine finds and describes the faces of one decoded photo, on average: by the clock, and of processors."""
    pictures = [open_picture(shot).pixels for shot in shots]
    began, computed = perf_counter(), process_time()
    for pixels in pictures:
        engine.describe([pixels], engine.find([pixels]))
    return (perf_counter() - began) / len(shots), (process_time() - computed) / len(shots)


def computing(process: psutil.Process) -> float:
    """Seconds of processors that a process took so far, with those that decode for it."""
    return sum(sum(each.cpu_times()[:4]) for each in [process, *process.children(recursive=True)])


def largest(report: Report, desk: Desk, web: psutil.Process, worker: psutil.Process) -> None:
    """A photo of 60 megapixels through the same processes, and the most memory they ever took."""
    with watching(worker) as seen:
        report.row("a photo of 60 Mpx, upload to analysed", desk.upload(iter([jpeg(30, *LARGEST)])))
    report.row("peak memory of the worker, 60 Mpx photo", peak(worker), unit="MB", goal=900)
    report.row("  with the process that decodes, shared pages once", max(seen), unit="MB")
    report.row("peak memory of the web process", peak(web), unit="MB", goal=200)


def peak(process: psutil.Process) -> float:
    """The most memory that a process had in hand, in megabytes, as the kernel remembers it."""
    [line] = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
    return int(line) / 1024


@contextmanager
def watching(process: psutil.Process) -> Iterator[list[float]]:
    """Megabytes of a process and its children, looked at again and again while the block runs."""
    seen, stop = [0.0], Event()

    def look() -> None:
        while not stop.wait(0.05):
            try:
                seen.append(sum(each.memory_full_info().pss for each in [process, *process.children(recursive=True)]) / 2**20)
            except psutil.NoSuchProcess:  # a decoder that ended
                continue

    thread = Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def stages(report: Report, engine: Engine, desk: Desk, shots: list[bytes]) -> None:
    """Where the time of one photo goes when nothing overlaps: the photo with the middle number of people."""
    vault, shot = desk.site.built.services.vault, shots[len(shots) // 2]
    name, picture = vault.put(shot).name, open_picture(shot)
    [faces] = engine.find([picture.pixels])
    works = {
        "fetching and decoding": lambda: open_boxed(vault.open(name)),
        "finding": lambda: engine.find([picture.pixels]),
        "describing": lambda: engine.describe([picture.pixels], [faces]),
        "clean copy and previews, encoded and filed": lambda: filed(desk, picture),
        f"{len(faces)} crops, encoded and filed": lambda: [crop_of(Filing(vault), picture.pixels, face.box) for face in faces],
    }
    for work, step in works.items():
        report.row(f"  one photo: {work}", median(timed(step) for _ in range(5)))


def filed(desk: Desk, picture: Picture) -> None:
    """The files of a whole photo, as a worker makes them."""
    with Filing(desk.site.built.services.vault) as filing:
        for use, longest, quality in (("clean", max(picture.pixels.shape), 92), ("preview", 1600, 85), ("thumb", 480, 85)):
            filing.jpeg(use, resized(picture.pixels, longest), quality)


def timed(step) -> float:  # type: ignore[no-untyped-def]
    """Seconds."""
    began = perf_counter()
    step()
    return perf_counter() - began
