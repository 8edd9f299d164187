"""Language, and light or dark: the person's choice, else the browser's."""

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue

from app.web import access
from app.web.addresses import within
from app.web.context import services
from consent_store.errors import BadInput

bp = Blueprint("preferences", __name__)

LANGUAGES = ("nl", "en")
THEMES = ("system", "light", "dark")
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


@bp.post("/preferences")
@access.always
def keep() -> ResponseReturnValue:
    """Keep a choice in this browser, and a language with the person who is in."""
    answer = redirect(within(request.form.get("next")), 303)
    for name, allowed in (("language", LANGUAGES), ("theme", THEMES)):
        chosen = request.form.get(name)
        if chosen is not None and chosen not in allowed:
            raise BadInput(field=name)
        if chosen is not None:
            answer.set_cookie(name, chosen, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=services().site.secure)
    return answer
