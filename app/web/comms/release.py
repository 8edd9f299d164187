"""Asking for pictures: one page that says what it means; then files are made, for this and nothing else."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.web.comms.blueprint import bp, comms
from app.web.comms.order import AT_ONCE, Order, batched, letter, order
from app.web.context import me, now, services, session, unit_of_work
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import ReleaseId
from consent_store.operations import drafts
from consent_store.records.queries import releases as questions


@bp.get("/confirm")
@comms
def confirm() -> ResponseReturnValue:
    """What letting this out means, and the questions that are asked each time."""
    try:
        return _asked()
    except BadInput as wrong:
        flash(refusal_words(wrong), "error")
        purpose, event = request.args.get("purpose"), request.args.get("event")
        return redirect(url_for("comms.index", purpose=purpose, event=event, channel=request.args.get("channel")), 303)


@bp.post("/confirm")
@comms
def take() -> ResponseReturnValue:
    """Ask for the files: while they are made there is time for the text."""
    try:
        wanted = order(request.form)
        batch = _drafted(wanted)
    except BadInput as wrong:
        return _asked(wrong), 422
    services().nudge.make()
    if batch is None:
        raise NotCleared()
    return redirect(url_for("comms.batch", batch=batch), 303)


def _drafted(wanted: Order) -> str | None:
    """The batch in which they are drafts now; those for which the gate shut since stay behind, and are counted."""
    batch, found = None, list[ReleaseId | NotCleared]()
    for some in batched(wanted.kits.items(), AT_ONCE):
        with unit_of_work() as changing:
            found += drafts.draft_many(changing, dict(some), wanted.purpose, actor=me().person.id, at=now()).values()
        batch = some[0][1].batch
    if not found:
        raise NotFound()
    stayed = sum(isinstance(each, NotCleared) for each in found)
    if 0 < stayed < len(found):
        flash(ngettext("The gate shut for %(num)s picture; it stays.", "The gate shut for %(num)s pictures; they stay.", stayed), "error")
    return batch if stayed < len(found) else None


def _asked(wrong: BadInput | None = None) -> str:
    form = request.form if wrong else request.args
    lying = letter(form)
    told = {wrong.field: refusal_words(wrong)} if wrong else {}
    channels = questions.channels(session(), lying.purpose.code)
    return render_template("comms/confirm.html", letter=lying, form=form, told=told, channels=channels)
