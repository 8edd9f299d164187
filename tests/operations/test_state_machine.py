"""Random years at a random school: no byte leaves without standing consent of everyone in it at that moment."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import PostgresServer, SqliteServer
from tests.machine import SchoolMachine
from tests.machine_film import FilmMachine

_QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def run(server: SqliteServer | PostgresServer, years: int, steps: int, school: type[SchoolMachine] = SchoolMachine) -> None:
    """So many random schools, each of so many steps."""
    SchoolMachine.copy = staticmethod(server.copy)
    run_state_machine_as_test(school, settings=settings(max_examples=years, stateful_step_count=steps, **_QUIET))


def test_no_byte_leaves_without_consent(sqlite_server: SqliteServer) -> None:
    run(sqlite_server, 20, 35)


def test_no_frame_and_no_voice_leaves_without_consent(sqlite_server: SqliteServer) -> None:
    run(sqlite_server, 8, 30, FilmMachine)


@pytest.mark.deep
def test_no_frame_and_no_voice_leaves_without_consent_for_long(server: SqliteServer | PostgresServer) -> None:
    run(server, 1000, 100, FilmMachine)


@pytest.mark.deep
def test_no_byte_leaves_without_consent_for_long(server: SqliteServer | PostgresServer) -> None:
    run(server, 5000, 100)
