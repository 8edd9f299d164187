"""Classes and other groups."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import session
from app.web.office.blueprint import bp, office
from consent_store.operations import people
from consent_store.records.queries import people as questions
from consent_store.records.queries import register


@bp.get("/groups")
@office
def groups() -> ResponseReturnValue:
    """The groups in use, with how many people are in each."""
    return render_template("office/groups.html", groups=questions.group_list(session()), sizes=register.group_sizes(session()))


@bp.post("/groups")
@office
def make_group() -> ResponseReturnValue:
    """Make a group."""
    with attempt(_("The group is made.")) as changing:
        people.make_group(changing, request.form.get("name", ""))
    return redirect(url_for("office.groups"), 303)
