"""What a new version of the analysis would change: accepted or kept, one at a time. Nothing changes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.context import me, now, session, unit_of_work
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput
from consent_store.ids import DifferenceId, EventId, PersonId
from consent_store.operations import differences
from consent_store.records.queries import differences as questions
from consent_store.records.queries import media, people
from consent_store.records.queries.differences import DifferenceView
from consent_store.records.queries.people import PersonView
from consent_store.records.views import EventView

_AT_ONCE = 60  # rows


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be settled in an event, the first of `number` in all; `people` is everybody they speak of."""

    event: EventView
    rows: Sequence[DifferenceView]
    number: int
    people: Mapping[PersonId, PersonView]
    pictured: frozenset[PersonId]

    def name(self, person: PersonId | None) -> str:
        """What somebody is called; whoever is erased is somebody."""
        known = self.people.get(person) if person else None
        return (known.name if known else "") or str(_("Somebody"))


@bp.get("/changes")
@teachers
def every_difference() -> ResponseReturnValue:
    """The events in which a new version would change something."""
    return render_template("teachers/differences.html", waiting=questions.open_by_event(session()))


@bp.get("/<event>/changes")
@teachers
def differences_of(event: EventId) -> ResponseReturnValue:
    """What it would change in an event: faces that nobody listed first."""
    view = media.event(session(), event)
    rows = questions.open_of(session(), event, limit=_AT_ONCE)
    said = {person for row in rows for person in (row.person, row.face.sighting.person, row.face.answered_by) if person}
    guessed = {row.face.proposal.person for row in rows if row.face.proposal and row.face.proposal.person}
    everybody = people.people(session(), said | guessed)
    told = Rows(view, rows, questions.number_open(session(), event), everybody, people.pictured(session(), everybody))
    return render_template("teachers/differences_of.html", told=told, event=view)


@bp.post("/changes/<difference>")
@teachers
def settle_difference(difference: DifferenceId) -> ResponseReturnValue:
    """Take over what the new version says, or keep the answer that there is."""
    event, word = questions.event_of(session(), difference), request.form.get("answer", "")
    if word not in ("accept", "keep"):
        raise BadInput(_("Say whether you take it over or keep the answer."), field="answer")
    with unit_of_work() as changing:
        answered = differences.settle(changing, difference, accept=word == "accept", actor=me().person.id, at=now())
    kept = {"text": _("The answer stays as it was."), "undo": url_for("events.reopen_difference", difference=difference)}
    flash(_("Answered. The review of the picture can take it back.") if answered else kept)  # type: ignore[arg-type]
    return redirect(url_for("events.differences_of", event=event, _anchor=request.form.get("following") or None), 303)


@bp.post("/changes/<difference>/undo")
@teachers
def reopen_difference(difference: DifferenceId) -> ResponseReturnValue:
    """Ask again what one kept oneself."""
    event = questions.event_of(session(), difference)
    with unit_of_work() as changing:
        differences.reopen(changing, difference, actor=me().person.id)
    return redirect(url_for("events.differences_of", event=event), 303)
