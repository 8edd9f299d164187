"""The last signed checkpoint lies beside the database too: whole, whatever happens to the disk."""

import resource
from datetime import timedelta
from pathlib import Path

import pytest

from app.db import Database, make_engine
from app.ledger import sign_head
from app.vault import Keys
from tests.databases import SqliteServer
from tests.school import NOON, School


def test_a_full_disk_leaves_the_note_that_was_there(sqlite_server: SqliteServer, tmp_path: Path) -> None:
    database, keys, note = Database(make_engine(sqlite_server.copy())), Keys.load_or_create(tmp_path / "keys"), tmp_path / "note"
    with database.unit_of_work() as session:
        School.open(session)
    with database.unit_of_work() as session:
        sign_head(session, keys, note, at=NOON)
    before = note.read_text()
    with database.unit_of_work() as session:
        School.again(session).pupil()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.raises(OSError, match="large"), database.unit_of_work() as session:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, limits[1]))
        try:
            sign_head(session, keys, note, at=NOON + timedelta(hours=1))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert note.read_text() == before
    with database.unit_of_work() as session:
        sign_head(session, keys, note, at=NOON + timedelta(hours=2))
    assert note.read_text() != before and sorted(path.name for path in tmp_path.iterdir()) == ["keys", "note"]
