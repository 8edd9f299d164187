"""The second step: figures from an app, used once; and keeping such an app the first time."""

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.vault import seal, unseal
from app.web import access, limits, sessions
from app.web.context import me, now, school, services, session, unit_of_work
from app.web.signin import totp
from app.web.signin.blueprint import bp
from consent_store.errors import NotAllowed
from consent_store.operations import accounts
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries.accounts import AccountView

_PENDING = "totp"


@bp.get("/signin/second")
@access.half
def second() -> ResponseReturnValue:
    """Ask for the second factor; whoever has none yet makes one first."""
    return _asked() if _account().has_second_factor else redirect(url_for("signin.enrol"), 303)


@bp.post("/signin/second")
@access.half
@limits.per_account
@limits.per_hour
def check_second() -> ResponseReturnValue:
    """Come in with the figures of the app."""
    if not _used(_account(), request.form.get("code", "")):
        return _asked(_("This code is not right, or was used already. Wait for the next one.")), 422
    sessions.step_up()
    return redirect(sessions.wanted(), 303)


@bp.get("/signin/enrol")
@access.half
def enrol() -> ResponseReturnValue:
    """Make a second factor, which nobody works without."""
    _without_one()
    form_session.setdefault(_PENDING, seal(services().keys, totp.new_secret().encode()).hex())
    return _offered()


@bp.post("/signin/enrol")
@access.half
@limits.per_account
def keep_second() -> ResponseReturnValue:
    """Keep the app, once it shows the right figures."""
    _without_one()
    step = totp.step_of(_pending(), request.form.get("code", ""), now())
    if step is None:
        return _offered(_("This code is not right. Does the app show the newest one?")), 422
    with unit_of_work() as changing:
        accounts.set_totp(changing, me().person.id, bytes.fromhex(form_session[_PENDING]))
        accounts.record_totp(changing, me().person.id, step)
    sessions.step_up()
    return redirect(sessions.wanted(), 303)


def _account() -> AccountView:
    kept = account_queries.account(session(), me().person.id)
    if kept is None:
        raise NotAllowed()
    return kept


def _without_one() -> None:
    """Somebody with a password alone must not give themselves another second factor beside the one that is kept."""
    if _account().has_second_factor:
        raise NotAllowed()


def _used(kept: AccountView, figures: str) -> bool:
    """Whether the figures are right, for the first time."""
    if kept.totp_secret is None:
        return False
    step = totp.step_of(unseal(services().keys, kept.totp_secret).decode(), figures, now())
    if step is None:
        return False
    with unit_of_work() as changing:
        return accounts.record_totp(changing, kept.person, step)


def _asked(error: str | None = None) -> str:
    kept = _account()
    return render_template("signin/second.html", totp=kept.totp_secret is not None, passkey=kept.has_passkey, error=error)


def _pending() -> str:
    """The secret that the page showed. It waits sealed in the form's cookie, which is signed but readable."""
    kept = form_session.get(_PENDING)
    if kept is None:
        raise NotAllowed()
    return unseal(services().keys, bytes.fromhex(kept)).decode()


def _offered(error: str | None = None) -> str:
    secret, ours = _pending(), school()
    qr = totp.picture(secret, me().person.email or me().person.name, ours.name if ours else "Beeldpoort")
    return render_template("signin/enrol.html", qr=qr, secret=secret, error=error)
