"""A whole Beeldpoort behind a test client: real database, vault, keys and queue; only the clock is the test's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web.signin import codes
from consent_store.ids import PersonId
from tests.databases import SqliteServer
from tests.web.browser import Web


@pytest.fixture
def unopened(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[Web]:
    """A Beeldpoort before its first run."""
    web = Web.start(tmp_path, sqlite_server.copy())
    yield web
    web.stop()


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, sqlite_server: SqliteServer) -> tuple[Path, PersonId | None]:
    """A database in which the school is open, to be copied, and its administrator."""
    home = tmp_path_factory.mktemp("opened")
    shutil.copyfile(sqlite_server.copy().removeprefix("sqlite:///"), home / "registry.db")
    web = Web.start(home, f"sqlite:///{home / 'registry.db'}")
    web.open()
    web.stop()
    return home / "registry.db", web.admin


@pytest.fixture
def web(tmp_path: Path, opened: tuple[Path, PersonId | None]) -> Iterator[Web]:
    """A Beeldpoort with a school."""
    shutil.copyfile(opened[0], tmp_path / "registry.db")
    web = Web.start(tmp_path, f"sqlite:///{tmp_path / 'registry.db'}")
    web.admin = opened[1]
    yield web
    web.stop()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door answers at once, for tests that are not about how long it takes."""
    monkeypatch.setattr(codes, "_FLOOR", 0)
