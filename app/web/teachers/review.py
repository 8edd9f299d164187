"""The review of one picture: each face an answer, then the attestation that everybody is listed. What a press changes, it shows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.web import access
from app.web.addresses import within
from app.web.context import me, now, services, session, unit_of_work
from app.web.teachers import said
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.desk import Chosen, Desk, lay
from consent_store.errors import BadInput, NotFound
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import reviews
from consent_store.records.queries import media
from consent_store.records.views import ItemView
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Duty


@bp.get("/items/<item>")
@teachers
def review(item: ItemId) -> ResponseReturnValue:
    """A picture under review."""
    view = media.item(session(), item)
    chosen = Chosen(
        SightingId(request.args.get("face", "")), "missing" in request.args, _box(request.args, view), request.args.get("q", "")
    )
    return _shown(lay(item, chosen))


@bp.get("/items/<item>/names")
@teachers
def names(item: ItemId) -> ResponseReturnValue:
    """Whom a search finds, the event's groups first."""
    form = "list" if request.args.get("form") == "list" else "answer"
    return render_template("teachers/names.html", desk=lay(item, Chosen(text=request.args.get("q", ""))), form=form)


@bp.post("/items/<item>/faces/<sighting>")
@teachers
def answer(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Say who a face is, or that it is nobody to be named, or take the answer back."""
    _of(item, sighting)
    given, person = _given()
    with unit_of_work() as changing:
        reviews.answer(changing, sighting, given, person, seen=request.form.get("seen", 0, int), actor=me().person.id, at=now())
    return _on(item)


@bp.post("/items/<item>/faces/<sighting>/erase")
@teachers
def erase(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Take away what a person listed."""
    _of(item, sighting)
    with unit_of_work() as changing:
        reviews.erase_drawn(changing, sighting, actor=me().person.id, at=now())
    return _on(item)


@bp.post("/items/<item>/listed")
@teachers
def list_(item: ItemId) -> ResponseReturnValue:
    """List somebody whom the machine missed, at a place or without one."""
    view = media.item(session(), item)
    box, (given, person) = _box(request.form, view), _given()
    if box is None and person is None:
        raise BadInput(_("Draw a box around a stranger; without a place only somebody of the register can be listed."), field="person")
    with unit_of_work() as changing:
        if box is None and person is not None:
            reviews.add_without_place(changing, item, person, actor=me().person.id, at=now())
        elif box is not None and given is not None:
            reviews.draw(changing, item, box, given, person, actor=me().person.id, at=now())
    services().nudge.tidy()
    return _on(item)


@bp.post("/items/<item>/undo")
@teachers
def undo(item: ItemId) -> ResponseReturnValue:
    """Take one's own last step back."""
    with unit_of_work() as changing:
        reviews.undo(changing, media.item(changing, item).event, actor=me().person.id, at=now())
    return _on(item)


@bp.post("/items/<item>/redo")
@teachers
def redo(item: ItemId) -> ResponseReturnValue:
    """Take the step again that was taken back."""
    with unit_of_work() as changing:
        reviews.redo(changing, media.item(changing, item).event, actor=me().person.id, at=now())
    return _on(item)


@bp.post("/items/<item>/attest")
@teachers
def attest(item: ItemId) -> ResponseReturnValue:
    """Attest that everybody is listed, and go to the next picture that waits; after the last, back to the event."""
    with unit_of_work() as changing:
        reviews.attest(changing, item, seen=request.form.get("seen", 0, int), actor=me().person.id, at=now())
    view = media.item(session(), item)
    flash(_("Photo %(number)s is attested.", number=view.number))
    following = media.next_to_review(session(), view.event, view.number)
    return redirect(url_for("events.review", item=following) if following else url_for("events.show", event=view.event), 303)


@bp.post("/items/<item>/doubt")
@access.allow(Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE)
def doubt(item: ItemId) -> ResponseReturnValue:
    """Put a question to the supervisor. The gate is shut from here on. `next` is where to go afterwards."""
    with unit_of_work() as changing:
        reviews.raise_doubt(changing, item, request.form.get("question", ""), actor=me().person.id, at=now())
    flash(_("The question is with the supervisor. The gate is shut until the answer."))
    return redirect(within(request.form.get("next"), url_for("events.review", item=item)), 303)


def _on(item: ItemId) -> ResponseReturnValue:
    """The desk after a change: for htmx the parts that changed, else the page again."""
    if request.headers.get("HX-Request"):
        return _shown(lay(item, Chosen()))
    return redirect(url_for("events.review", item=item), 303)


def _shown(desk: Desk) -> ResponseReturnValue:
    page = "teachers/review_parts.html" if request.headers.get("HX-Request") else "teachers/review.html"
    return render_template(page, desk=desk, item=desk.item, event=desk.event, current=desk.current, said=said)


def _of(item: ItemId, sighting: SightingId) -> None:
    """The sighting is one of this item's. Raises `NotFound`."""
    if sighting not in {view.sighting.id for view in media.sightings_of(session(), media.item(session(), item).id)}:
        raise NotFound()


def _given() -> tuple[Answer | None, PersonId | None]:
    """The answer of a form: a person, one of the other answers, or `none` to take an answer back."""
    person, other = request.form.get("person"), request.form.get("answer", "")
    if person:
        return Answer.PERSON, PersonId(person)
    if other == "none":
        return None, None
    if other not in set(Answer) - {Answer.PERSON}:
        raise BadInput(_("Say who it is, or that it is nobody to be named."), field="answer")
    return Answer(other), None


def _box(form: "MultiDict[str, str]", view: ItemView) -> Box | None:
    """A place as fractions of the picture, "left top right bottom", in its pixels; None where none is given."""
    text = form.get("box", "").split()
    if not text:
        return None
    try:
        left, top, right, bottom = map(float, text)
        if not all(0 <= part <= 1 for part in (left, top, right, bottom)):
            raise ValueError(text)
        width, height = view.width or 0, view.height or 0
        return Box(round(left * width), round(top * height), round(right * width), round(bottom * height))
    except ValueError as error:
        raise BadInput(_("This place is not in the picture."), field="box") from error
