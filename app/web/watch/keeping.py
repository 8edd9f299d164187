"""For how long what is kept, what goes soon because its time has come, and what is held."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import access
from app.web.attempts import attempt, number
from app.web.context import me, now, session
from app.web.presenters import refusal_words
from app.web.watch.blueprint import bp
from consent_store.errors import BadInput, NotFound
from consent_store.ids import EventId, HoldId
from consent_store.operations import holds, retention
from consent_store.records.queries import holds as questions
from consent_store.records.queries import media, people
from consent_store.rules.retention import BOUNDS, Matter, Schedule
from consent_store.rules.terms import Duty

_keeping = access.allow(Duty.PRIVACY, Duty.ADMIN, Duty.SUPERVISOR)
_choosing = access.allow(Duty.PRIVACY, Duty.ADMIN)
_AHEAD = timedelta(days=90)
_NIGHT = timedelta(days=1)
_EVENTS = 200
_MATTERS: Mapping[Matter, LazyString] = {
    Matter.ORIGINAL: _l("Pictures and all files made of them"),
    Matter.DRAFT: _l("Drafts of releases, faces cut out for a review"),
    Matter.DESCRIPTOR: _l("Descriptions of faces nobody answered"),
    Matter.LETTER: _l("Letters in the folder"),
    Matter.PROOF: _l("Screens that prove that something is gone"),
}


@bp.get("/keeping")
@_keeping
def keeping() -> ResponseReturnValue:
    """For how long what is kept, whose time comes within three months, and what is held; with days in the address, what they would do."""
    kept = questions.schedule(session())
    try:
        return _page(kept, retention.choosing(kept, _chosen(request.args)))
    except BadInput as wrong:
        return _page(kept, kept, wrong), 422


@bp.post("/keeping/days")
@_choosing
def choose() -> ResponseReturnValue:
    """Keep for how long what is kept."""
    with attempt(_("It is kept. What is older goes in the coming night.")) as changing:
        retention.choose(changing, _chosen(request.form), actor=me().person.id, at=now())
    return redirect(url_for("watch.keeping", _anchor="schedule"), 303)


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


def _chosen(told: Mapping[str, str]) -> dict[Matter, int]:
    """The days that were filled in. Raises `BadInput` naming the matter."""
    chosen = {}
    for matter in BOUNDS:
        if matter in told:
            days = number(told[matter].strip())
            if days is None:
                raise BadInput(_("Fill in a whole number."), field=matter)
            chosen[matter] = days
    return chosen


def _page(kept: Schedule, chosen: Schedule, wrong: BadInput | None = None) -> str:
    """`kept` holds now, `chosen` would."""
    held, night, ahead = questions.holds(session()), now() + _NIGHT, now() + _AHEAD
    return render_template(
        "watch/keeping.html",
        schedule=kept,
        chosen=chosen,
        matters=_MATTERS,
        bounds=BOUNDS,
        told={wrong.field: refusal_words(wrong)} if wrong else {},
        tonight=_pictures(night, chosen),
        drafts=retention.foresee_drafts(session(), night, schedule=chosen),
        foreseen=retention.foresee(session(), ahead, schedule=chosen),
        proofs=retention.foresee_proofs(session(), ahead, schedule=chosen),
        held=held,
        names={id_: view.name for id_, view in people.people(session(), {each.by for each in held}).items()},
        events=media.event_titles(session(), limit=_EVENTS),
    )


def _pictures(until: datetime, chosen: Schedule) -> int:
    """How many go by then: those of events, and of screens."""
    going = sum(each.pictures - each.staying for each in retention.foresee(session(), until, schedule=chosen))
    return going + retention.foresee_proofs(session(), until, schedule=chosen)
