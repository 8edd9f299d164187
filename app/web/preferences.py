"""Language, and light or dark: the person's choice, else the browser's."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.letters import TRANSLATIONS
from app.letters.languages import own_name
from app.web import access
from app.web.addresses import within
from app.web.context import now, services, session, unit_of_work, visitor
from consent_store.errors import BadInput
from consent_store.operations import people
from consent_store.records.queries import school

bp = Blueprint("preferences", __name__)

_ALWAYS = ("nl", "en")  # English is what the code is written in
THEMES = ("system", "light", "dark")
_A_YEAR = 31_536_000  # seconds


def languages(folder: Path) -> tuple[str, ...]:
    """The languages of the pages: every folder with a catalogue is one more."""
    found = sorted(path.parents[1].name for path in folder.glob("*/LC_MESSAGES/messages.po"))
    return (*_ALWAYS, *(code for code in found if code not in _ALWAYS))


LANGUAGES = languages(TRANSLATIONS)


def language_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages by code, each with the name that it gives itself."""
    return [(code, own_name(code)) for code in codes]


def notice_language() -> str:
    """The language in which somebody reads the notices: a school may word them in more languages than the pages speak."""
    who, spoken = visitor(), school.notice_languages(session())
    own = [who.person.language] if who and who.person.language not in LANGUAGES else []
    return next((code for code in (request.cookies.get("notices"), *own) if code in spoken), language())


def notice_languages() -> list[tuple[str, str, bool]]:
    """The languages to choose from for the notices, each (code, name, chosen); none where the pages speak all of them."""
    spoken = school.notice_languages(session())
    chosen = notice_language()
    return [(*each, each[0] == chosen) for each in language_names(sorted(spoken))] if spoken - set(LANGUAGES) else []


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


_ALLOWED: Mapping[str, Callable[[], Collection[str]]] = {
    "language": lambda: LANGUAGES,
    "notices": lambda: school.notice_languages(session()),
    "theme": lambda: THEMES,
}


@bp.post("/preferences")
@access.always
def keep() -> ResponseReturnValue:
    """Keep a choice in this browser, and a language with the person who is in."""
    answer = redirect(within(request.form.get("next")), 303)
    chosen = {name: request.form[name] for name in _ALLOWED if name in request.form}
    for name, value in chosen.items():
        if value not in _ALLOWED[name]():
            raise BadInput(field=name)
        remember(answer, name, value)
    who = visitor()
    if who and "language" in chosen:
        with unit_of_work() as changing:
            people.correct(changing, who.person.id, {"language": chosen["language"]}, actor=who.person.id, at=now())
    return answer
