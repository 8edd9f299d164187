"""Taking back and doing again what one did in an event, a press at a time, across its pictures; it is said before and after."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.addresses import within
from app.web.context import me, now, session, unit_of_work
from app.web.teachers import retold
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.desk import Chosen
from app.web.teachers.drawn import draw
from app.web.teachers.laying import lay
from consent_store.ids import EventId, ItemId
from consent_store.operations import reviews
from consent_store.records.queries import history, media


@bp.post("/<event>/undo")
@teachers
def undo(event: EventId) -> ResponseReturnValue:
    """Take one's own last press back. `item` is the picture that somebody looks at, else `next` where to go afterwards."""
    press = history.of(session(), media.event(session(), event).id, me().person.id).undo
    words = _("Taken back: %(what)s.", what=retold.press_words(press)) if press else _("There is nothing of yours to take back.")
    return _turned(event, reviews.undo, words)


@bp.post("/<event>/redo")
@teachers
def redo(event: EventId) -> ResponseReturnValue:
    """Do again what was taken back. Likewise."""
    press = history.of(session(), media.event(session(), event).id, me().person.id).redo
    words = _("Done again: %(what)s.", what=retold.press_words(press)) if press else _("There is nothing of yours to do again.")
    return _turned(event, reviews.redo, words)


def _turned(event: EventId, turn: Callable[..., list[ItemId]], words: str) -> ResponseReturnValue:
    with unit_of_work() as changing:
        items = turn(changing, event, shown=request.form.get("shown", None, int), actor=me().person.id, at=now())
    here, last = request.form.get("item"), items[-1] if items else None
    link = (url_for("events.review", item=last), _("Look at it")) if last and last != here else None
    if request.headers.get("HX-Request") and here:
        return draw("teachers/review_turned.html", lay(ItemId(here), Chosen()), told={"text": words, "link": link})
    flash({"text": words, "link": link})  # type: ignore[arg-type]
    back = url_for("events.review", item=here) if here else url_for("events.show", event=event)
    return redirect(within(request.form.get("next"), back), 303)
