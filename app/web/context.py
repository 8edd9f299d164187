"""What a view may ask for: the services, a session to read with, a unit of work to change with, the moment, and who is there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app, g

from app.db import Session
from app.services import Services
from consent_store.errors import NotAllowed
from consent_store.records.queries import school as school_queries
from consent_store.records.queries.accounts import Area
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import SchoolView
from consent_store.rules.terms import Duty, Policy

EXTENSION = "beeldpoort"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is in. `half`: between two steps of signing in. Duties count in the staff's pages alone."""

    person: PersonView
    area: Area
    half: bool
    duties: frozenset[Duty]


def services() -> Services:
    """Everything that touches the world."""
    return cast(Services, current_app.extensions[EXTENSION])


def now() -> datetime:
    """This moment, in UTC."""
    return services().clock()


def session() -> Session:
    """The request's session to read with. One view of the database until something is changed."""
    if "reading" not in g:
        g.stack = ExitStack()
        g.reading = g.stack.enter_context(services().db.reading())
    return cast(Session, g.reading)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Changes that are committed together at the end, or not at all. What is read after it is read anew."""
    stop_reading()
    with services().db.unit_of_work() as changing:
        yield changing


def visitor() -> Visitor | None:
    """Who is there, half in or wholly, or nobody."""
    return cast("Visitor | None", g.get("visitor"))


def me() -> Visitor:
    """Who is there. Raises `NotAllowed` where nobody is, which a route with a permission never meets."""
    found = visitor()
    if found is None:
        raise NotAllowed()
    return found


def school() -> SchoolView | None:
    """The school, or None before it is opened."""
    if "school" not in g:
        g.school = school_queries.school(session())
    return cast("SchoolView | None", g.school)


def today() -> date:
    """The date on the school's wall."""
    ours = school()
    return (ours.policy if ours else Policy()).day(now())


def install(app: Flask) -> None:
    """End the reading session with the request."""
    app.teardown_request(lambda _error: stop_reading())


def stop_reading() -> None:
    """Let go of the view of the database, before something slow or a change; what is read after it is read anew."""
    if g.pop("reading", None) is not None:
        g.pop("stack").close()
    g.pop("school", None)
