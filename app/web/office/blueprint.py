"""The blueprint of the office, and the tabs that stand on all its pages.

The office keeps the register. Who may come in, and with what duties, is the administrator's: whoever could do both could come in as
anybody.
"""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import access
from app.web.context import visitor
from app.web.office import words
from consent_store.rules.terms import Duty

bp = Blueprint("office", __name__, url_prefix="/office")
office = access.allow(Duty.OFFICE)
admin = access.allow(Duty.ADMIN)
either = access.allow(Duty.OFFICE, Duty.ADMIN)

_TABS: tuple[tuple[str, LazyString], ...] = (
    ("office.everybody", _l("People")),
    ("office.groups", _l("Groups")),
    ("office.roster", _l("Import")),
    ("office.invitations", _l("Answers")),
    ("office.wishes", _l("Questions")),
    ("office.conflicts", _l("Conflicts")),
    ("office.staff", _l("Staff")),
    ("office.purposes", _l("Purposes")),
    ("office.settings", _l("School")),
    ("office.letters", _l("Mail")),
)


@bp.context_processor
def _surroundings() -> dict[str, Any]:
    """The tabs that the visitor may open, each (href, words, no count, current), and words for codes."""
    shown = [(endpoint, title) for endpoint, title in _TABS if _admitted(endpoint)]
    tabs = [(url_for(endpoint), title, None, request.path.startswith(url_for(endpoint))) for endpoint, title in shown]
    return {"tabs_shown": tabs, "languages": words.languages(), "why_words": words.why_words, "office_words": words}


def _admitted(endpoint: str) -> bool:
    permission = access.permission_of(current_app, endpoint)
    return permission is not None and permission.admits(visitor())
