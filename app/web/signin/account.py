"""My account: where I am in, and the keys to it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app.web import access, sessions
from app.web.context import me, now, session, unit_of_work
from app.web.signin import passkeys
from app.web.signin.blueprint import bp
from consent_store.errors import Conflict, NotFound
from consent_store.operations import accounts
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries.accounts import Area, Stage


@bp.get("/account")
@access.signed_in
def account_page() -> ResponseReturnValue:
    """Where I am in, and my passkeys."""
    person = me().person.id
    lasting = [kept for kept in account_queries.sessions_of(session(), person) if sessions.lasts(kept)]
    keys = [(bytes_to_base64url(key.id), key) for key in account_queries.passkeys_of(session(), person)]
    staff = me().area is Area.STAFF and account_queries.account(session(), person) is not None
    own = {"passkeys": keys, "may_have": staff or passkeys.may_have(me()), "works_here": me().area is Area.STAFF}
    return render_template("signin/account.html", sessions=lasting, current=sessions.current(), **own)


@bp.post("/account/sessions/end")
@access.signed_in
def end_others() -> ResponseReturnValue:
    """Out everywhere but here."""
    with unit_of_work() as changing:
        accounts.end_sessions(changing, me().person.id, at=now())
    sessions.begin(me().person.id, me().area, Stage.FULL)
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("signin.account_page"), 303)


@bp.post("/account/myself")
@access.staff
def become_family() -> ResponseReturnValue:
    """From the pages of one's work to one's own: staff say for themselves where they may be seen."""
    sessions.begin(me().person.id, Area.FAMILY, Stage.FULL)
    return redirect(url_for("families.show", person=me().person.id), 303)


@bp.post("/account/passkeys/<key>/remove")
@access.signed_in
def remove_passkey(key: str) -> ResponseReturnValue:
    """Forget a passkey, unless that would leave a password alone."""
    person = me().person.id
    with unit_of_work() as changing:
        accounts.remove_passkey(changing, person, _identifier(key))
        kept = account_queries.account(changing, person)
        if me().area is Area.STAFF and (kept is None or not kept.has_second_factor):
            raise Conflict(code="last_key")
    flash(_("The passkey is forgotten."))
    return redirect(url_for("signin.account_page"), 303)


def _identifier(key: str) -> bytes:
    try:
        return base64url_to_bytes(key)
    except ValueError as error:
        raise NotFound() from error
