"""The real engine, prepared once for all tests of drawn people."""

import pytest

from app.analysis.pipeline import Engine, build_engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return build_engine(tmp_path_factory.mktemp("models"))
