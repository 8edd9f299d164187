"""Families: a code to the address that the school knows. Nothing here tells whether it knows one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters.invitations import veiled
from app.web import access, limits, sessions, tokens
from app.web.addresses import within
from app.web.context import me, now, session, unit_of_work, visitor
from app.web.signin import demo, invited, letters
from app.web.signin.blueprint import bp
from app.web.words import ROLES
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, Stage, TokenUse
from consent_store.records.queries.people import PersonView

LASTS = timedelta(minutes=10)
_EMAIL, _KEY = "email", "door"  # what this browser knows of whom a code was sent to: an address, or the key of a door
_FLOOR = 0.3  # seconds: longer than it takes to keep and post a code


@bp.get("/signin")
@access.public
def start() -> ResponseReturnValue:
    """The door. Whoever is in already goes on."""
    who = visitor()
    if who and not who.half:
        return redirect("/", 303)
    sessions.want(within(request.args.get("next")))
    return render_template("signin/start.html", accounts=demo.accounts())


@bp.post("/signin")
@access.public
@limits.per_address
@limits.per_account
def send_code() -> ResponseReturnValue:
    """Send a code, if the school knows the address, and say the same if not."""
    email = request.form.get("email", "").strip().lower()
    if "@" not in email:
        error = _("A piece is missing. An address looks like name@school.nl.")
        return render_template("signin/start.html", accounts=demo.accounts(), email=email, error=error), 422
    with _taking_as_long():
        _send(people.by_email(session(), email))
    form_session.pop(_KEY, None)
    form_session[_EMAIL] = email
    return redirect(url_for("signin.code"), 303)


def send_to_door(key: str, address: str) -> ResponseReturnValue:
    """Send a code to the address of whoever's door a key is of; the browser is not told which that is."""
    with _taking_as_long():
        _send(people.by_email(session(), address))
    form_session.pop(_EMAIL, None)
    form_session[_KEY] = key
    return redirect(url_for("signin.code"), 303)


@bp.get("/signin/code")
@access.public
def code() -> ResponseReturnValue:
    """Where the code is filled in."""
    return _asked() if form_session.get(_EMAIL) or form_session.get(_KEY) else redirect(url_for("signin.start"), 303)


@bp.post("/signin/code")
@access.public
@limits.per_address
@limits.per_account
def check_code() -> ResponseReturnValue:
    """Come in with a code; where several people share the address, choose first who to be."""
    email = _address()
    candidates = people.by_email(session(), email) if email else []
    with _taking_as_long():
        owner = _spent(candidates, request.form.get("code", ""))
    if owner is None:
        error = _("This code is not right, or no longer works. After five wrong ones a new code is needed.")
        return _asked(error), 422
    sessions.begin(owner, Area.FAMILY, Stage.PASSWORD if len(candidates) > 1 else Stage.FULL)
    return redirect(url_for("signin.who") if len(candidates) > 1 else sessions.wanted(), 303)


@bp.get("/signin/who")
@access.choosing
def who() -> ResponseReturnValue:
    """Choose who to be."""
    items = [{"id": person.id, "name": person.name, "about": ROLES[person.role]} for person in _sharing()]
    return render_template("signin/who.html", items=items)


@bp.post("/signin/who")
@access.choosing
def choose() -> ResponseReturnValue:
    """Be one of those who share the address that the code was sent to."""
    chosen = next((person for person in _sharing() if person.id == request.form.get("account")), None)
    if chosen is None:
        raise NotFound()
    sessions.begin(chosen.id, Area.FAMILY, Stage.FULL)
    return redirect(sessions.wanted(), 303)


@bp.post("/signout")
@access.public
def leave() -> ResponseReturnValue:
    """Go out. Harmless to whoever is not in."""
    sessions.end()
    return redirect(url_for("signin.start"), 303)


def _address() -> str:
    """Where the code was sent."""
    return invited.address_behind(str(form_session[_KEY])) if _KEY in form_session else str(form_session.get(_EMAIL, ""))


def _asked(error: str | None = None) -> str:
    address = veiled(_address()) if _KEY in form_session else _address()
    return render_template("signin/code.html", email=address, error=error)


def _sharing() -> list[PersonView]:
    return people.by_email(session(), me().person.email or "")


def _send(candidates: list[PersonView]) -> None:
    """One code for all who share an address, kept with the first of them."""
    if candidates:
        first, figures = candidates[0], tokens.fresh_code()
        with unit_of_work() as changing:
            hashed = tokens.code_hash(first.id, figures)
            accounts.issue_token(changing, TokenUse.FAMILY_CODE, first.id, hashed, now() + LASTS, at=now())
        letters.send_code(first, figures)


def _spent(candidates: list[PersonView], figures: str) -> PersonId | None:
    if not candidates:
        return None
    first = candidates[0].id
    with unit_of_work() as changing:
        hashed = tokens.code_hash(first, figures)
        spent = accounts.spend_token(changing, TokenUse.FAMILY_CODE, hashed, guessing_at=[first], at=now())
    return spent.person if spent else None


@contextmanager
def _taking_as_long() -> Iterator[None]:
    """An unknown address must not answer sooner than a known one."""
    began = time.monotonic()
    yield
    time.sleep(max(0.0, _FLOOR - (time.monotonic() - began)))
