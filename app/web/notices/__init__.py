"""Every wording that ever was, for whoever is signed in: a consent stays readable as it was given."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.web import access, preferences
from app.web.context import session
from consent_store.errors import NotFound
from consent_store.ids import PurposeCode
from consent_store.records.queries import notices, school

bp = Blueprint("notices", __name__, url_prefix="/notices")
__all__ = ["bp"]


@bp.get("/<purpose>/<version>")
@access.signed_in
def show(purpose: PurposeCode, version: str) -> ResponseReturnValue:
    """One wording of a purpose, in the reader's language or another that it has; `language` chooses."""
    wordings = notices.wordings(session(), purpose, int(version) if version.isdecimal() and len(version) < 6 else 0)
    view = next((each for each in school.purposes(session(), retired=True) if each.code == purpose), None)
    if view is None:
        raise NotFound()
    asked = (request.args.get("language"), preferences.notice_language(), *wordings)
    notice = wordings[next(language for language in asked if language in wordings)]
    return render_template(
        "notices/show.html", purpose=view, notice=notice, wordings=wordings, versions=notices.versions(session(), purpose)
    )
