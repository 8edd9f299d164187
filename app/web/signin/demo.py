"""The demo school: anybody may be anybody, with one press. On a real school there is no such door."""

from typing import TypedDict

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, preferences, presenters, sessions
from app.web.context import school, session, today
from app.web.signin.blueprint import bp
from app.web.words import ROLES
from consent_store.errors import NotFound
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, Stage
from consent_store.records.queries.people import PersonView
from consent_store.rules.capacity import speaks_alone
from consent_store.rules.terms import Role


class Item(TypedDict):
    """Somebody to be, as the `accounts` component wants it."""

    id: str
    name: str
    about: str


def accounts() -> list[Item]:
    """Whom one may be in the demo school; nobody elsewhere."""
    return [{"id": person.id, "name": person.name, "about": _about(person)} for person in _everybody()]


@bp.post("/signin/demo")
@access.public
def enter_demo() -> ResponseReturnValue:
    """Be somebody in the demo school, in the language that one was reading."""
    chosen = next((person for person in _everybody() if person.id == request.form.get("account")), None)
    if chosen is None:
        raise NotFound()
    reads = preferences.language()
    sessions.begin(chosen.id, Area.STAFF if chosen.role is Role.STAFF else Area.FAMILY, Stage.FULL)
    return preferences.remember(redirect("/", 303), "language", reads)


def _everybody() -> list[PersonView]:
    """Staff, guardians, and pupils who speak for themselves; nobody unless this is the demo school."""
    ours = school()
    if ours is None or not ours.demo:
        return []
    age = ours.policy.age_of_consent
    pupils = [pupil for pupil in people.people_of_role(session(), Role.PUPIL) if speaks_alone(pupil.subject, today(), age)]
    return [*people.people_of_role(session(), Role.STAFF), *people.people_of_role(session(), Role.GUARDIAN), *pupils]


def _about(person: PersonView) -> str:
    if person.role is Role.STAFF:
        return presenters.list_words(presenters.duty_words(people.duties_of(session(), person.id)))
    children = people.children_of(session(), person.id, today()) if person.role is Role.GUARDIAN else []
    if children:
        return str(_("parent of %(children)s", children=presenters.list_words(child.given_name for child in children)))
    return str(ROLES[person.role])
