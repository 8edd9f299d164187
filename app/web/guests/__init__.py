"""Guests of an event, on their own phone: a name, an address and its code, and a yes or no to each place, in under a minute."""

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, limits, presenters, sessions, tokens
from app.web.context import me, now, session, today, unit_of_work
from app.web.presenters import refusal_words
from app.web.receipts import link_for
from app.web.signin import letters
from app.web.signin.codes import LASTS
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PersonId, PurposeCode
from consent_store.operations import accounts, guests
from consent_store.operations.guests import Answer
from consent_store.records.queries import guests as questions
from consent_store.records.queries import media, people, school
from consent_store.records.queries.accounts import Area, Stage, TokenUse
from consent_store.records.queries.guests import DoorView, StayView
from consent_store.rules.terms import RECOGNITION, Kind

bp = Blueprint("guests", __name__, url_prefix="/guest")
_per_mailbox = limits.limiter.limit(  # whoever reads it did not ask us for letters yet
    "5 per hour", methods=["POST"], key_func=limits.account_key, exempt_when=lambda: not request.form.get("email")
)
_COMING = "guest"  # the event, the person and the address of somebody who has yet to fill in the code


@bp.get("/<token>")
@access.public
def start(token: str) -> ResponseReturnValue:
    """Who are you?"""
    door = _door(token)
    return render_template("guests/start.html", event=_title(door.event), token=token, form={}, wrong=None)


@bp.post("/<token>")
@access.public
@limits.per_address
@limits.per_account
@_per_mailbox
def come(token: str) -> ResponseReturnValue:
    """Come in: with an address by a code that is sent there, without one for as long as this browser knows."""
    door, form = _door(token), request.form
    email, named = form.get("email", "").strip().lower() or None, {name: form.get(name, "") for name in ("given_name", "family_name")}
    try:
        with unit_of_work() as changing:
            event, person = guests.come(changing, tokens.hashed(token), **named, email=email, language=presenters.language(), at=now())
    except (BadInput, Conflict) as wrong:
        return render_template("guests/start.html", event=_title(door.event), token=token, form=form, wrong=wrong), 422
    if email is None:
        sessions.begin(person, Area.FAMILY, Stage.FULL)
        return redirect(url_for("guests.choose"), 303)
    form_session[_COMING] = [event, person, email]
    _send(person, email)
    return redirect(url_for("guests.code"), 303)


@bp.get("/code")
@access.public
def code() -> ResponseReturnValue:
    """Where the code is filled in."""
    _event, _person, email = _coming()
    return render_template("guests/code.html", email=email, error=None)


@bp.post("/code")
@access.public
@limits.per_address
@limits.per_account
def check_code() -> ResponseReturnValue:
    """The address is theirs."""
    event, person, email = _coming()
    with unit_of_work() as changing:
        hashed = tokens.code_hash(person, request.form.get("code", ""))
        spent = accounts.spend_token(changing, TokenUse.ADDRESS_CODE, hashed, guessing_at=[person], at=now())
        if spent is not None:
            guests.confirm(changing, event, person, email, at=now())
    if spent is None:
        error = _("This code is not right, or no longer works. After five wrong ones a new code is needed.")
        return render_template("guests/code.html", email=email, error=error), 422
    sessions.begin(person, Area.FAMILY, Stage.FULL)
    return redirect(url_for("guests.choose"), 303)


@bp.get("/choose")
@access.family
def choose() -> ResponseReturnValue:
    """Where may you be seen?"""
    return _asked(_stay())


@bp.post("/choose")
@access.family
def keep() -> ResponseReturnValue:
    """Keep the answers, and show the receipt."""
    stay = _stay()
    try:
        with unit_of_work() as changing:
            kept = guests.choose(changing, stay.event, dict(_answers()), actor=me().person.id, at=now())
    except Conflict as conflict:
        flash(refusal_words(conflict), "error")
        return redirect(url_for("guests.choose"), 303)
    return redirect(url_for("guests.done", receipt=link_for(kept)), 303)


@bp.get("/done")
@access.family
def done() -> ResponseReturnValue:
    """What was kept, and how to change it."""
    stay, answers = _stay(), questions.answers(session(), me().person.id, on=today())
    titles = presenters.purpose_titles(school.purposes(session()))
    yes = [titles[code] for code in titles if any(answers.get((code, kind)) for kind in Kind)]
    person = people.person(session(), me().person.id)
    receipt = request.args.get("receipt", "")
    mine = receipt if receipt.startswith(f"/receipts/{person.id}/") else None
    return render_template("guests/done.html", event=_title(stay.event), stay=stay, yes=yes, person=person, receipt=mine)


def _door(token: str) -> DoorView:
    found = questions.door(session(), tokens.hashed(token), on=today())
    if found is None:
        raise NotFound(_("This code opens nothing now. Ask somebody of the school for the right one."))
    return found


def _title(event: EventId) -> str:
    return media.event_titles(session(), among=[event])[0].title


def _send(person: PersonId, email: str) -> None:
    figures = tokens.fresh_code()
    with unit_of_work() as changing:
        accounts.issue_token(changing, TokenUse.ADDRESS_CODE, person, tokens.code_hash(person, figures), now() + LASTS, at=now())
    letters.send_address_code(people.person(session(), person), email, figures)


def _coming() -> tuple[EventId, PersonId, str]:
    kept = form_session.get(_COMING)
    if kept is None:
        raise NotFound()
    event, person, email = kept
    return EventId(event), PersonId(person), str(email)


def _stay() -> StayView:
    found = questions.stay(session(), me().person.id)
    if found is None or not found.confirmed:
        raise NotFound()
    return found


def _asked(stay: StayView) -> str:
    notices = school.current_notices(session(), presenters.language())
    purposes = [view for view in school.purposes(session()) if view.code != RECOGNITION and view.code in notices]
    said = questions.answers(session(), me().person.id, on=today())
    values = {view.code: next((said[view.code, kind] for kind in Kind if (view.code, kind) in said), None) for view in purposes}
    return render_template("guests/choose.html", event=_title(stay.event), stay=stay, purposes=purposes, notices=notices, values=values)


def _answers() -> Iterator[tuple[PurposeCode, Answer]]:
    """What the form says, each under the notice that it names."""
    for view in school.purposes(session()):
        answer, notice = request.form.get(view.code), request.form.get(f"{view.code}.notice", 0, int)
        if answer in ("yes", "no"):
            yield view.code, Answer(answer == "yes", notice, request.form.get(f"{view.code}.language", ""))
