"""Letting pictures out: one page that says what it means, then the file, or many in one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.web import door
from app.web.comms import zipped
from app.web.comms.blueprint import bp, comms
from app.web.comms.order import letter, order
from app.web.context import me, now, session, unit_of_work
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, NotCleared
from consent_store.operations import releases
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
    """Let it out and hand it over: the gate is asked again for each picture, as its turn comes."""
    try:
        wanted = order(request.form)
    except BadInput as wrong:
        return _asked(wrong), 422
    if len(wanted.items) != 1:
        return zipped.hand_out(wanted)
    [item], told = wanted.items, {"channel": wanted.channel, "personally": wanted.personally}
    try:
        with unit_of_work() as changing:
            made = releases.release(changing, item, wanted.purpose, **told, actor=me().person.id, at=now())  # type: ignore[arg-type]
        return door.hand_out(made, why=wanted.why)
    except NotCleared as shut:
        flash(refusal_words(shut), "error")
        return redirect(url_for("comms.photo", item=item, purpose=wanted.purpose), 303)


def _asked(wrong: BadInput | None = None) -> str:
    form = request.form if wrong else request.args
    lying = letter(form)
    told = {wrong.field: refusal_words(wrong)} if wrong else {}
    channels = questions.channels(session(), lying.purpose.code)
    return render_template("comms/confirm.html", letter=lying, form=form, told=told, channels=channels)
