"""The demo school, opened once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.analysis.pipeline import Engine
from app.db import migrate
from app.demo.albums import EVENTS
from app.demo.school import open_demo
from app.jobs.workshop import Workshop
from app.wiring import Built
from config import Config
from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.operations import releases
from consent_store.records.queries import media, people
from consent_store.rules.gate import Decision
from consent_store.rules.terms import Kind, Role

WIDTH = 1050  # pixels: smaller than in the demo itself, to save time


@dataclass
class Opened:
    """A registry in which the demo school is open: its people by given name, its photos by their names in the album."""

    app: Flask
    session: Session
    at: datetime
    looked_at: int
    people: dict[str, PersonId] = field(default_factory=dict)
    photos: dict[str, ItemId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {one.given_name: one.id for role in Role for one in people.people_of_role(self.session, role)}
        by_title = {view.title: view.id for view in media.events(self.session)}
        for event in EVENTS:
            items = [item for item in media.items_of(self.session, by_title[event.title]) if item.kind is Kind.PHOTO]
            self.photos |= {photo.name: item.id for photo, item in zip(event.photos, items, strict=False)}

    def ask(self, photo: str, purpose: str) -> Decision:
        """The gate, now."""
        return releases.ask(self.session, self.photos[photo], PurposeCode(purpose), at=self.at)

    def flask(self, *words: str) -> Result:
        """What a command answers."""
        with self.app.app_context():
            return self.app.test_cli_runner().invoke(args=list(words))


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[Opened]:
    app = create_app(Config.from_env({"BEELDPOORT_HOME": str(tmp_path_factory.mktemp("demo"))}))
    built: Built = app.extensions["beeldpoort.built"]
    migrate(built.services.db.engine)
    seen: list[None] = []
    open_demo(Workshop(built.services, engine, open_demo), lambda: seen.append(None), WIDTH)
    with built.services.db.reading() as session:
        yield Opened(app, session, built.services.clock(), len(seen))
