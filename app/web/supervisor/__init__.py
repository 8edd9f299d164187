"""Doubts: whoever asks sees the answer; the supervisor answers, with a reason. Until then the gate is shut."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access
from app.web.context import me, now, session, unit_of_work
from consent_store.errors import BadInput, NotFound
from consent_store.ids import DoubtId, PersonId
from consent_store.operations import reviews
from consent_store.records.queries import media, people
from consent_store.records.queries import reviews as questions
from consent_store.records.queries.reviews import DoubtView
from consent_store.rules.gate import DoubtState
from consent_store.rules.terms import Duty

bp = Blueprint("doubts", __name__, url_prefix="/doubts")
_asking = access.allow(Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE)
_ANSWERS = {"resolved": True, "upheld": False}


@bp.get("/")
@_asking
def index() -> ResponseReturnValue:
    """What waits for the supervisor, and what one asked oneself."""
    waiting = questions.open_doubts(session()) if _settles() else []
    asked = questions.doubts_raised_by(session(), me().person.id)
    named = _named([*waiting, *asked])
    items = media.items(session(), [doubt.item for doubt in (*waiting, *asked)])
    return render_template("supervisor/doubts.html", waiting=waiting, asked=asked[::-1], names=named, items=items, settles=_settles())


@bp.get("/<doubt>")
@_asking
def show(doubt: DoubtId) -> ResponseReturnValue:
    """One question with its picture. Whoever asked and opens the answer has read it."""
    view = _mine(doubt)
    if view.unread and view.raised_by == me().person.id:
        with unit_of_work() as changing:
            reviews.read_answer(changing, doubt, actor=me().person.id, at=now())
    return _shown(view)


@bp.post("/<doubt>")
@access.allow(Duty.SUPERVISOR)
def settle(doubt: DoubtId) -> ResponseReturnValue:
    """Answer: the gate may decide again, or it stays shut."""
    view, answer = questions.doubt(session(), doubt), request.form.get("answer", "")
    try:
        if answer not in _ANSWERS:
            raise BadInput(_("Choose one of the two answers."), field="answer")
        with unit_of_work() as changing:
            reason = request.form.get("reason", "")
            reviews.settle_doubt(changing, doubt, resolved=_ANSWERS[answer], reason=reason, actor=me().person.id, at=now())
    except BadInput as wrong:
        return _shown(view, wrong), 422
    flash(_("Answered. Whoever asked sees it."))
    return redirect(url_for("doubts.index"), 303)


def _shown(view: DoubtView, wrong: BadInput | None = None) -> str:
    item = media.item(session(), view.item)
    event = media.event(session(), item.event)
    settles = _settles() and view.state is not DoubtState.RESOLVED
    told = {"form": request.form, "wrong": wrong, "settles": settles, "reviews": Duty.TEACHER in me().duties}
    return render_template("supervisor/doubt.html", doubt=view, item=item, event=event, names=_named([view]), **told)


def _settles() -> bool:
    return Duty.SUPERVISOR in me().duties


def _mine(doubt: DoubtId) -> DoubtView:
    """A question that the visitor may read: their own, or any for the supervisor. Raises `NotFound`."""
    view = questions.doubt(session(), doubt)
    if not _settles() and view.raised_by != me().person.id:
        raise NotFound()
    return view


def _named(doubts: list[DoubtView]) -> dict[PersonId, str]:
    involved = {person for doubt in doubts for person in (doubt.raised_by, doubt.settled_by) if person}
    return {view.id: view.name for view in people.people(session(), involved).values()}
