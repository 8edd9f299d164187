"""A member of staff makes their account, or gets a new key to it, with a link that the office sends; it opens once."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, limits, sessions, tokens
from app.web.context import now, services, session, unit_of_work
from app.web.signin import letters, passwords
from app.web.signin.blueprint import bp
from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, Stage, TokenUse

LASTS = timedelta(days=7)


def invite(person: PersonId) -> str:
    """Send a member of staff the link to a new password and second factor, and return it. Raises `BadInput` for anybody else.

    What they had keeps working until the link is used.
    """
    token = tokens.fresh()
    invited = people.person(session(), person)
    has_account = account_queries.account(session(), person) is not None
    with unit_of_work() as changing:
        if not has_account:
            accounts.open_account(changing, person)
        accounts.issue_token(changing, TokenUse.STAFF_INVITATION, person, tokens.hashed(token), now() + LASTS, at=now())
    link = services().site.public_url + url_for("signin.invitation", token=token)
    letters.send_invitation(invited, link)
    return link


@bp.get("/signin/invitation/<token>")
@access.public
def invitation(token: str) -> ResponseReturnValue:  # noqa: ARG001  (opening the page uses nothing up, and tells nothing)
    """Where a password is chosen."""
    return _asked()


@bp.post("/signin/invitation/<token>")
@access.public
@limits.per_address
def accept(token: str) -> ResponseReturnValue:
    """Keep the password, and go on to the second factor."""
    try:
        person = _accepted(tokens.hashed(token), request.form.get("password", ""))
    except BadInput as wrong:
        return _asked(str(wrong)), 422
    except NotFound:
        return _asked(_("This link was used already, or is too old. Ask the office for a new one.")), 422
    sessions.begin(person, Area.STAFF, Stage.PASSWORD)
    return redirect(url_for("signin.second"), 303)


def _accepted(hashed: str, password: str) -> PersonId:
    """Use the link up and keep the password, together: a password that will not do leaves the link as it was."""
    with unit_of_work() as changing:
        spent = accounts.spend_token(changing, TokenUse.STAFF_INVITATION, hashed, at=now())
        if spent is None or spent.person is None:
            raise NotFound()
        wrong = passwords.wrong_with(password, people.person(changing, spent.person).email)
        if wrong:
            raise BadInput(wrong, field="password")
        accounts.set_password(changing, spent.person, passwords.hash_password(password), at=now())
        accounts.set_totp(changing, spent.person, None)
        for passkey in account_queries.passkeys_of(changing, spent.person):
            accounts.remove_passkey(changing, spent.person, passkey.id)
    return spent.person


def _asked(error: str | None = None) -> str:
    return render_template("signin/invitation.html", least=passwords.LEAST, error=error)
