"""What the school chose."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, services, session
from app.web.office.blueprint import admin, bp
from consent_store.errors import BadInput
from consent_store.operations import school
from consent_store.records.queries import school as questions


@bp.get("/school")
@admin
def settings() -> ResponseReturnValue:
    """The school, the age of consent, and how long a parent's word counts after that birthday."""
    return render_template("office/settings.html", school=questions.opened(session()))


@bp.post("/school")
@admin
def keep_settings() -> ResponseReturnValue:
    """Keep what the school chose; what no longer stands by it comes back at once."""
    with attempt(_("It is kept.")) as changing:
        policy = questions.policy(changing)
        chosen = replace(policy, age_of_consent=_number("age_of_consent"), lapse_days=_lapse())
        school.set_policy(changing, chosen, actor=me().person.id, at=now())
    services().nudge.tidy()
    return redirect(url_for("office.settings"), 303)


def _lapse() -> int | None:
    return _number("lapse_days") if request.form.get("lapses") == "yes" else None


def _number(field: str) -> int:
    text = request.form.get(field, "").strip()
    if not text.isdecimal() or len(text) > 4:
        raise BadInput(_("Fill in a whole number."), field=field)
    return int(text)
