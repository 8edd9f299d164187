"""People first, pictures second: one answer for a pile of faces that look alike. What is answered leaves the pile at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.context import me, now, services, session, unit_of_work
from app.web.teachers import board, retold
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.board import Asked
from consent_store.errors import BadInput, Conflict
from consent_store.ids import EventId, ItemId, PersonId, SightingId, new_id
from consent_store.operations import piles as operations
from consent_store.operations import reviews
from consent_store.records.queries import history, media, work
from consent_store.records.queries.history import History
from consent_store.rules.piles import Sort
from consent_store.rules.sightings import Answer

_TWO = 2  # piles at least to be joined


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says of one pile: these faces, but those taken out."""

    faces: list[SightingId]
    out: list[SightingId]


@bp.get("/<event>/people")
@teachers
def piles(event: EventId) -> ResponseReturnValue:
    """The questions that an event's faces come to."""
    return _shown(event, _asked(request.args.get("sort", ""), request.args.get("at", "")))


@bp.get("/<event>/people/sure")
@teachers
def more_piles(event: EventId) -> ResponseReturnValue:
    """The next of those of whom the machine is sure, for the end of their list."""
    rows = _rows()
    found = board.lay(event, Asked(Sort.SURE, start=rows - board.TOGETHER, rows=rows))
    return render_template("teachers/piles_cards.html", board=found, event=found.event, Sort=Sort, TOGETHER=board.TOGETHER)


@bp.get("/<event>/people/names")
@teachers
def pile_names(event: EventId) -> ResponseReturnValue:
    """Whom a search finds, the event's groups first."""
    return render_template("teachers/pile_names.html", board=board.lay(event, Asked(text=request.args.get("q", ""))))


@bp.post("/<event>/people")
@teachers
def answer_piles(event: EventId) -> ResponseReturnValue:
    """Say who the faces of a pile are, all or none: only faces that were on the screen, and not those taken out."""
    said, (answer, person), at = _joined(), _given(), now()
    _of(event, [*said.faces, *said.out])
    with unit_of_work() as changing:
        if said.out:
            operations.part(changing, event, said.faces, said.out, person, actor=me().person.id, at=at)
        answers = [(face, answer, person) for face in said.faces]
        reviews.answer_many(changing, answers, batch=new_id(), actor=me().person.id, at=at)
    return _on(event, ngettext("%(num)s face is answered.", "%(num)s faces are answered.", len(said.faces)), regroup=bool(said.out))


@bp.post("/<event>/people/sure")
@teachers
def confirm_piles(event: EventId) -> ResponseReturnValue:
    """Say that every pile ticked is whom the machine is sure of, but for the faces taken out, all or none."""
    chosen, at = {PersonId(pile): _said(f"face-{pile}") for pile in request.form.getlist("pile")}, now()
    if not chosen:
        raise BadInput(_("Tick at least one pile."), field="pile")
    _of(event, [face for said in chosen.values() for face in (*said.faces, *said.out)])
    with unit_of_work() as changing:
        for person, said in chosen.items():
            if said.out:
                operations.part(changing, event, said.faces, said.out, person, actor=me().person.id, at=at)
        answers = [(face, Answer.PERSON, person) for person, said in chosen.items() for face in said.faces]
        reviews.answer_many(changing, answers, batch=new_id(), actor=me().person.id, at=at)
    words = ngettext("%(num)s face is answered.", "%(num)s faces are answered.", len(answers))
    return _on(event, words, regroup=any(said.out for said in chosen.values()))


@bp.post("/<event>/people/join")
@teachers
def join_piles(event: EventId) -> ResponseReturnValue:
    """Say that the pile at hand and those ticked are one person's, whoever that is."""
    keys = [request.form.get("at", ""), *request.form.getlist("with")]
    if len(keys) < _TWO:
        raise BadInput(_("Tick the piles that are the same person."), field="with")
    seen = {key: request.form.get(f"mark-{key}", "") for key in keys}
    with unit_of_work() as changing:
        operations.join(changing, media.event(changing, event).id, seen, actor=me().person.id, at=now())
    return _on(event, _("They are one pile now."), keys[0])


@bp.post("/<event>/people/part")
@teachers
def part_pile(event: EventId) -> ResponseReturnValue:
    """Take the faces marked out of their pile; or say that none of it is whom the machine takes it for."""
    denied = PersonId(request.form.get("deny", ""))
    of_sure = f"face-{denied}"
    said, person = _said(of_sure if of_sure in request.form else "face"), denied or None
    stay, out = ([], [*said.faces, *said.out]) if denied else (said.faces, said.out)
    with unit_of_work() as changing:
        operations.part(changing, event, stay, out, person, actor=me().person.id, at=now())
    words = ngettext("%(num)s face is out of the pile.", "%(num)s faces are out of the pile.", len(out))
    return _on(event, _("Noted: this is somebody else.") if denied else words, request.form.get("at", ""), regroup=True)


