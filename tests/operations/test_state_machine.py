"""Random years at a random school: no byte leaves without standing consent of everyone in it at that moment."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.databases import PostgresServer, SqliteServer
from tests.machine import SchoolMachine

_QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def run(server: SqliteServer | PostgresServer, years: int, steps: int) -> None:
    """So many random schools, each of so many steps."""
    SchoolMachine.copy = staticmethod(server.copy)
    run_state_machine_as_test(SchoolMachine, settings=settings(max_examples=years, stateful_step_count=steps, **_QUIET))


def test_no_byte_leaves_without_consent(sqlite_server: SqliteServer) -> None:
    run(sqlite_server, 20, 35)


@pytest.mark.deep
def test_no_byte_leaves_without_consent_for_long(server: SqliteServer | PostgresServer) -> None:
    run(server, 5000, 100)
