"""Arriving with a letter: its link opens only the door, where a fresh code is sent; its code comes in once, for whoever has no address."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import links
from app.letters.invitations import veiled
from app.web import access, limits, sessions, tokens
from app.web.context import me, now, services, unit_of_work, visitor
from app.web.signin import codes, demo, invited, letters
from app.web.signin.blueprint import bp
from consent_store.errors import BadInput, NotAllowed
from consent_store.ids import PersonId
from consent_store.operations import accounts, people
from consent_store.operations import invitations as operations
from consent_store.operations.fields import email_address
from consent_store.records.queries.accounts import Area, Stage, TokenUse

_LASTS = timedelta(minutes=10)
_WANTED = "address"


@bp.get("/in/<key>")
@access.public
def arrive(key: str) -> ResponseReturnValue:
    """The door of whoever a letter was for. Looking at it sends nothing, and tells nobody whose it is."""
    who = visitor()
    if who and not who.half:
        return redirect("/", 303)
    address = invited.address_behind(key)
    if address:
        return render_template("signin/arrive.html", key=key, address=veiled(address))
    return _letter() if invited.behind(key) else _unknown()


@bp.post("/in/<key>")
@access.public
@limits.per_address
@limits.per_account
def arrive_code(key: str) -> ResponseReturnValue:
    """Send the code."""
    address = invited.address_behind(key)
    return codes.send_to_door(key, address) if address else _unknown()


@bp.get("/letter")
@bp.get("/letter/<code>")
@access.public
def letter(code: str = "") -> ResponseReturnValue:
    """Where the code of a letter is filled in; a square that was scanned has filled it in already. Looking uses nothing up."""
    return _letter(code)


@bp.post("/letter")
@access.public
@limits.per_address
def spend_letter() -> ResponseReturnValue:
    """Come in with the code of a letter, once; then we ask for an address, so that next time needs no letter."""
    hashed = links.code_hash(services().keys, request.form.get("code", ""))
    with unit_of_work() as changing:
        person = operations.spend_code(changing, hashed, at=now())
    if person is None:
        return _letter(request.form.get("code", ""), wrong=True), 422
    sessions.begin(person, Area.FAMILY, Stage.FULL)
    return redirect(url_for("signin.address"), 303)


@bp.get("/address")
@access.family
def address() -> ResponseReturnValue:
    """Where somebody without an address may give one. Whoever has one goes on."""
    if me().person.email:
        return redirect("/", 303)
    return render_template("signin/address.html")


@bp.post("/address")
@access.family
@limits.per_account
def give_address() -> ResponseReturnValue:
    """Send a code to the address that was given: a slip of the pen must not open somebody's door to a stranger."""
    _without_address()
    try:
        chosen = email_address(request.form.get("email"))
    except BadInput:
        chosen = None
    if chosen is None:
        error = _("A piece is missing. An address looks like name@school.nl.")
        return render_template("signin/address.html", email=request.form.get("email"), error=error), 422
    figures = tokens.fresh_code()
    with unit_of_work() as changing:
        accounts.issue_token(changing, TokenUse.ADDRESS_CODE, me().person.id, _hash(chosen, figures), now() + _LASTS, at=now())
    letters.send_address_code(me().person, chosen, figures)
    form_session[_WANTED] = chosen
    return redirect(url_for("signin.address_code"), 303)


@bp.get("/address/code")
@access.family
def address_code() -> ResponseReturnValue:
    """Where the code that was sent there is filled in."""
    chosen = form_session.get(_WANTED)
    return render_template("signin/address_code.html", email=chosen) if chosen else redirect(url_for("signin.address"), 303)


@bp.post("/address/code")
@access.family
@limits.per_account
def keep_address() -> ResponseReturnValue:
    """Keep the address, once its owner has shown that it is theirs."""
    _without_address()
    person, chosen = me().person.id, str(form_session.get(_WANTED, ""))
    with unit_of_work() as changing:
        hashed = _hash(chosen, request.form.get("code", ""))
        right = accounts.spend_token(changing, TokenUse.ADDRESS_CODE, hashed, guessing_at=[person], at=now()) is not None
        if right:
            people.correct(changing, person, {"email": chosen}, actor=person, at=now())
    if not right:
        error = _("This code is not right, or no longer works. After five wrong ones a new code is needed.")
        return render_template("signin/address_code.html", email=chosen, error=error), 422
    form_session.pop(_WANTED, None)
    flash(_("Next time we send a code to %(email)s.", email=chosen))
    return redirect("/", 303)


def _without_address() -> None:
    """An address that is known is changed by the office: a session left open must not give somebody's door away."""
    if me().person.email:
        raise NotAllowed()


def _hash(chosen: str, figures: str) -> str:
    """Bound to the address: a code that was sent to one keeps no other."""
    return tokens.code_hash(PersonId(f"{me().person.id}|{chosen}"), figures)


def _letter(code: str = "", *, wrong: bool = False) -> str:
    return render_template("signin/letter.html", code=code, wrong=wrong)


def _unknown() -> ResponseReturnValue:
    sentence = _("This link does not work, or no longer. Nothing has changed. You come in with your e-mail address all the same.")
    return render_template("signin/start.html", accounts=demo.accounts(), sentence=sentence), 404
