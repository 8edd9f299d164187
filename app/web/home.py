"""The front door: whoever comes to the bare address goes on to their own first page."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.web import access, nav
from app.web.context import visitor

bp = Blueprint("home", __name__)


@bp.get("/")
@access.signed_in
def index() -> ResponseReturnValue:
    """To the first place of this account; somebody without a duty is told so."""
    found = nav.places(visitor())
    return redirect(found[0].href, 303) if found else render_template("home.html")
