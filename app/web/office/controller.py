"""What receipts say of the school, and how often letters remind."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.office.blueprint import admin, bp
from consent_store.errors import BadInput
from consent_store.operations import controller as operations
from consent_store.records.queries import controller as questions
from consent_store.records.queries.controller import Controller, Reminding


@bp.get("/school/letters")
@admin
def controller() -> ResponseReturnValue:
    """Who is responsible, whom to ask, where things are kept; and when families are reminded."""
    told = {"ours": questions.controller(session()), "reminding": questions.reminding(session())}
    return render_template("office/controller.html", **told)


@bp.post("/school/letters")
@admin
def say_who() -> ResponseReturnValue:
    """Keep what receipts say."""
    said = [request.form.get(name) for name in ("address", "email", "privacy_contact", "storage")]
    with attempt(_("It is kept.")) as changing:
        operations.say_who(changing, Controller(*said), actor=me().person.id, at=now())
    return redirect(url_for("office.controller"), 303)


@bp.post("/school/reminders")
@admin
def choose_reminding() -> ResponseReturnValue:
    """Keep how often families are reminded."""
    with attempt(_("It is kept.")) as changing:
        chosen = Reminding(_number("remind_days"), _number("remind_times"))
        operations.choose_reminding(changing, chosen, actor=me().person.id, at=now())
    return redirect(url_for("office.controller"), 303)


def _number(field: str) -> int:
    text = request.form.get(field, "").strip()
    if not text.isdecimal() or len(text) > 3:
        raise BadInput(_("Fill in a whole number."), field=field)
    return int(text)
