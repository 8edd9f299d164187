"""What the commands for film and for sound share: refusals as sentences, progress, and moments of a recording."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from app.analysis.weights import WeightsError
from app.media.boxed import BoxUnavailable
from app.media.unplayable import Uncovered, Unplayable

_PERCENT = 100

Progress = Callable[[float, float | None], None]


def sentences(command: Callable[..., None]) -> Callable[..., None]:
    """What a user may meet becomes one sentence on stderr."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (Unplayable, BoxUnavailable, WeightsError, Uncovered, ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error

    return wrapped


def told(step: str) -> Progress:
    """What tells on stderr how far a step is: a line that is written over on a terminal, else one for each tenth."""
    live, last = sys.stderr.isatty(), [-1]

    def tell(done: float, of: float | None) -> None:
        share = min(_PERCENT, int(_PERCENT * done / of)) if of else int(done)
        share -= 0 if live else share % 10
        if share != last[0]:
            last[0] = share
            click.echo(f"{step} {share}{' %' if of else ' s'}", err=True, nl=not live)
            click.echo("\r" if live else "", err=True, nl=False)

    return tell


def clock(seconds: float) -> str:
    """A moment of a recording as a player shows it."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"
