"""All cases: what goes on, the most pressing first, and what ended."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.context import me, session, today
from app.web.incidents.blueprint import bp, keeping
from consent_store.records.queries import incidents, people
from consent_store.rules.terms import Duty


@bp.get("/")
@keeping
def index() -> ResponseReturnValue:
    """The list."""
    going, ended = incidents.open_cases(session()), incidents.closed_cases(session())
    names = people.people(session(), {case.opened_by for case in (*going, *ended)})
    return render_template(
        "incidents/index.html", going=going, ended=ended, names=names, today=today(), reports=Duty.SUPERVISOR in me().duties
    )
