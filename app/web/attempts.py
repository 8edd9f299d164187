"""Small changes from a page that stays: what is refused is said on that page, and nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import flash
from flask_babel import gettext as _

from app.db import Session
from app.web.context import unit_of_work
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, Conflict, NotAllowed


@contextmanager
def attempt(done: str | None = None) -> Iterator[Session]:
    """A unit of work that says what was refused, or else that it is `done`."""
    try:
        with unit_of_work() as changing:
            yield changing
    except (BadInput, Conflict, NotAllowed) as refusal:
        flash(refusal_words(refusal), "error")
    else:
        if done:
            flash(done)


def number(text: str) -> int | None:
    """A number from a form or an address, of nine figures at most: no database counts further. None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def day(text: str, field: str) -> date | None:
    """A day from a form, None where nothing is filled in. Raises `BadInput` naming the field."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_("This is not a day."), field=field) from error