@bp.post("/<event>/people/undo")
@teachers
def undo_piles(event: EventId) -> ResponseReturnValue:
    """Take back what one's own last press did."""
    said = retold.press_words(_history(event).undo)
    return _turned(event, operations.undo, _("Taken back: %(what)s.", what=said), _("Taken back: the piles are as they were."))


@bp.post("/<event>/people/redo")
@teachers
def redo_piles(event: EventId) -> ResponseReturnValue:
    """Do again what was taken back."""
    said = retold.press_words(_history(event).redo)
    return _turned(event, operations.redo, _("Done again: %(what)s.", what=said), _("Done again: the piles are as you made them."))


def _on(event: EventId, words: str, at: str | None = None, *, regroup: bool = False) -> ResponseReturnValue:
    """What comes next, with the way back."""
    if regroup:
        services().nudge.tidy()
    sort = request.form.get("sort", "")
    done = {"text": words, "undo": url_for("events.undo_piles", event=event), "fields": {"sort": sort}}
    return _next(event, done, request.form.get("next", "") if at is None else at, sort)


def _turned(event: EventId, turn: Callable[..., list[ItemId]], answered: str, regrouped: str) -> ResponseReturnValue:
    """Take a press back or do it again, and lead to the question that came back with it. What was `answered` is said where answers
    turned, else that faces were `regrouped`.
    """
    media.event(session(), event)
    with unit_of_work() as changing:
        before, said = {pile.key: len(pile.faces) for pile in work.piles_of(changing, event)}, _history(event)
        items = turn(changing, event, actor=me().person.id, at=now())
        back = [pile for pile in work.piles_of(changing, event) if len(pile.faces) > before.get(pile.key, 0)]
        words = answered if history.of(changing, event, me().person.id) != said else regrouped
    sort, at = (back[0].sort, back[0].key) if back else (request.form.get("sort", ""), request.form.get("at", ""))
    return _next(event, {"text": words if items else _("There is nothing of yours to take back or to do again.")}, at, sort)


def _history(event: EventId) -> History:
    return history.of(session(), event, me().person.id)


def _next(event: EventId, done: Mapping[str, object], at: str, sort: str) -> ResponseReturnValue:
    """For htmx the parts that changed, else the page again."""
    if request.headers.get("HX-Request"):
        return _shown(event, _asked(sort, at), done)
    flash(done)  # type: ignore[arg-type]
    return redirect(url_for("events.piles", event=event, sort=sort or None, at=at or None), 303)


def _shown(event: EventId, asked: Asked, done: Mapping[str, object] | None = None) -> ResponseReturnValue:
    page = "teachers/piles_parts.html" if request.headers.get("HX-Request") else "teachers/piles.html"
    found = board.lay(event, asked)
    return render_template(page, board=found, event=found.event, done=done, Sort=Sort, mark_of=operations.mark_of, TOGETHER=board.TOGETHER)


def _asked(sort: str, at: str) -> Asked:
    most = min(max(board.SHOWN, request.args.get("most", board.SHOWN, int)), 10 * board.SHOWN)
    return Asked(Sort(sort) if sort in set(Sort) else None, at, request.args.get("q", ""), most, rows=_rows())


def _rows() -> int:
    """Up to which of the sure piles is asked for: whole parts of the list."""
    parts = -(-request.args.get("rows", 0, int) // board.TOGETHER)
    return min(max(1, parts) * board.TOGETHER, board.CLUSTERS)


def _said(name: str) -> Said:
    out = set(request.form.getlist("out"))
    faces = list(dict.fromkeys(SightingId(face) for faces in request.form.getlist(name) for face in faces.split()))
    return Said([face for face in faces if face not in out], [face for face in faces if face in out])


def _joined() -> Said:
    """The pile at hand with those ticked beside it."""
    said = _said("face")
    beside = [face for key in request.form.getlist("with") for face in _said(f"face-{key}").faces]
    faces = list(dict.fromkeys([*said.faces, *beside]))
    if not faces:
        raise BadInput(_("Every face is taken out: there is nobody left to name."), field="face")
    return Said(faces, said.out)


def _of(event: EventId, faces: list[SightingId]) -> None:
    """These faces are in this event. Raises `NotFound` for the event, and `Conflict`."""
    if work.in_event(session(), event, faces) != set(faces):
        media.event(session(), event)
        raise Conflict()


def _given() -> tuple[Answer, PersonId | None]:
    person, other = request.form.get("person"), request.form.get("answer", "")
    if person:
        return Answer.PERSON, PersonId(person)
    if other not in set(Answer) - {Answer.PERSON}:
        raise BadInput(_("Say who it is, or that it is nobody to be named."), field="answer")
    return Answer(other), None
