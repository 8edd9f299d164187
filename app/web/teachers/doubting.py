"""A question to the supervisor, from the picture, film or sound that it is about, perhaps with a moment and a place marked in it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access
from app.web.addresses import within
from app.web.context import me, now, session, unit_of_work
from app.web.teachers.blueprint import bp
from app.web.teachers.moments import maybe
from app.web.teachers.places import place
from consent_store.ids import ItemId
from consent_store.operations import reviews
from consent_store.records.queries import media
from consent_store.rules.terms import Duty


@bp.post("/items/<item>/doubt")
@access.allow(Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE)
def doubt(item: ItemId) -> ResponseReturnValue:
    """Put a question to the supervisor. The gate is shut from here on. `next` is where to go afterwards."""
    question, box, moment = request.form.get("question", ""), place(media.item(session(), item), request.form), maybe(request.form, "at")
    with unit_of_work() as changing:
        reviews.raise_doubt(changing, item, question, box=box, moment=moment, actor=me().person.id, at=now())
    flash(_("The question is with the supervisor. The gate is shut until the answer."))
    return redirect(within(request.form.get("next"), url_for("events.review", item=item)), 303)
