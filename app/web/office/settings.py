"""What the school chose."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import presenters
from app.web.attempts import attempt
from app.web.context import me, now, services, session
from app.web.office.blueprint import admin, bp
from consent_store.errors import BadInput
from consent_store.operations import postings, school
from consent_store.operations import settings as settings_operations
from consent_store.records.queries import looking, recalls
from consent_store.records.queries import school as questions
from consent_store.rules.terms import Onlookers


@bp.get("/school")
@admin
def settings() -> ResponseReturnValue:
    """The school, the age of consent, how long a yes lasts, and what onlookers see."""
    asks = recalls.may_ask_addresses(session())
    still = looking.standing_still(session(), at=now())
    return render_template(
        "office/settings.html", school=questions.opened(session()), months=presenters.month_names(), asks=asks, still=still
    )


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


@bp.post("/school/lasting")
@admin
def keep_lasting() -> ResponseReturnValue:
    """Keep how long a yes lasts that is said from now on."""
    with attempt(_("It is kept. It holds for whoever says yes from now on.")) as changing:
        settings_operations.choose_lasting(changing, _lasting(), actor=me().person.id, at=now())
    return redirect(url_for("office.settings", _anchor="lasting"), 303)


@bp.post("/school/onlookers")
@admin
def keep_onlookers() -> ResponseReturnValue:
    """Keep what a guardian without authority sees."""
    chosen = next((each for each in Onlookers if each.value == request.form.get("onlookers")), None)
    if chosen is None:
        raise BadInput(field="onlookers")
    with attempt(_("It is kept.")) as changing:
        settings_operations.choose_onlookers(changing, chosen, actor=me().person.id, at=now())
    return redirect(url_for("office.settings", _anchor="onlookers"), 303)


@bp.post("/school/addresses")
@admin
def keep_addresses() -> ResponseReturnValue:
    """Keep whether the addresses of postings may be asked."""
    with attempt(_("It is kept.")) as changing:
        postings.switch_asking(changing, request.form.get("ask") == "yes", actor=me().person.id, at=now())
    return redirect(url_for("office.settings", _anchor="addresses"), 303)


def _lasting() -> str:
    """What `Lasting` reads; whatever else was filled in is refused there."""
    form = request.form
    if form.get("lasts") == "months":
        return f"months {_number('months')}"
    return f"year {_number('month'):02}-{_number('day'):02}" if form.get("lasts") == "year" else ""


def _lapse() -> int | None:
    return _number("lapse_days") if request.form.get("lapses") == "yes" else None


def _number(field: str) -> int:
    text = request.form.get(field, "").strip()
    if not text.isdecimal() or len(text) > 4:
        raise BadInput(_("Fill in a whole number."), field=field)
    return int(text)
