"""What every test may ask for: a database of its own on either kind, a session in it, and a school that is open."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine as DatabaseEngine
from sqlalchemy.orm import Session
from xdist.scheduler import LoadScopeScheduling

from app.db import Database, make_engine
from tests import databases
from tests.databases import PostgresServer, SqliteServer
from tests.needs import need
from tests.school import School

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from app.analysis.pipeline import Engine

# In CI the same examples each time, as Hypothesis itself would have it: what a change broke fails, and what it did not does not.
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60, derandomize="CI" in os.environ
)
settings.register_profile("deep", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20_000)
settings.load_profile("default")


class InRooms(LoadScopeScheduling):
    """What shares something dear stays in one process: the tests of a file, and all journeys, which share a running Beeldpoort."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "journeys" if file.startswith("tests/journeys/") else file


@pytest.hookimpl(optionalhook=True)  # of xdist, which one process alone may do without
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InRooms:
    """Deals the tests to the processes."""
    return InRooms(config, log)


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> SqliteServer:
    """Makes SQLite databases."""
    return SqliteServer(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Makes PostgreSQL databases. Its folder is not pytest's: another user must reach it, and a socket's path is short."""
    with tempfile.TemporaryDirectory(prefix="bp-") as folder, databases.postgres(Path(folder)) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> SqliteServer | PostgresServer:
    """Makes databases of each kind in turn."""
    return request.getfixturevalue("sqlite_server" if request.param == "sqlite" else "postgres_server")


@pytest.fixture
def database(server: SqliteServer | PostgresServer) -> Iterator[Database]:
    """An empty registry of each kind in turn, of which nobody else knows."""
    made = Database(make_engine(server.copy()))
    yield made
    made.engine.dispose()


@pytest.fixture
def session(server: SqliteServer | PostgresServer) -> Iterator[Session]:
    """A session in an empty registry of each kind in turn; all that it does is undone, commits too."""
    with _undone(server.empty_registry) as session:
        yield session


@pytest.fixture
def school(server: SqliteServer | PostgresServer) -> Iterator[School]:
    """A school that is open on a database of each kind in turn, to put people into; all that happens there is undone."""
    with _undone(server.open_school) as session:
        yield School.again(session)


@pytest.fixture(scope="session")
def engine() -> "Engine":
    """The real face engine, on the models that `make` prepared."""
    from app.analysis.pipeline import build_engine  # here: most tests do without its libraries
    from app.analysis.weights import DEFAULT_CACHE

    return build_engine(DEFAULT_CACHE)


@contextmanager
def _undone(engine: DatabaseEngine) -> Iterator[Session]:
    with engine.connect() as connection, connection.begin() as everything:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        everything.rollback()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A browser, started once: a process can drive only one at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=need("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()
