"""Pictures of one moment side by side: somebody keeps the best, and the others are set aside; or keeps them all, and is not asked again."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.web.context import me, now, session, unit_of_work
from app.web.teachers.asides import ask_first
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput
from consent_store.ids import ChoiceId, EventId, ItemId
from consent_store.operations import likeness
from consent_store.records.queries import asides, media
from consent_store.records.queries import likeness as questions
from consent_store.records.queries.likeness import Moment
from consent_store.records.views import EventView
from consent_store.rules.likeness import Point

_ALL = "all"
_POINTS = {
    Point.SHARPEST: _l("Sharpest"),
    Point.LESS_SHARP: _l("Less sharp"),
    Point.LARGEST: _l("Largest"),
    Point.MOST_FACES: _l("Most faces"),
}


@dataclass(frozen=True, slots=True)
class Choosing:
    """The moment that is asked about, the one after it, a picture of the one before; how many moments are left, of how many pictures."""

    event: EventView
    moment: Moment | None
    following: Moment | None
    left: int
    pictures: int
    before: ItemId | None


@bp.get("/<event>/alike")
@teachers
def alike(event: EventId) -> ResponseReturnValue:
    """Pictures that look almost the same, a moment at a time; `of` names a picture of the one that is wanted."""
    return _shown(_choosing(media.event(session(), event), request.args.get("of", "")))


@bp.post("/<event>/alike")
@teachers
def choose(event: EventId) -> ResponseReturnValue:
    """Keep one (`keep`) and those that are ticked (`also`) of the pictures that were on the screen (`item`); set the others aside."""
    media.event(session(), event)
    shown, keep = _told()
    others = [item for item in shown if item not in keep]
    out = asides.out_among(session(), others)
    if out and "sure" not in request.form:
        return _ask_first(event, others, out)
    with unit_of_work() as changing:
        choice = likeness.choose(changing, event, keep, others, actor=me().person.id, at=now())
    _tell(event, choice, len(others), shown[0])
    return _on(event)


@bp.post("/<event>/alike/undo")
@teachers
def undo_choice(event: EventId) -> ResponseReturnValue:
    """Take a choice back: what it set aside is there again, and these pictures are asked about again."""
    media.event(session(), event)
    choice = ChoiceId(request.form.get("choice", ""))
    with unit_of_work() as changing:
        likeness.undo_choice(changing, event, choice, actor=me().person.id, at=now())
    return redirect(url_for("events.alike", event=event, of=request.form.get("of")), 303)


def _told() -> tuple[list[ItemId], list[ItemId]]:
    """The pictures that were on the screen, and those of them that are to be kept."""
    shown, keep = [ItemId(item) for item in request.form.getlist("item")], request.form.get("keep", "")
    wanted = set(shown) if keep == _ALL else {keep, *request.form.getlist("also")}
    if keep not in (*shown, _ALL):
        raise BadInput(_("Keep at least one of them."), field="keep")
    return shown, [item for item in shown if item in wanted]


def _ask_first(event: EventId, others: list[ItemId], out: frozenset[ItemId]) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):  # it went out since the page was made: the page anew asks with a page of its own
        return "", 200, {"HX-Refresh": "true"}
    views = list(media.items(session(), others).values())
    fields = [(name, value) for name in ("item", "keep", "also", "of") for value in request.form.getlist(name)]
    return ask_first(views, out, url_for("events.choose", event=event), fields)


def _tell(event: EventId, choice: ChoiceId, count: int, first: ItemId) -> None:
    told = _("All are kept. You will not be asked about these again.")
    if count:
        told = ngettext("%(num)s picture is set aside.", "%(num)s pictures are set aside.", count)
    flash({"text": told, "undo": url_for("events.undo_choice", event=event), "fields": {"choice": choice, "of": first}})  # type: ignore[arg-type]


def _on(event: EventId) -> ResponseReturnValue:
    """The moment after: for htmx by itself."""
    if request.headers.get("HX-Request"):
        return _shown(_choosing(media.event(session(), event), request.form.get("of", "")))
    return redirect(url_for("events.alike", event=event, of=request.form.get("of")), 303)


def _shown(choosing: Choosing) -> ResponseReturnValue:
    page = "teachers/alike_part.html" if request.headers.get("HX-Request") else "teachers/alike.html"
    return render_template(page, choosing=choosing, event=choosing.event, points=_POINTS)


def _choosing(event: EventView, of: str) -> Choosing:
    groups = questions.groups_of(session(), event.id)
    place = next((place for place, group in enumerate(groups) if of in group), 0)
    asked = [groups[place], groups[(place + 1) % len(groups)]] if groups else []
    moment, following = questions.moments(session(), asked) if asked else (None, None)
    before = groups[place - 1][0] if len(groups) > 1 else None
    return Choosing(event, moment, following, len(groups), sum(map(len, groups)), before)
