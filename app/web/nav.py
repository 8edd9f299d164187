"""What stands around every page: the places this account may go, who is in, and how to leave."""

from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.db import Unavailable
from app.web import access, presenters
from app.web.context import Visitor, school, session, visitor
from app.web.preferences import LANGUAGES, language_names, theme
from app.web.words import ROLES
from consent_store.records.queries import reviews

# In the order of the bar, whose first is where somebody comes in; a place is shown to whoever its permission admits.
PLACES: tuple[tuple[str, LazyString], ...] = (
    ("events.index", _l("Events")),
    ("comms.index", _l("Releases")),
    ("office.index", _l("Office")),
    ("watch.index", _l("Privacy")),
    ("doubts.index", _l("Doubts")),
    ("comms.recall_list", _l("Recalls")),
    ("found.index", _l("Found online?")),
    ("incidents.index", _l("Cases")),
    ("ledger.index", _l("Ledger")),
    ("families.index", _l("My family")),
)
# A place that has its link on another place stands in the bar only for whoever may not go there.
WITHIN = {"comms.recall_list": "comms.index"}


class Place(NamedTuple):
    """One entry of the bar."""

    href: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Who is in, for the menu; `href` leads to their own page once they are wholly in."""

    name: str
    roles: list[str]
    href: str | None


def places(who: Visitor | None) -> list[Place]:
    """The places that somebody may go."""
    if who is None or who.half:
        return []
    news = reviews.news_for(session(), who.person.id)
    return [
        Place(url_for(endpoint), _titled(endpoint, title, news), _is_current(endpoint))
        for endpoint, title in PLACES
        if _stands(endpoint, who)
    ]


def _titled(endpoint: str, title: LazyString, news: int) -> str:
    """What a place is called; with how many of one's own questions have an answer that is new."""
    return str(_("%(place)s: %(number)s new", place=title, number=news) if news and endpoint == "doubts.index" else title)


def install(app: Flask) -> None:
    """What base.html stands on."""
    app.context_processor(_surroundings)


def _surroundings() -> dict[str, Any]:
    try:
        ours, who = school(), visitor()
    except Unavailable:  # the page that says so must still come
        ours, who = None, None
    return {
        "nav": places(who),
        "may": partial(_may, who),
        "account": _account(who),
        "locale": get_locale(),
        "theme": theme(),
        "page_languages": language_names(LANGUAGES),
        "school_name": ours.name if ours else "",
        "demo": bool(ours and ours.demo),
        "preferences_url": url_for("preferences.keep"),
        "sign_out_url": url_for("signin.leave"),
    }


def _account(who: Visitor | None) -> Account | None:
    if who is None:
        return None
    roles = presenters.duty_words(who.duties) or [str(ROLES[who.person.role])]
    return Account(who.person.name, roles, None if who.half else url_for("signin.account_page"))


def _may(who: Visitor | None, endpoint: str) -> bool:
    """Whether somebody may open a page: a link to where one may not go is a dead end."""
    return who is not None and _admitted(endpoint, who)


def _stands(endpoint: str, who: Visitor) -> bool:
    return _admitted(endpoint, who) and not (endpoint in WITHIN and _admitted(WITHIN[endpoint], who))


def _admitted(endpoint: str, who: Visitor) -> bool:
    permission = access.permission_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    return permission is not None and permission.admits(who)


def _is_current(endpoint: str) -> bool:
    return request.blueprint is not None and endpoint.startswith(f"{request.blueprint}.")
