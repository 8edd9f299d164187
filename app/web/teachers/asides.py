"""Setting a picture aside, and taking it back. What is out comes back then, which is said before it happens."""

from collections.abc import Collection, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.addresses import within
from app.web.context import me, now, session, unit_of_work
from app.web.naming import item_title
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput
from consent_store.ids import EventId, ItemId
from consent_store.operations import asides
from consent_store.records.queries import asides as questions
from consent_store.records.queries import media
from consent_store.records.views import ItemView
from consent_store.rules.terms import WhyAside


@bp.post("/items/<item>/aside")
@teachers
def set_aside(item: ItemId) -> ResponseReturnValue:
    """Set a picture aside, `why` being one of `WhyAside`. `next` is where to go afterwards: else to the next one that waits."""
    view, why = media.item(session(), item), _why(request.form.get("why", ""))
    if "sure" not in request.form and (out := questions.out_among(session(), [item])):
        return ask_first([view], out, url_for("events.set_aside", item=item), [("why", why)])
    with unit_of_work() as changing:
        asides.set_aside(changing, [item], why, actor=me().person.id, at=now())
    back = {"next": url_for("events.review", item=item)}
    told = _("%(item)s is set aside. Nothing of it is lost.", item=item_title(view))
    flash({"text": told, "undo": url_for("events.take_back", item=item), "fields": back})  # type: ignore[arg-type]
    return redirect(within(request.form.get("next"), _onward(view)), 303)


@bp.post("/items/<item>/back")
@teachers
def take_back(item: ItemId) -> ResponseReturnValue:
    """Take a picture back that was set aside."""
    view = media.item(session(), item)
    with unit_of_work() as changing:
        back = asides.take_back(changing, [item], actor=me().person.id, at=now())
    return _told_back(view.event, len(back))


@bp.post("/<event>/back")
@teachers
def take_all_back(event: EventId) -> ResponseReturnValue:
    """Take back all that was set aside of an event, or those of its pictures that the form names."""
    aside = questions.aside_of(session(), media.event(session(), event).id)
    wanted = set(request.form.getlist("item")) or set(aside)
    with unit_of_work() as changing:
        back = asides.take_back(changing, [item for item in aside if item in wanted], actor=me().person.id, at=now())
    return _told_back(event, len(back))


def ask_first(views: Sequence[ItemView], out: Collection[ItemId], action: str, fields: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    """The question that comes before, where something of what is to be set aside is out."""
    told = {"views": views, "out": [view for view in views if view.id in out], "action": action, "fields": fields}
    way_back = within(request.form.get("from"), url_for("events.show", event=views[0].event))
    return render_template("teachers/aside.html", **told, way_back=way_back, following=within(request.form.get("next"), ""))


def _told_back(event: EventId, count: int) -> ResponseReturnValue:
    if count:
        flash(ngettext("%(num)s picture is back among the others.", "%(num)s pictures are back among the others.", count))
    return redirect(within(request.form.get("next"), url_for("events.show", event=event)), 303)


def _why(text: str) -> WhyAside:
    if text not in set(WhyAside):
        raise BadInput(_("Say why the picture is set aside."), field="why")
    return WhyAside(text)


def _onward(view: ItemView) -> str:
    following = media.next_to_review(session(), view.event, view.number)
    return url_for("events.review", item=following) if following else url_for("events.show", event=view.event)
