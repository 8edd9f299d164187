"""What goes soon because its time has come, and what is held."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access
from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.watch.blueprint import bp
from consent_store.errors import NotFound
from consent_store.ids import EventId, HoldId
from consent_store.operations import holds, retention
from consent_store.records.queries import holds as questions
from consent_store.records.queries import media, people
from consent_store.rules.retention import Schedule
from consent_store.rules.terms import Duty

_keeping = access.allow(Duty.PRIVACY, Duty.ADMIN, Duty.SUPERVISOR)
_AHEAD = timedelta(days=90)
_EVENTS = 200


@bp.get("/keeping")
@_keeping
def keeping() -> ResponseReturnValue:
    """For how long what is kept, whose time comes within three months, and what is held."""
    held = questions.holds(session())
    return render_template(
        "watch/keeping.html",
        schedule=Schedule(),
        foreseen=retention.foresee(session(), now() + _AHEAD),
        held=held,
        names={id_: view.name for id_, view in people.people(session(), {each.by for each in held}).items()},
        events=media.event_titles(session(), limit=_EVENTS),
    )


@bp.post("/keeping")
@_keeping
def hold() -> ResponseReturnValue:
    """Keep the pictures of an event beyond their time."""
    event = EventId(request.form.get("event", ""))
    with attempt(_("They stay, until you lift this.")) as changing:
        holds.hold(changing, event, request.form.get("why", ""), actor=me().person.id, at=now())
    return redirect(url_for("watch.keeping"), 303)


@bp.post("/keeping/<held>/lift")
@_keeping
def lift(held: HoldId) -> ResponseReturnValue:
    """Let their time count again."""
    if held not in {each.id for each in questions.holds(session())}:
        raise NotFound()
    with attempt(_("Their time counts again.")) as changing:
        holds.lift(changing, held, actor=me().person.id, at=now())
    return redirect(url_for("watch.keeping"), 303)
