"""The review of a film or a sound, beside what it shares with a photo's: where its faces are, and how far the computer looked."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.web.addresses import within
from app.web.context import me, now, services, session, unit_of_work
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.desk import Chosen
from app.web.teachers.drawn import draw
from app.web.teachers.film_desk import FilmDesk
from app.web.teachers.laying import lay
from app.web.teachers.paths import path
from consent_store.errors import NotFound
from consent_store.ids import ItemId, SightingId
from consent_store.operations import media, recordings
from consent_store.records.queries import recordings as questions
from consent_store.rules.moments import moments as checked
from consent_store.rules.spans import Span

_COMPARED = 15 * 60_000  # ms of a film in which everybody is held against everybody; of a longer one that takes longer than somebody waits


@bp.get("/items/<item>/tracks")
@teachers
def tracks(item: ItemId) -> ResponseReturnValue:
    """Where every face is in the part from `from` to `to` milliseconds, for the boxes that js/strips.js draws."""
    desk = desk_of(item)
    part = Span(request.args.get("from", 0, int), request.args.get("to", desk.duration, int))
    found = questions.tracks_of(session(), item, part=part)
    return jsonify({sighting: path(desk.item, tracks, part) for sighting, tracks in found.items()})


@bp.get("/items/<item>/strips/<sighting>/moments")
@teachers
def moments(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """What of a strip to look at before saying who it is all the time; it may come a moment after the question."""
    desk = desk_of(item)
    strip = questions.tracks_of(session(), item, strip=sighting)
    others = questions.tracks_of(session(), item) if desk.duration <= _COMPARED else {}
    apart = (track for other, tracks in others.items() if other != sighting for track in tracks)
    return draw("teachers/strip_moments.html", desk, moments=checked(strip.get(sighting, ()), apart))


@bp.get("/items/<item>/analysis")
@teachers
def analysis(item: ItemId) -> ResponseReturnValue:
    """How far it was looked at. Where it can be played since (`bare`: it could not), the page comes anew."""
    desk = desk_of(item)
    anew = {"HX-Refresh": "true"} if desk.item.preview and "bare" in request.args else {}
    return draw("teachers/film_analysis.html", desk), 200, anew


@bp.post("/items/<item>/analysis/stop")
@teachers
def look_no_more(item: ItemId) -> ResponseReturnValue:
    """Stop the look at it. What was found stays."""
    with unit_of_work() as changing:
        recordings.cancel(changing, desk_of(item).item.id, actor=me().person.id, at=now())
    return redirect(within(request.form.get("next"), url_for("events.review", item=item)), 303)


@bp.post("/items/<item>/analysis")
@teachers
def look_on(item: ItemId) -> ResponseReturnValue:
    """Look on, from where it was stopped."""
    with unit_of_work() as changing:
        media.try_again(changing, desk_of(item).item.id, actor=me().person.id, at=now())
    services().nudge.analyse(item)
    return redirect(within(request.form.get("next"), url_for("events.review", item=item)), 303)


def desk_of(item: ItemId) -> FilmDesk:
    """The desk of a film or a sound. Raises `NotFound` for a photo."""
    desk = lay(item, Chosen())
    if not isinstance(desk, FilmDesk):
        raise NotFound()
    return desk
