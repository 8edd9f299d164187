"""A whole Beeldpoort on a free port, with a worker and the real engine: what the journeys walk through."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Page
from werkzeug.serving import make_server

from app.analysis.pipeline import build_engine
from app.db import migrate
from app.demo import cast
from app.demo.camera import save_jpeg
from app.demo.looks import Face
from app.demo.portraits import portrait
from app.demo.scenes import rows, scene
from app.jobs.queue import Queue
from app.jobs.worker import Worker
from app.jobs.workshop import Workshop
from app.services import Services
from app.web import tokens
from app.web.assembly import assemble
from app.wiring import build
from config import Config
from consent_store.ids import GroupId, PersonId, PurposeCode
from consent_store.operations import accounts, enrolments, media, people
from consent_store.operations import school as school_operations
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import RECOGNITION, Duty, Role
from tests.school import School

INSIDE = (PurposeCode("parent_portal"), PurposeCode("newsletter"))
OUTSIDE = (PurposeCode("website"), PurposeCode("school_guide"))


@dataclass
class Site:
    """`faces` are the drawn faces of those in the register, by given name, and of strangers."""

    url: str
    services: Services
    queue: Queue
    worker: Worker
    admin: PersonId
    group: GroupId
    faces: dict[str, Face] = field(default_factory=dict)
    people: dict[str, PersonId] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    @contextmanager
    def school(self) -> Iterator[School]:
        """The school in the test's hands, at this moment."""
        with self.services.db.unit_of_work() as session:
            yield School(session, self.admin, self.services.clock(), self._numbers)

    def staff(self, given: str, *duties: Duty) -> PersonId:
        """Somebody of the staff with these duties, made once."""
        if given not in self.people:
            with self.school() as school:
                who = {"given_name": given, "family_name": "Koning", "email": f"{given.lower()}@school.test", "language": "en"}
                self.people[given] = people.register(school.session, role=Role.STAFF, **who, actor=self.admin, at=school.at)
                for duty in duties:
                    school_operations.record_duty(school.session, self.people[given], duty, True, actor=self.admin, at=school.at)
        return self.people[given]

    def pupil(self, given: str, face: Face, *purposes: PurposeCode) -> PersonId:
        """A drawn pupil of the class, whose guardian said yes to these purposes; a face is learnt under that of recognition."""
        pictures = (
            [self.services.vault.put(save_jpeg(portrait(face, size=300, variation=n))) for n in (1, 2)] if RECOGNITION in purposes else []
        )
        with self.school() as school:
            told = {"given_name": given, "family_name": "de Vries", "born": date(2014, 5, 4), "groups": [self.group]}
            child = people.register(school.session, role=Role.PUPIL, **told, actor=self.admin, at=school.at)
            guardian = school.guardian(child)
            school.gives(guardian, child, *purposes) if purposes else None
            people.correct(school.session, child, {"reference_shown": True}, actor=self.admin, at=school.at)
            for stored in pictures:
                enrolments.ask(school.session, child, vault_name=stored.name, actor=self.admin, at=school.at)
        self.faces[given], self.people[given] = face, child
        self.people[f"{given}'s guardian"] = guardian
        return child

    def photo(self, *given: str, seed: int = 0) -> bytes:
        """A drawn photo with these people in it, as a camera would make it."""
        standing = rows([(name, self.faces[name]) for name in given], seed, width=0.16)
        return save_jpeg(scene("playground", standing, (1200, 800), seed).pixels)

    def enter(self, page: Page, person: PersonId, area: Area = Area.STAFF) -> None:
        """Sign somebody in, as the door would have, in this page's browser."""
        token = tokens.fresh()
        with self.services.db.unit_of_work() as session:
            accounts.start_session(session, tokens.hashed(token), person, area, Stage.FULL, at=self.services.clock())
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": "beeldpoort", "value": token, "url": self.url}, {"name": "language", "value": "en", "url": self.url}]
        )

    def settle(self) -> None:
        """Do by hand what the sweeper does every minute."""
        self.worker.tidy()


@contextmanager
def standing(home: Path) -> Iterator[Site]:
    """A school with a class, a web server and a worker, for as long as the block runs."""
    settings = {"HOME": str(home), "LOG_LEVEL": "error"}
    built = build(Config.from_env({f"BEELDPOORT_{name}": text for name, text in settings.items()}))
    migrate(built.services.db.engine)
    engine = build_engine(built.config.cache, None, 2)
    worker = Worker(Workshop(built.services, engine, lambda _shop: None))
    server = make_server("127.0.0.1", 0, assemble(built.services), threaded=True)
    stop = Event()
    threads = [Thread(target=server.serve_forever, daemon=True), Thread(target=_work, args=(built.queue, worker, stop), daemon=True)]
    for thread in threads:
        thread.start()
    try:
        yield _opened(f"http://127.0.0.1:{server.server_port}", built.services, built.queue, worker)
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join()
        built.services.db.engine.dispose()


def _opened(url: str, services: Services, queue: Queue, worker: Worker) -> Site:
    """A school with eight pupils: most may be shown, one nowhere, one only inside; five are recognised. And a stranger."""
    with services.db.unit_of_work() as session:
        school = School.open(session, services.clock())
        media.bring_into_force(session, worker.shop.engine.version, at=school.at)
        # Journeys also reject what was right. What is judged on the day somebody switches recognition on is not held against it.
        school_operations.switch_recognition(session, True, actor=school.admin, at=school.at)
        group = school.group("2A")
    site, drawn = Site(url, services, queue, worker, school.admin, group), cast.pupils()
    said = {
        "Lotte": (*INSIDE, *OUTSIDE, RECOGNITION),
        "Sem": (*INSIDE, *OUTSIDE, RECOGNITION),
        "Finn": (*INSIDE, *OUTSIDE, RECOGNITION),
        "Ravi": (*INSIDE, RECOGNITION),
        "Mila": (*INSIDE, *OUTSIDE, RECOGNITION),
        "Daan": (*INSIDE, *OUTSIDE),
        "Naomi": (),
        "Thijs": (*INSIDE, *OUTSIDE),
    }
    for (given, purposes), face in zip(said.items(), drawn, strict=False):
        site.pupil(given, face, *purposes)
    site.faces["stranger"] = cast.strangers()[0]
    site.settle()
    return site


def _work(queue: Queue, worker: Worker, stop: Event) -> None:
    """Take tasks off the queue, as the worker's process does."""
    hands = {"analyse": worker.analyse, "tidy": worker.tidy, "make": worker.make, "post": worker.post}
    while not stop.is_set():
        task = queue.huey.dequeue()
        if task is None:
            stop.wait(0.05)
        elif task.name in hands:
            hands[task.name](*task.args)
