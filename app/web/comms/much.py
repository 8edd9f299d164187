"""Whoever takes very much in a day asks a second person, who reads why."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import second
from app.web.attempts import attempt
from app.web.comms.blueprint import bp, comms, recalling
from app.web.context import me, now, school, services, session
from consent_store.ids import BulkId
from consent_store.operations import bulk
from consent_store.records.queries import links, people
from consent_store.rules.terms import Duty


@bp.get("/much")
@recalling
def much() -> ResponseReturnValue:
    """How much one took today, what one asked, and who waits for one's answer."""
    since = now() - bulk.DAY
    waiting = [each for each in links.bulk_waiting(session(), since) if each.by != me().person.id]
    names = {id_: view.name for id_, view in people.people(session(), {each.by for each in waiting}).items()}
    counted = {each.by: links.taken_since(session(), each.by, since) for each in waiting}
    told = {"taken": links.taken_since(session(), me().person.id, since), "mine": links.bulk_of(session(), me().person.id, since)}
    return render_template(
        "comms/much.html", waiting=waiting, names=names, counted=counted, alone=bulk.ALONE, asks=Duty.COMMS in me().duties, **told
    )


@bp.post("/much")
@comms
def ask_much() -> ResponseReturnValue:
    """Ask to take more today."""
    why, asked = request.form.get("why", ""), False
    with attempt(_("Asked. A colleague of communications or the supervisor answers.")) as changing:
        bulk.ask(changing, why, actor=me().person.id, at=now())
        asked = True
    if asked:
        _tell(why.strip())
    return redirect(url_for("comms.much"), 303)


@bp.post("/much/<asked>")
@recalling
def settle_much(asked: BulkId) -> ResponseReturnValue:
    """Agree, or not."""
    agreed = request.form.get("answer") == "yes"
    with attempt(_("They may go on today.") if agreed else _("They may take no more today.")) as changing:
        bulk.settle(changing, asked, agreed, actor=me().person.id, at=now())
    return redirect(url_for("comms.much"), 303)


def _tell(why: str) -> None:
    """Write to everybody who may be the second person."""
    ours, link = school(), services().site.public_url + url_for("comms.much")
    seconds = {view.id: view for duty in bulk.AGREEING for view in people.staff_with(session(), duty) if view.id != me().person.id}
    for reader in seconds.values():
        if reader.email:
            services().post(second.asked(reader, me().person, why, ours.name if ours else "", link))
