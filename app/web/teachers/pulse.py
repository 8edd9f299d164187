"""What others did in an event while somebody looks at it, asked every two seconds by js/pulse.js."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.web.context import session
from app.web.teachers.blueprint import bp, teachers
from consent_store.ids import EventId
from consent_store.records.queries import media
from consent_store.records.queries import pulse as questions


@bp.get("/<event>/pulse")
@teachers
def pulse(event: EventId) -> ResponseReturnValue:
    """Which pictures changed since the count stood at `since`; nothing (204) where none did."""
    found = questions.since(session(), event, request.args.get("since", 0, int))
    if found.items == ():
        media.event(session(), event)
        return "", 204
    return jsonify(now=found.now, items=found.items, counts=found.counts)


@bp.app_template_global()
def beat(event: EventId) -> int:
    """Where the count stands in the view of the database that the page is made from."""
    return questions.stands(session(), event)
