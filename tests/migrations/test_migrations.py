"""The migrations make exactly what the models say, and go down and up again with data in the tables."""

from contextlib import suppress

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import Database, make_engine
from app.db import migrate as upgrade
from consent_store.ids import new_id
from consent_store.records.media import EventRow
from consent_store.records.people import PersonRow
from consent_store.records.sightings import SightingRow
from consent_store.records.tables import Base
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import RECOGNITION
from tests.databases import PostgresServer, SqliteServer, migrate
from tests.gallery import Gallery
from tests.school import NOON, School


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_to_nothing_and_up_again_with_data(server: SqliteServer | PostgresServer) -> None:
    url = server.copy()
    _fill(url)
    migrate(url, "0001", down=True)
    assert _count(url) > 0
    migrate(url, "base", down=True)
    assert _tables(url) == {"alembic_version"}
    migrate(url)
    _fill(url)


def test_an_upgrade_keeps_pictures_with_what_was_said_of_them(server: SqliteServer | PostgresServer) -> None:
    url = server.copy()
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        gallery = Gallery.open(School.open(session))
        _item, [face] = gallery.photo()
        gallery.answer(face, Answer.STRANGER)
    migrate(url, "0018", down=True)
    upgrade(engine)
    with Session(engine) as session:
        assert [(row.id, row.answer, row.sense) for row in session.scalars(select(SightingRow))] == [(face, "stranger", "seen")]
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(server: SqliteServer | PostgresServer) -> None:
    url = server.empty()
    engine = make_engine(url)
    with engine.begin() as connection:
        Base.metadata.tables["watch"].create(connection)
    with suppress(SQLAlchemyError):
        migrate(url)
    assert _tables(url) == {"watch"}


def _fill(url: str) -> None:
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        school = School.open(session)
        child, guardian = school.family(groups=[school.group()])
        school.gives(guardian, child, RECOGNITION)
        session.add(EventRow(id=new_id(), title="Sportdag", on=NOON.date(), made_by=school.admin, made_at=NOON))
    engine.dispose()


def _count(url: str) -> int:
    engine = make_engine(url)
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(PersonRow)) or 0
    engine.dispose()
    return found


def _tables(url: str) -> set[str]:
    engine = make_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found
