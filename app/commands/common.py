"""What every command shares: the built Beeldpoort, who is asking, refusals as sentences, and answers for programs."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from functools import wraps
from typing import Any

import click
from alembic.util import CommandError
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.vault import VaultError
from app.wiring import Built
from consent_store.errors import Refusal
from consent_store.ids import PersonId
from consent_store.records.queries import people as people_queries

as_json = click.option("--json", "as_json", is_flag=True, help="Answer with JSON, for a program to read.")
by = click.option("--by", required=True, metavar="EMAIL", help="Who does this: the e-mail address of a member of staff.")


def built() -> Built:
    """The Beeldpoort that this command works on."""
    found: Built = current_app.extensions["beeldpoort.built"]
    return found


def refusals_are_sentences(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what a user may meet into one sentence on stderr; a defect still shows its trace."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (Refusal, VaultError) as error:
            raise click.ClickException(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException("The database cannot be used. Is it there, and up to date? Run: flask upgrade") from error
        except CommandError as error:
            raise click.ClickException("The database was made by a newer Beeldpoort than this one. Nothing was changed.") from error

    return wrapped


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with."""
    with built().services.db.reading() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session that commits at the end."""
    with built().services.db.unit_of_work() as session:
        yield session


def staff(session: Session, email: str) -> PersonId:
    """The one member of staff with this address."""
    found = [view.id for view in people_queries.by_email(session, email) if people_queries.duties_of(session, view.id)]
    if len(found) != 1:
        raise click.ClickException(
            "No member of staff has this e-mail address." if not found else "Several people have this e-mail address."
        )
    return found[0]


@contextmanager
def progress(length: int, label: str, *, hidden: bool = False) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; yields what to call with how many more are done."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def say(value: object) -> None:
    """Print a value as JSON: dataclasses as objects, moments and enumerations as text."""
    click.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, frozenset | set | tuple):
        return sorted(value) if isinstance(value, frozenset | set) else list(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
