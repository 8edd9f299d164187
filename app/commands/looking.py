"""What the commands about faces share: files one by one with a bar, what cannot be used as rows, answers in words or JSON."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
import numpy as np

from app.analysis.labelled import Portrait
from app.analysis.pipeline import Engine
from app.analysis.ports import Descriptors
from app.analysis.weights import WeightsError

type_path = click.Path(path_type=Path)
type_folder = click.Path(path_type=Path, exists=True, file_okay=False)

Row = dict[str, Any]


def sentences(command: Callable[..., None]) -> Callable[..., None]:
    """What a user may meet becomes one sentence on stderr."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (WeightsError, ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error

    return wrapped


def shown(files: Sequence[Path]) -> Iterator[Path]:
    """The files one by one, with a bar on a terminal."""
    with click.progressbar(files, file=sys.stderr, hidden=not sys.stderr.isatty(), show_pos=True) as bar:
        yield from bar


def known(seen: Iterable[Portrait]) -> tuple[dict[Path, Descriptors], list[Row]]:
    """The descriptor of each file that shows a face, and a row for each of the others."""
    every = list(seen)
    found = {each.file: each.face.descriptor for each in every if each.face}
    return found, [{"file": str(each.file), "error": each.error} for each in every if each.error]


def stacked(rows: Sequence[Descriptors], engine: Engine) -> Descriptors:
    """Descriptors as one array, float32 (n, length), also where there are none."""
    return np.stack(rows) if rows else np.empty((0, engine.describer.length), np.float32)


def report(values: Row, as_json: bool) -> None:
    """Named values, a line each."""
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
