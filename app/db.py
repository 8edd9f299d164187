"""The database: an engine for either kind, and the one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.command
import alembic.config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

__all__ = ["Database", "Session", "Unavailable", "make_engine"]

# What pages need to know of the library beneath: that the database did not answer, or is locked, or full.
Unavailable = OperationalError

# secure_delete: a template that is deleted must be gone from the file too.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", "secure_delete=ON")

# What gives whoever reads one view until the end.
_READING: dict[str, dict[str, object]] = {"sqlite": {"reading": True}, "postgresql": {"isolation_level": "REPEATABLE READ"}}


def make_engine(url: str) -> Engine:
    """An engine for a SQLite file or a PostgreSQL server, set the way this registry needs it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    server = parsed.set(drivername="postgresql+psycopg")
    return create_engine(server, pool_pre_ping=True, isolation_level="READ COMMITTED", hide_parameters=True)


def _sqlite(url: URL) -> Engine:
    """SQLite that starts every writing transaction with the write lock in hand, so that what was read stays true until the commit."""
    engine = create_engine(url, connect_args={"timeout": 15}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:  # type: ignore[no-untyped-def]
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


class Database:
    """Sessions over one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = sessionmaker(engine, expire_on_commit=False)
        self._reading = sessionmaker(engine.execution_options(**_READING[engine.dialect.name]), autoflush=False)

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session whose changes are committed together at the end, or not at all. The only commit of the house."""
        with self._writing() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with: one view of the database, rolled back at the end."""
        with self._reading() as session:
            yield session
            session.rollback()


def migrate(engine: Engine) -> None:
    """Bring the database up to date."""
    config = alembic.config.Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    with _rebuilding(engine) as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables may be made anew, which is how a column of SQLite changes: meanwhile others may refer to a table that
    is not there. What refers to nothing at the end undoes all of it.
    """
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        if engine.dialect.name == "sqlite" and raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a migration left something that refers to nothing")
        finally:
            if engine.dialect.name == "sqlite" and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")
