"""Staff: address and password, the first of two steps."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, limits, sessions
from app.web.context import session
from app.web.signin import passwords
from app.web.signin.blueprint import bp
from consent_store.ids import PersonId
from consent_store.records.queries import accounts, people
from consent_store.records.queries.accounts import Area, Stage


@bp.get("/signin/staff")
@access.public
def staff() -> ResponseReturnValue:
    """The door to the office."""
    return render_template("signin/staff.html")


@bp.post("/signin/staff")
@access.public
@limits.per_address
@limits.per_account
def check_password() -> ResponseReturnValue:
    """The first step. A wrong password and an unknown address get the same answer, after the same time."""
    email, password = request.form.get("email", "").strip().lower(), request.form.get("password", "")
    person = _owner(email, password)
    if person is None:
        error = _("This address and password do not belong together. Nothing has changed; try again.")
        return render_template("signin/staff.html", email=email, error=error), 422
    sessions.begin(person, Area.STAFF, Stage.PASSWORD)
    return redirect(url_for("signin.second"), 303)


def _owner(email: str, password: str) -> PersonId | None:
    """Whose account it is. One password is tried, whoever is or is not there."""
    held = [accounts.account(session(), person.id) for person in people.by_email(session(), email) if person.left_on is None]
    account = next((kept for kept in held if kept is not None), None)
    right = passwords.matches(account.password_hash if account else None, password)
    return account.person if account and right else None
