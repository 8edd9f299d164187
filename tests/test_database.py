"""What the application asks of either database: one view for whoever reads, and no values in what goes wrong."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.db import Database
from consent_store.operations import people
from consent_store.records.queries import people as queries
from tests.school import School


def test_whoever_reads_has_one_view(database: Database) -> None:
    with database.unit_of_work() as session:
        School.open(session)
    with database.reading() as reading:
        assert queries.group_list(reading) == []
        with database.unit_of_work() as session:
            people.make_group(session, "4b")
        assert queries.group_list(reading) == []
    with database.reading() as reading:
        assert [group.name for group in queries.group_list(reading)] == ["4b"]


def test_an_error_carries_no_values(database: Database) -> None:
    with database.reading() as reading, pytest.raises(DBAPIError) as failed:
        reading.execute(text("SELECT 1 FROM nothing WHERE name = :name"), {"name": "Anna"})
    assert "nothing" in str(failed.value) and "Anna" not in str(failed.value)
