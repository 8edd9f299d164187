"""What the commands for film and for sound share: refusals as sentences, progress, and moments of a recording."""

import errno
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from app.analysis.weights import WeightsError
from app.media.boxed import BoxUnavailable
from app.media.unplayable import Uncovered, Unplayable

_PERCENT = 100
_FULL = "There is no room left on the disk. Nothing was written."

Progress = Callable[[float, float | None], None]


def sentences(command: Callable[..., None]) -> Callable[..., None]:
    """What a user may meet becomes one sentence on stderr."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            with _tidy():
                command(*args, **kwargs)
        except OSError as error:
            raise click.ClickException(_FULL if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else str(error)) from error
        except (Unplayable, BoxUnavailable, WeightsError, Uncovered, ValueError) as error:
            raise click.ClickException(str(error)) from error

    return wrapped


def check_place(file: Path, out: Path) -> None:
    """Raises `click.UsageError` where a recording cannot go, or would be written over the one that it comes from: the work takes hours."""
    if not out.parent.is_dir():
        raise click.UsageError(f"There is no folder {out.parent}.")
    if out.exists() and file.exists() and out.samefile(file):
        raise click.UsageError("A recording is not written over itself: give another name with -o.")


@contextmanager
def _tidy() -> Iterator[None]:
    """A command that is told to end, or whose terminal closes, leaves nothing half made behind."""
    usual = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is signal.SIG_DFL]
    for number in usual:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in usual:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


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
