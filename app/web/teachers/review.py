"""The review of one picture: each face an answer, then the attestation that everybody is listed. What a press changes, it shows."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.web.context import me, now, services, session, unit_of_work
from app.web.naming import item_title
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.desk import Chosen
from app.web.teachers.drawn import answer_given, changed, draw, shown
from app.web.teachers.laying import lay
from app.web.teachers.moments import maybe
from app.web.teachers.places import place
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import GroupId, ItemId, PersonId, SightingId, new_id
from consent_store.operations import reviews
from consent_store.records.queries import media
from consent_store.records.queries import reviews as questions


@bp.get("/items/<item>")
@teachers
def review(item: ItemId) -> ResponseReturnValue:
    """A picture under review."""
    return shown(lay(item, _chosen(item, request.args)))


@bp.get("/items/<item>/live")
@teachers
def live(item: ItemId) -> ResponseReturnValue:
    """What changed since `seen` by others' hands; with `keep` the question that somebody is busy with stays as it is."""
    desk = lay(item, _chosen(item, request.args))
    page = "teachers/review_busy.html" if "keep" in request.args else "teachers/review_live.html"
    return draw(page, desk)


@bp.get("/items/<item>/beside")
@teachers
def beside(item: ItemId) -> ResponseReturnValue:
    """What stands beside the question, and may come a moment after it."""
    return draw("teachers/review_more.html", lay(item, Chosen()))


@bp.get("/items/<item>/names")
@teachers
def names(item: ItemId) -> ResponseReturnValue:
    """Whom a search finds, the event's groups first."""
    form = "list" if request.args.get("form") == "list" else "answer"
    return render_template("teachers/names.html", desk=lay(item, Chosen(text=request.args.get("q", ""))), form=form)


@bp.get("/items/<item>/next")
@teachers
def next_held(item: ItemId) -> ResponseReturnValue:
    """On to the next picture that waits; after the last, back to the event."""
    view = media.item(session(), item)
    following = media.next_to_review(session(), view.event, view.number)
    return redirect(url_for("events.review", item=following) if following else url_for("events.show", event=view.event), 303)


@bp.post("/items/<item>/faces/<sighting>")
@teachers
def answer(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Say who a face is, or that it is nobody to be named, or take the answer back. Somebody else's answer is never written over unseen."""
    _of(item, sighting)
    given, person = answer_given()
    try:
        with unit_of_work() as changing:
            reviews.answer(changing, sighting, given, person, seen=request.form.get("seen", 0, int), actor=me().person.id, at=now())
    except Conflict as clash:
        if clash.code != "answered_meanwhile":
            raise
        return shown(lay(item, Chosen(face=sighting, wanted=(given, person)))), 409
    return changed(item)


@bp.post("/items/<item>/faces/<sighting>/erase")
@teachers
def erase(item: ItemId, sighting: SightingId) -> ResponseReturnValue:
    """Take away what a person listed."""
    _of(item, sighting)
    with unit_of_work() as changing:
        reviews.erase_drawn(changing, sighting, actor=me().person.id, at=now())
    return changed(item)


@bp.post("/items/<item>/listed")
@teachers
def list_(item: ItemId) -> ResponseReturnValue:
    """List somebody whom the machine missed, at a place or without one."""
    box, (given, person) = place(media.item(session(), item), request.form), answer_given()
    if box is None and person is None:
        raise BadInput(_("Draw a box around a stranger; without a place only somebody of the register can be listed."), field="person")
    with unit_of_work() as changing:
        if box is None and person is not None:
            reviews.add_without_place(changing, item, person, actor=me().person.id, at=now())
        elif box is not None and given is not None:
            reviews.draw(changing, item, box, given, person, actor=me().person.id, at=now())
    services().nudge.tidy()
    return changed(item)


@bp.post("/items/<item>/group")
@teachers
def list_group(item: ItemId) -> ResponseReturnValue:
    """List those of a group who are in it, all at once: one press, one step back."""
    ticked = [PersonId(person) for person in request.form.getlist("person")]
    if not ticked:
        raise BadInput(_("Tick at least one name."), field="person")
    with unit_of_work() as changing:
        reviews.list_many(changing, item, ticked, batch=new_id(), actor=me().person.id, at=now())
    return changed(item)


@bp.post("/items/<item>/attest")
@teachers
def attest(item: ItemId) -> ResponseReturnValue:
    """Attest that everybody is listed, and go to the next picture that waits; after the last, back to the event."""
    with unit_of_work() as changing:
        reviews.attest(changing, item, seen=request.form.get("seen", -1, int), actor=me().person.id, at=now())
    flash(_("%(item)s is attested.", item=item_title(media.item(session(), item))))
    return next_held(item)


def _chosen(item: ItemId, asked: "MultiDict[str, str]") -> Chosen:
    """What the reviewer points at, from the address."""
    box = place(media.item(session(), item), asked) if {"box", "square"} & asked.keys() else None
    group = GroupId(asked["group"]) if asked.get("group") else None
    face, seen, typed = SightingId(asked.get("face", "")), asked.get("seen", None, int), maybe(asked, "moment")
    moment = asked.get("at", None, int) if typed is None else typed
    return Chosen(face, "missing" in asked, box, asked.get("q", ""), group, seen=seen, at=moment, heard="heard" in asked)


def _of(item: ItemId, sighting: SightingId) -> None:
    """The sighting is one of this item's. Raises `NotFound`."""
    if questions.item_of(session(), sighting) != item:
        raise NotFound()
