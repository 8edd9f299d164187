"""A whole Beeldpoort behind a test client: real database, vault, keys and queue; only the clock is the test's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import SqliteServer
from tests.web.browser import Web


@pytest.fixture
def unopened(tmp_path: Path, sqlite_server: SqliteServer) -> Iterator[Web]:
    """A Beeldpoort before its first run."""
    web = Web.start(tmp_path, sqlite_server.copy())
    yield web
    web.stop()


@pytest.fixture
def web(unopened: Web) -> Web:
    """A Beeldpoort with a school."""
    unopened.open()
    return unopened
