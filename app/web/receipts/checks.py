"""For everybody: the school's public key, and a page that checks a receipt without sending it anywhere."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app import receipts as files
from app.web import access
from app.web.context import services, session
from app.web.receipts import words
from app.web.receipts.blueprint import bp


@bp.get("/receipts/check")
@access.public
def check() -> ResponseReturnValue:
    """Choose a receipt; the browser checks it."""
    return render_template("receipts/check.html", key=files.school_key(session(), services()), events=words.EVENTS)


@bp.get("/ledger-key")
@access.public
def key() -> ResponseReturnValue:
    """The key that receipts and checkpoints are checked with, as tools for signed notes take it."""
    return Response(f"{files.school_key(session(), services())}\n", mimetype="text/plain")
