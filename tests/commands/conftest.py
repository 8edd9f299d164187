"""The command line on a registry of its own, on a disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.wiring import Built
from config import Config
from consent_store.ids import EventId, PersonId
from consent_store.operations import media
from tests.databases import SqliteServer
from tests.school import School

BY = ("--by", "ada@school.test")


@dataclass
class Registry:
    """A home with everything in it, and the commands that work on it."""

    home: Path
    app: Flask

    @classmethod
    def at(cls, home: Path) -> "Registry":
        """The Beeldpoort of a folder, as a command finds it."""
        return cls(home, create_app(Config.from_env({"BEELDPOORT_HOME": str(home)})))

    @property
    def built(self) -> Built:
        """Its services."""
        built: Built = self.app.extensions["beeldpoort.built"]
        return built

    def run(self, *arguments: object, code: int = 0) -> Result:
        """Run a command, which must end with `code`; a defect's trace is never an answer."""
        with self.app.app_context():
            result = self.app.test_cli_runner().invoke(self.app.cli, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    @contextmanager
    def school(self) -> Iterator[School]:
        """The school in the test's hands, now."""
        with self.built.services.db.unit_of_work() as session:
            yield School.again(session, self.built.services.clock())

    def event(self) -> EventId:
        """An occasion."""
        with self.school() as school:
            return media.make_event(school.session, title="Sports day", on=school.at.date(), actor=school.admin, at=school.at)

    def family(self) -> tuple[PersonId, PersonId]:
        """A pupil with a guardian."""
        with self.school() as school:
            return school.family()


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, sqlite_server: SqliteServer) -> Path:
    """The database of a school that has just opened, to be copied."""
    path = tmp_path_factory.mktemp("opened") / "registry.db"
    shutil.copyfile(sqlite_server.template, path)
    registry = Registry.at(path.parent)
    with registry.built.services.db.unit_of_work() as session:
        School.open(session, registry.built.services.clock())
    registry.built.services.db.engine.dispose()
    return path


@pytest.fixture
def registry(tmp_path: Path, opened: Path) -> Registry:
    """A registry with a school."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copyfile(opened, home / "registry.db")
    return Registry.at(home)
