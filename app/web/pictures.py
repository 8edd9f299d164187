"""Pictures for the eyes of staff: previews, thumbs, faces, and the register's own."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.web import access, door
from consent_store.ids import PersonId, RenditionId
from consent_store.rules.terms import Duty

bp = Blueprint("pictures", __name__, url_prefix="/pictures")
_looking = access.allow(Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE)


@bp.get("/<rendition>")
@_looking
def look(rendition: RenditionId) -> ResponseReturnValue:
    """A picture, or a face cut out of one."""
    return door.look(rendition)


@bp.get("/register/<person>")
@_looking
def reference(person: PersonId) -> ResponseReturnValue:
    """The register's picture of somebody."""
    return door.look_at_reference(person)
