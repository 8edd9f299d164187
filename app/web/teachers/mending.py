"""Mending what is known of a film or a sound: who was missed, whom the machine took for another, and what is cut out. Each is a step that
can be taken back.
"""

from typing import NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import Session
from app.web.context import me, now, services, session, unit_of_work
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.drawn import answer_given, changed
from app.web.teachers.film import desk_of
from app.web.teachers.moments import maybe, moment, stretch
from app.web.teachers.places import place
from consent_store.errors import BadInput, NotFound
from consent_store.ids import ItemId, PersonId, SightingId, TrimId
from consent_store.operations import joins, reviews, timeline, trims
from consent_store.records.queries import media
from consent_store.records.queries import reviews as questions
from consent_store.records.views import ItemView
from consent_store.rules.sightings import Answer, Sense
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Hush, Sight


class Heard(NamedTuple):
    """A part in which somebody speaks."""

    span: Span


@bp.post("/items/<item>/strips")
@teachers
def list_in_film(item: ItemId) -> ResponseReturnValue:
    """List somebody whom the machine missed: in a box at a moment, from one moment to another, heard so, or nowhere in particular."""
    where, (given, person) = _where(media.item(session(), item)), answer_given()
    if given is None or (where is None and person is None):
        raise BadInput(_("Say where or when: without that only somebody of the register can be listed."), field="person")
    with unit_of_work() as changing:
        made = _listed(changing, item, where, (given, person))
    services().nudge.tidy()
    return changed(item, made)


@bp.post("/items/<item>/strips/<sighting>/split")
@teachers
def split(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """From a moment on, perhaps to another, it is somebody else, who is asked about by themselves."""
    _of(item, sighting)
    part = moment(request.form, "from"), maybe(request.form, "to")
    with unit_of_work() as changing:
        made = timeline.split(changing, sighting, *part, seen=_seen(), actor=me().person.id, at=now())
    services().nudge.tidy()
    return changed(item, made)


@bp.post("/items/<item>/strips/<sighting>/join")
@teachers
def join(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """It is the same person as in another strip. Where either has an answer both have, and the next one is asked about."""
    other = SightingId(request.form.get("other", ""))
    _of(item, sighting)
    _of(item, other)
    with unit_of_work() as changing:
        stays = joins.join(changing, sighting, other, seen=_seen(), actor=me().person.id, at=now())
    services().nudge.tidy()
    said = media.sightings(session(), [stays])[stays].sighting.answer
    return changed(item, stays if said is None else None)


@bp.post("/items/<item>/strips/<sighting>/place")
@teachers
def put(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Where a face is at a moment, drawn by hand."""
    _of(item, sighting)
    box = place(media.item(session(), item), request.form)
    if box is None:
        raise BadInput(_("Draw a box first."), field="box")
    with unit_of_work() as changing:
        timeline.place(changing, sighting, moment(request.form, "at"), box, seen=_seen(), actor=me().person.id, at=now())
    return changed(item, sighting)


@bp.post("/items/<item>/strips/<sighting>/more")
@teachers
def extend(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Somebody is seen or heard in another part too."""
    _of(item, sighting)
    lane = desk_of(item).lanes.get(sighting)
    spans = (*(lane.spans if lane else ()), stretch(request.form))
    with unit_of_work() as changing:
        timeline.respan(changing, sighting, spans, seen=_seen(), actor=me().person.id, at=now())
    return changed(item, sighting)


@bp.post("/items/<item>/cuts")
@teachers
def cut_out(item: ItemId) -> ResponseReturnValue:
    """Cut a part out of whatever goes out."""
    with unit_of_work() as changing:
        trims.cut_out(changing, item, stretch(request.form), actor=me().person.id, at=now())
    return changed(item)


@bp.post("/items/<item>/cuts/<trim>/back")
@teachers
def put_back(item: ItemId, trim: TrimId) -> ResponseReturnValue:
    """Put such a part back."""
    recording = desk_of(item).recording
    if recording is None or trim not in {each.id for each in recording.trims}:
        raise NotFound()
    with unit_of_work() as changing:
        trims.put_back(changing, trim, actor=me().person.id, at=now())
    return changed(item)


@bp.post("/items/<item>/hush")
@teachers
def hush(item: ItemId) -> ResponseReturnValue:
    """How a covered voice sounds."""
    wanted = request.form.get("hush", "")
    if wanted not in set(Hush):
        raise BadInput(_("Choose how a covered voice sounds."), field="hush")
    with unit_of_work() as changing:
        trims.set_hush(changing, item, Hush(wanted), actor=me().person.id, at=now())
    return changed(item)


def _where(view: ItemView) -> Sight | Heard | Span | None:
    """Where a form says that somebody is: a box at a moment, a part in which they speak or are without a face, or nowhere in particular."""
    box = place(view, request.form)
    if box is not None:
        return Sight(moment(request.form, "at"), box)
    if "heard" in request.form:
        return Heard(stretch(request.form))
    return stretch(request.form) if maybe(request.form, "from") is not None else None


def _listed(changing: Session, item: ItemId, where: Sight | Heard | Span | None, said: tuple[Answer, PersonId | None]) -> SightingId:
    actor, at = me().person.id, now()
    if isinstance(where, Sight):
        return timeline.draw(changing, item, [where], *said, actor=actor, at=at)
    if where is not None:
        sense, span = (Sense.HEARD, where.span) if isinstance(where, Heard) else (Sense.SEEN, where)
        return timeline.add_span(changing, item, sense, [span], *said, actor=actor, at=at)
    return reviews.add_without_place(changing, item, PersonId(said[1] or ""), actor=actor, at=at)


def _seen() -> int | None:
    """The revision that whoever asks had before them."""
    return request.form.get("seen", None, int)


def _of(item: ItemId, sighting: SightingId) -> None:
    """The sighting is one of this item's. Raises `NotFound`."""
    if questions.item_of(session(), sighting) != item:
        raise NotFound()
