"""What tests of pages hold: a site, and browsers that keep cookies, send CSRF tokens and follow nobody unasked."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Self

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.test import TestResponse

from app.jobs.queue import Queue
from app.mail import Letter
from app.services import Services
from app.vault import unseal
from app.web import tokens
from app.web.assembly import assemble
from app.web.limits import limiter
from app.wiring import build
from config import Config
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.operations import school as school_operations
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.terms import Duty, Role
from tests.school import NOON, ORIGIN, School

URL = "http://localhost:8000"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


class Compiled(BytecodeCache):
    """Templates that were compiled for one test, for the next."""

    known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


class Browser:
    """Somebody's browser. `token` is the CSRF token of the page last seen; `ahead` is where the last answer sent us."""

    def __init__(self, client: FlaskClient, url: str) -> None:
        self.client, self.url, self.token, self.ahead = client, url, "", "/signin"

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self._seen(self.client.get(path, base_url=self.url, headers=OURS | headers))

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form, as the page last seen would."""
        while not self.token:
            self.get(self.ahead)
        form = {"csrf_token": self.token} | dict(data or {})
        return self._seen(self.client.post(path, base_url=self.url, data=form, headers=OURS | headers))

    def ask(self, method: str, path: str, **headers: str) -> TestResponse:
        """Any request, with the CSRF token."""
        sent = OURS | {"X-CSRFToken": self.token} | headers
        return self._seen(self.client.open(path, method=method, base_url=self.url, headers=sent))

    def _seen(self, answer: TestResponse) -> TestResponse:
        found = _TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else "" if answer.location else self.token
        self.ahead = answer.location or self.ahead
        return answer


@dataclass
class Web:
    """A Beeldpoort. `at` is its clock, which only the test moves."""

    app: Flask
    services: Services
    queue: Queue
    at: datetime = NOON
    admin: PersonId | None = None
    _numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def start(cls, home: Path, database_url: str, **settings: str) -> Self:
        """Wire everything in a folder, on a database that has its tables."""
        chosen = {"HOME": str(home), "DATABASE_URL": database_url, "PUBLIC_URL": URL} | settings
        built = build(Config.from_env({f"BEELDPOORT_{name}": text for name, text in chosen.items()}))
        clock: list[Web] = []
        services = replace(built.services, clock=lambda: clock[0].at)
        web = cls(assemble(services), services, built.queue)
        web.app.testing = True
        web.app.jinja_env.bytecode_cache = Compiled()
        limiter.reset()
        clock.append(web)
        return web

    def stop(self) -> None:
        """Let go of the database."""
        self.services.db.engine.dispose()

    def open(self, *, demo: bool = False) -> None:
        """Open the school, with an administrator."""
        with self.services.db.unit_of_work() as session:
            self.admin = school_operations.open_school(
                session,
                name="De Linde",
                origin=ORIGIN,
                given_name="Ada",
                family_name="Beheer",
                email="ada@school.test",
                demo=demo,
                at=self.at,
            )

    @contextmanager
    def school(self) -> Iterator[School]:
        """The school in the test's hands; what is done to it is committed together."""
        assert self.admin is not None
        with self.services.db.unit_of_work() as session:
            yield School(session, self.admin, self.at, self._numbers)

    def later(self, **span: float) -> None:
        """Move the clock by a `timedelta`'s arguments."""
        self.at += timedelta(**span)

    def browser(self) -> Browser:
        """A browser in which nobody is signed in."""
        return Browser(self.app.test_client(), self.services.site.public_url)

    def enter(self, person: PersonId, area: Area | None = None, stage: Stage = Stage.FULL) -> Browser:
        """A browser in which somebody is in; staff in the staff's pages unless said otherwise."""
        token, browser = tokens.fresh(), self.browser()
        with self.services.db.unit_of_work() as session:
            chosen = area or (Area.STAFF if people.person(session, person).role is Role.STAFF else Area.FAMILY)
            accounts.start_session(session, tokens.hashed(token), person, chosen, stage, at=self.at)
        browser.client.set_cookie("beeldpoort", token, domain="localhost")
        return browser

    def enter_as(self, *duties: Duty) -> Browser:
        """A browser in which a new member of staff with these duties is in."""
        with self.school() as school:
            member = school.staff(*duties)
        return self.enter(member)

    def letters(self) -> list[Letter]:
        """The letters that wait in the queue, oldest first."""
        tasks = [task for task in self.queue.huey.pending() if task.name == "post"]
        return [Letter.from_bytes(unseal(self.services.keys, task.args[0])) for task in tasks]
