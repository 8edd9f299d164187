"""Long work that somebody may no longer want: it asks every few seconds, and stops."""

from collections.abc import Callable
from time import monotonic
from typing import Final

__all__ = ["Still", "Stopped", "always", "asking"]

EVERY: Final = 3.0  # seconds between two questions

Still = Callable[[], bool]
"""Whether the outcome is still wanted; asking may also say that the work goes on."""


class Stopped(Exception):
    """Nobody wants the outcome any longer: there is none."""


def always() -> bool:
    """Work that is wanted whatever happens."""
    return True


def asking(still: Still) -> Callable[[], None]:
    """What is called as often as one likes, and asks now and then. Raises Stopped."""
    asked = monotonic()

    def ask() -> None:
        nonlocal asked
        if monotonic() - asked >= EVERY:
            if not still():
                raise Stopped
            asked = monotonic()

    return ask
