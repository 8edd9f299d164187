"""Drawn people to try the engine on."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from app.analysis.pipeline import Engine
from app.analysis.ports import Pixels
from app.demo.cast import pupils
from app.demo.portraits import portrait


@pytest.fixture(scope="session")
def drawn() -> Callable[..., Pixels]:
    """Draws the picture `variation` of one of the school's pupils."""
    return cache(lambda number, size=240, variation=0: portrait(pupils()[number], size, variation=variation))


@pytest.fixture(scope="session")
def described(engine: Engine, drawn: Callable[..., Pixels]) -> Callable[[int, int], np.ndarray]:
    """The descriptor of one picture of a pupil."""

    @cache
    def descriptor(number: int, variation: int) -> np.ndarray:
        picture = drawn(number, variation=variation)
        [[face]] = engine.describe([picture], engine.find([picture]))
        return face.descriptor

    return descriptor
