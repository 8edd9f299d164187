"""The real engine, and drawn people to try it on."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.analysis.pipeline import Engine, build_engine
from app.analysis.ports import Pixels
from app.demo.cast import pupils
from app.demo.portraits import portrait


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def engine(cache: Path) -> Engine:
    return build_engine(cache)


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Pixels]:
    """Draws the picture `variation` of one of the school's pupils."""
    return lambda number, size=240, variation=0: portrait(pupils()[number], size, variation=variation)


@pytest.fixture(scope="session")
def described(engine: Engine, drawn: Callable[..., Pixels]) -> Callable[[int, int], np.ndarray]:
    """The descriptor of one picture of a pupil."""

    def descriptor(number: int, variation: int) -> np.ndarray:
        picture = drawn(number, variation=variation)
        [[face]] = engine.describe([picture], engine.find([picture]))
        return face.descriptor

    return descriptor
