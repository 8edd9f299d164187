"""People first, pictures second: one answer for a pile of faces that look alike. What is not ticked waits for its picture's review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.context import me, now, session, unit_of_work
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput, Conflict
from consent_store.ids import EventId, PersonId, SightingId
from consent_store.operations import reviews
from consent_store.records.queries import guests, media, people
from consent_store.records.queries.people import PersonView
from consent_store.records.views import EventView, SightingView
from consent_store.rules.sightings import Answer, Confidence

_MOST = 24  # piles on a page
_SHOWN = 7  # faces of a pile in sight
_PILE = 2  # faces; a single one is answered in its picture


@dataclass(frozen=True, slots=True)
class Piles:
    """What can be answered together: faces the machine is sure of, by person, and unknown ones that look alike."""

    event: EventView
    sure: Mapping[PersonId, Sequence[SightingView]]
    unknown: Sequence[Sequence[SightingView]]
    people: Mapping[PersonId, PersonView]
    members: Sequence[PersonView]
    groups: Mapping[PersonId, tuple[str, ...]]
    pictured: frozenset[PersonId]


@bp.get("/<event>/people")
@teachers
def piles(event: EventId) -> ResponseReturnValue:
    """The piles of an event."""
    found = _piles(media.event(session(), event))
    return render_template("teachers/piles.html", piles=found, event=found.event, shown=_SHOWN)


@bp.post("/<event>/people")
@teachers
def answer_piles(event: EventId) -> ResponseReturnValue:
    """Answer every face of the piles that are ticked, all or none: only faces that were on the screen."""
    ours = _unanswered(event)
    answers = [(face, *_given(pile)) for pile in request.form.getlist("pile") for face in _faces(pile)]
    if not answers:
        raise BadInput(_("Tick at least one pile."), field="pile")
    if not ours.issuperset(face for face, _answer, _person in answers):
        raise Conflict()
    with unit_of_work() as changing:
        reviews.answer_many(changing, answers, actor=me().person.id, at=now())
    words = ngettext("%(num)s face is answered.", "%(num)s faces are answered.", len(answers))
    fields = {"faces": " ".join(face for face, _answer, _person in answers)}
    flash({"text": words, "undo": url_for("events.undo_piles", event=event), "fields": fields})  # type: ignore[arg-type]
    return redirect(url_for("events.piles", event=event), 303)


@bp.post("/<event>/people/undo")
@teachers
def undo_piles(event: EventId) -> ResponseReturnValue:
    """Take back one's own answers to these faces."""
    media.event(session(), event)
    faces = request.form.get("faces", "").split()
    with unit_of_work() as changing:
        for view in media.answered_by(changing, me().person.id, event):
            if view.sighting.id in faces:
                reviews.answer(changing, view.sighting.id, None, actor=me().person.id, at=now())
    return redirect(url_for("events.piles", event=event), 303)


def _piles(event: EventView) -> Piles:
    sure = dict(list(media.surely_of(session(), event.id).items())[:_MOST])
    alike = (pile for pile in media.clusters_of(session(), event.id).values() if len(pile) >= _PILE)
    unknown = [pile for pile in alike if not any(_is_sure(face) for face in pile)][:_MOST]
    members = guests.at_event(session(), event.id)
    known = people.people(session(), sure)
    everybody = {*known, *(member.id for member in members)}
    return Piles(event, sure, unknown, known, members, people.groups_by_person(session(), everybody), people.pictured(session(), everybody))


def _is_sure(face: SightingView) -> bool:
    return face.proposal is not None and face.proposal.confidence is Confidence.SURE


def _unanswered(event: EventId) -> set[SightingId]:
    """The faces of this event that may be answered in piles. Raises `NotFound` for the event."""
    found = [*media.surely_of(session(), media.event(session(), event).id).values(), *media.clusters_of(session(), event).values()]
    return {face.sighting.id for pile in found for face in pile}


def _faces(pile: str) -> list[SightingId]:
    return [SightingId(face) for face in request.form.get(f"faces-{pile}", "").split()]


def _given(pile: str) -> tuple[Answer, PersonId | None]:
    """What is said of a pile: the person it is named after, or what its choice says."""
    said = request.form.get(f"said-{pile}", "")
    if said in (Answer.STRANGER, Answer.UNRECOGNISABLE):
        return Answer(said), None
    if not said:
        raise BadInput(_("Say who it is, or that it is nobody to be named."), field="said")
    return Answer.PERSON, PersonId(said)
