"""A registry on a disk with a real worker, and drawn people in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.analysis.pipeline import Engine
from app.arrivals import Coming, take_in
from app.db import migrate
from app.demo.camera import Shot, save_jpeg
from app.demo.cast import pupils
from app.demo.portraits import Face, portrait
from app.demo.scenes import Scene, rows, scene
from app.jobs.worker import Worker
from app.jobs.workshop import Workshop
from app.services import Services
from app.wiring import build
from config import Config
from consent_store.ids import EventId, ItemId, PersonId
from consent_store.operations import enrolments, media
from consent_store.rules.terms import RECOGNITION, Duty, Maker, Permission
from tests.school import NOON, School

FACES = pupils()
OURS = Maker("De Linde", Permission.OWN_WORK)
SHOT = Shot(taken=datetime(2026, 11, 19, 10, 42), north=52.1, east=5.1)  # noqa: DTZ001  (a camera's clock has no zone)


@dataclass
class World:
    """A registry, its worker, a teacher, an event. `at` is the clock of both."""

    services: Services
    worker: Worker
    teacher: PersonId
    event: EventId
    admin: PersonId
    at: datetime = NOON
    people: dict[Face, PersonId] = field(default_factory=dict)

    def school(self, session: Session) -> School:
        """The simulator's words, at this world's moment."""
        return School(session, self.admin, self.at)

    def upload(self, data: bytes, label: str = "IMG_1.jpg", event: EventId | None = None) -> ItemId:
        """Bytes come in."""
        coming = Coming(event or self.event, label, OURS, self.teacher)
        return take_in(self.services, self.services.db.unit_of_work, BytesIO(data), coming, wakes=False).item

    def analysed(self, data: bytes, **where: object) -> ItemId:
        """Bytes come in and are looked at."""
        item = self.upload(data, **where)  # type: ignore[arg-type]
        self.worker.analyse(item)
        return item

    def enrol(self, *faces: Face) -> None:
        """Pupils whose guardians agree to recognition, and the faces that the worker learns of them."""
        for face in faces:
            with self.services.db.unit_of_work() as session:
                child, guardian = self.school(session).family()
                self.school(session).gives(guardian, child, RECOGNITION)
                for variation in (1, 2):
                    stored = self.services.vault.put(save_jpeg(portrait(face, variation=variation)))
                    enrolments.ask(session, child, vault_name=stored.name, actor=self.admin, at=self.at)
            self.people[face] = child
        self.worker.tidy()


def photo(faces: Sequence[Face], seed: int = 1) -> tuple[Scene, bytes]:
    """A drawn group photo, as a camera writes it; the truth is keyed by place in `faces`."""
    drawn = scene("field", rows([(str(number), face) for number, face in enumerate(faces)], seed=seed), size=(1200, 800), seed=seed)
    return drawn, save_jpeg(drawn.pixels, SHOT)


@pytest.fixture
def unopened(tmp_path: Path, engine: Engine) -> World:
    """Before the first run."""
    built = build(Config.from_env({"BEELDPOORT_HOME": str(tmp_path / "home")}))
    migrate(built.services.db.engine)
    world = World(built.services, None, *[None] * 3)  # type: ignore[arg-type]
    world.services = replace(built.services, clock=lambda: world.at)
    world.worker = Worker(Workshop(world.services, engine, lambda _: None))
    return world


@pytest.fixture
def world(unopened: World) -> World:
    world = unopened
    with world.services.db.unit_of_work() as session:
        school = School.open(session)
        world.admin, world.teacher = school.admin, school.staff(Duty.TEACHER)
        world.event = media.make_event(session, title="Sports day", on=date(2026, 11, 19), actor=world.teacher, at=NOON)
    assert world.worker.start()
    return world


def minutes(number: int) -> timedelta:
    """So many."""
    return timedelta(minutes=number)
