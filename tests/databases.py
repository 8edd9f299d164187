"""Databases to test on: a SQLite file, and a PostgreSQL that is started from the machine's binaries and thrown away.

Each test gets its own, copied from one that the migrations made.
"""

import os
import pwd
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.db import make_engine
from tests.needs import need
from tests.school import School

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_NUMBERS = count(1)


def migrate(url: str, revision: str = "head", *, down: bool = False) -> None:
    """Bring the database at `url` up, or down, to a revision."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = make_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)
    engine.dispose()


class _Server(ABC):
    """Makes databases, and keeps two for tests that undo what they did."""

    @abstractmethod
    def copy(self) -> str:
        """The URL of a database with every table."""

    @cached_property
    def empty_registry(self) -> Engine:
        """A database of which the tables are empty."""
        return make_engine(self.copy())

    @cached_property
    def open_school(self) -> Engine:
        """A database with a school that has just opened."""
        engine = make_engine(self.copy())
        with Session(engine) as session, session.begin():
            School.open(session)
        return engine


class SqliteServer(_Server):
    """A folder of SQLite files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        migrate(f"sqlite:///{self.template}")

    def empty(self) -> str:
        """The URL of a database with nothing in it."""
        return f"sqlite:///{self.folder / f'{next(_NUMBERS)}.db'}"

    def copy(self) -> str:
        """The URL of a database with every table."""
        url = self.empty()
        shutil.copyfile(self.template, url.removeprefix("sqlite:///"))
        return url


class PostgresServer(_Server):
    """A PostgreSQL of its own, over a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgresql://postgres@/{{name}}?host={folder}"
        self.empty("template")
        migrate(self.url.format(name="template"))

    def empty(self, name: str | None = None, template: str = "template0") -> str:
        """The URL of a database with nothing in it."""
        name = name or f"test_{next(_NUMBERS)}"
        engine = create_engine(self.url.format(name="postgres").replace("postgresql", "postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        engine.dispose()
        return self.url.format(name=name)

    def copy(self) -> str:
        """The URL of a database with every table."""
        return self.empty(template="template")


@contextmanager
def postgres(folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL in `folder`, which is stopped at the end. It refuses to run as root, and then runs as somebody else."""
    binaries, data, run_as = Path(_binaries()), folder / "data", _somebody_else(folder)
    quick = "-c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=40"
    subprocess.run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"], check=True, capture_output=True, **run_as)
    options = f"-c listen_addresses='' -k {folder} {quick}"
    start = [binaries / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, **run_as)
    try:
        yield PostgresServer(folder)
    finally:
        subprocess.run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True, **run_as)


def _binaries() -> str:
    """Debian keeps the server's programs out of the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], *map(str, folders)])
    return str(Path(need("pg_ctl")).resolve().parent)


def _somebody_else(folder: Path) -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}
