"""How the pages of the review are drawn: all of them from one desk, with the same words; and what their forms say."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.teachers import film_said, foresight, retold, said
from app.web.teachers.desk import Chosen, Desk, Said
from app.web.teachers.film_desk import FilmDesk
from app.web.teachers.keys import FILM_KEYS, KEYS
from app.web.teachers.laying import lay
from app.web.teachers.places import ACROSS, DOWN
from consent_store.errors import BadInput
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.sightings import Answer

_OF_PHOTO = {"parts": ("faces", "steps", "gates", "thumbs"), "keys": KEYS}
_OF_FILM = {"parts": ("lanes", "steps", "gates", "thumbs", "cutting"), "keys": FILM_KEYS, "film": film_said}


def draw(template: str, desk: Desk, **more: Any) -> str:
    """A page of the review, or a part of it."""
    told: dict[str, Any] = {"said": said, "retold": retold, "foresee": foresight.foresee, "foreseen_if": foresight.condition}
    told |= _OF_FILM if isinstance(desk, FilmDesk) else _OF_PHOTO
    return render_template(template, desk=desk, item=desk.item, current=desk.current, squares=(ACROSS, DOWN), **told, **more)


def shown(desk: Desk) -> str:
    """The whole page, or for htmx the parts that change."""
    page = "teachers/film.html" if isinstance(desk, FilmDesk) else "teachers/review.html"
    return draw("teachers/review_parts.html" if request.headers.get("HX-Request") else page, desk)


def changed(item: ItemId, face: SightingId | None = None) -> ResponseReturnValue:
    """The desk after a change: for htmx the parts that changed, else the page again. `face` is asked about, else the next that waits."""
    if request.headers.get("HX-Request"):
        return shown(lay(item, Chosen(face)))
    return redirect(url_for("events.review", item=item, face=face), 303)


def answer_given() -> Said:
    """The answer of a form: a person, one of the other answers, or `none` to take an answer back."""
    person, other = request.form.get("person"), request.form.get("answer", "")
    if person:
        return Answer.PERSON, PersonId(person)
    if other == "none":
        return None, None
    if other not in set(Answer) - {Answer.PERSON}:
        raise BadInput(_("Say who it is, or that it is nobody to be named."), field="answer")
    return Answer(other), None
