"""Events: the list, a new one, and the page where pictures come in and are seen to arrive."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.context import me, now, services, session, today, unit_of_work
from app.web.teachers import arriving, grid, makers, pulse, underway
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput
from consent_store.ids import EventId, GroupId
from consent_store.operations import media
from consent_store.records.queries import attesting, differences, likeness, looking, people, work
from consent_store.records.queries import media as questions
from consent_store.records.views import EventView

_PAGE = 60  # events


@bp.get("/")
@teachers
def index() -> ResponseReturnValue:
    """The latest events; with `before`, earlier ones."""
    before = _day(request.args.get("before", ""))
    found = questions.events(session(), limit=_PAGE, before=before)
    second = sum(number for _event, number in attesting.second_by_event(session(), me().person.id))
    unanswered = questions.unanswered(session(), [view.id for view in found])
    told = {"second": second, "otherwise": sum(number for _event, number in differences.open_by_event(session())), "unanswered": unanswered}
    earlier = found[-1].on if len(found) == _PAGE else None
    return render_template("teachers/events.html", events=found, groups=_group_names(), earlier=earlier, **told)


@bp.get("/new")
@teachers
def new() -> ResponseReturnValue:
    """A new event."""
    return render_template("teachers/new.html", form={"on": today().isoformat()}, groups=people.group_list(session()), wrong=None)


@bp.post("/new")
@teachers
def make() -> ResponseReturnValue:
    """Make an event, and go where its pictures are dropped."""
    try:
        with unit_of_work() as changing:
            event = media.make_event(
                changing,
                title=request.form.get("title", ""),
                on=_wanted_day(request.form.get("on", "")),
                groups=[GroupId(group) for group in request.form.getlist("groups")],
                recognition_off="recognition_off" in request.form,
                actor=me().person.id,
                at=now(),
            )
    except BadInput as wrong:
        form = request.form.to_dict() | {"groups": request.form.getlist("groups")}
        return render_template("teachers/new.html", form=form, groups=people.group_list(session()), wrong=wrong), 422
    return redirect(url_for("events.show", event=event), 303)


@bp.get("/<event>")
@teachers
def show(event: EventId) -> ResponseReturnValue:
    """An event: upload, what has arrived, and its pictures."""
    beat, view = pulse.beat(event), questions.event(session(), event)
    unclaimed = len(questions.without_maker(session(), event))
    told = {"grounds": makers.GROUNDS, "unclaimed": unclaimed, "me": me().person.name, **arriving.sending(event)}
    return render_template("teachers/event.html", **_arrived(view), **told, grid=grid.laid(view.id), since=beat)


@bp.get("/<event>/arrived")
@teachers
def arrived(event: EventId) -> ResponseReturnValue:
    """How far an event is, asked again and again while something is on its way. Says when there is something new to see."""
    view = questions.event(session(), event)
    seen = request.args.get("seen")
    headers = {} if seen in (None, _seen(view)) else {"HX-Trigger": "arrived"}
    return render_template("teachers/arrived.html", **_arrived(view)), 200, headers


@bp.post("/<event>/maker")
@teachers
def claim(event: EventId) -> ResponseReturnValue:
    """Say whose work the pictures are of which nobody said so."""
    items, maker = questions.without_maker(session(), event), makers.told(request.form)
    questions.event(session(), event)
    if maker is None:
        raise BadInput(_("Say whose work it is, or leave it for later."), field="ground")
    with unit_of_work() as changing:
        for item in items:
            media.record_maker(changing, item, maker, actor=me().person.id, at=now())
    return redirect(url_for("events.show", event=event), 303)


@bp.post("/<event>/again")
@teachers
def again(event: EventId) -> ResponseReturnValue:
    """Look once more at what could not be looked at."""
    questions.event(session(), event)
    failed = questions.failed_of(session(), event)
    with unit_of_work() as changing:
        for item in failed:
            media.try_again(changing, item, actor=me().person.id, at=now())
    for item in failed:
        services().nudge.analyse(item)
    return redirect(url_for("events.show", event=event), 303)


def _arrived(view: EventView) -> dict[str, object]:
    progress = view.progress
    busy = progress.analysed + progress.failed < progress.received
    refused = questions.refused_of(session(), view.id) if progress.refused else []
    told = {"left": work.left(session(), view.id), "to_attest": attesting.number_to_attest(session(), view.id)}
    told |= {"alike": sum(map(len, likeness.groups_of(session(), view.id))), "comparing": likeness.comparing(session(), view.id)}
    told["unanswered"] = questions.unanswered(session(), [view.id]).get(view.id, 0)
    told |= {"otherwise": differences.number_open(session(), view.id), "waiting": questions.next_to_review(session(), view.id)}
    lines = underway.lines(view.id) if busy or progress.failed else []
    told["still"] = looking.standing_still(session(), view.id, at=now()) if busy else 0
    told |= {"underway": lines, "failed": progress.failed - sum(line.stopped for line in lines)}
    return {"event": view, "busy": busy, "seen": _seen(view), "refused": refused, "groups": _group_names(), **told}


def _seen(view: EventView) -> str:
    """Changes when there is something new in the grid."""
    return f"{view.progress.received}-{view.progress.analysed}-{view.progress.failed}"


def _group_names() -> dict[GroupId, str]:
    return {group.id: group.name for group in people.group_list(session())}


def _wanted_day(text: str) -> date:
    found = _day(text)
    if found is None:
        raise BadInput(_("This is not a day."), field="on")
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
