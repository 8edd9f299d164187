"""Language, and light or dark: the person's choice, else the browser's."""

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.web import access
from app.web.addresses import within
from app.web.context import now, services, unit_of_work, visitor
from consent_store.errors import BadInput
from consent_store.operations import people

bp = Blueprint("preferences", __name__)

LANGUAGES = ("nl", "en")
THEMES = ("system", "light", "dark")
_ALLOWED = {"language": LANGUAGES, "theme": THEMES}
_A_YEAR = 31_536_000  # seconds


def language() -> str:
    """The language of this answer: the cookie's, the person's, the browser's, else Dutch."""
    chosen = request.cookies.get("language")
    who = g.get("visitor")
    for candidate in (chosen, who.person.language if who else None):
        if candidate in LANGUAGES:
            return candidate
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def theme() -> str:
    """Light, dark, or as the device has it."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else THEMES[0]


def remember(answer: Response, name: str, value: str) -> Response:
    """Keep a choice in this browser."""
    answer.set_cookie(name, value, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=services().site.secure)
    return answer


@bp.post("/preferences")
@access.always
def keep() -> ResponseReturnValue:
    """Keep a choice in this browser, and a language with the person who is in."""
    answer = redirect(within(request.form.get("next")), 303)
    chosen = {name: request.form[name] for name in _ALLOWED if name in request.form}
    for name, value in chosen.items():
        if value not in _ALLOWED[name]:
            raise BadInput(field=name)
        remember(answer, name, value)
    who = visitor()
    if who and "language" in chosen:
        with unit_of_work() as changing:
            people.correct(changing, who.person.id, {"language": chosen["language"]}, actor=who.person.id, at=now())
    return answer
