"""First run: until the school is opened there is one page, and one link that opens it, once."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.web import access, limits, sessions, tokens
from app.web.context import now, school, services, session, unit_of_work
from app.web.setup.opening import Made, Opening, open_school
from consent_store.errors import BadInput, NotFound
from consent_store.operations import accounts
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records.queries.accounts import Area, Stage, TokenUse

bp = Blueprint("setup", __name__)


@bp.get("/setup")
@access.setup
def closed() -> ResponseReturnValue:
    """There is no school here yet."""
    return render_template("setup/closed.html"), 503


@bp.get("/setup/<token>")
@access.setup
def start(token: str) -> ResponseReturnValue:
    """The questions of the first run. Opening the page uses nothing up."""
    return _asked(token, Opening.blank())


@bp.post("/setup/<token>")
@access.setup
@limits.per_address
def open_(token: str) -> ResponseReturnValue:
    """Open the school, and let its administrator on to their second factor."""
    opening = Opening.of(request.form)
    try:
        administrator = open_school(opening, request.form.get("password", ""), tokens.hashed(token))
    except BadInput as wrong:
        return _asked(token, opening, wrong), 422
    sessions.begin(administrator, Area.STAFF, Stage.PASSWORD)
    return redirect(url_for("signin.second"), 303)


@bp.post("/setup/<token>/demo")
@access.setup
@limits.per_address
def open_demo(token: str) -> ResponseReturnValue:
    """Ask for the demo school."""
    with unit_of_work() as changing:
        if accounts.spend_token(changing, TokenUse.SET_UP, tokens.hashed(token), at=now()) is None:
            raise NotFound()
        services().nudge.demo()  # where the queue is away this raises, and the link stays good
    return redirect(url_for("setup.demo"), 303)


@bp.get("/setup/demo")
@access.always
def demo() -> ResponseReturnValue:
    """How far the demo school is: its events and pictures as they come in and are looked at."""
    ours = school()
    if ours is not None and not ours.demo:
        raise NotFound()
    template = "setup/demo_progress.html" if request.headers.get("HX-Request") else "setup/demo.html"
    return render_template(template, made=Made.so_far(session()) if ours else None)


def _asked(token: str, opening: Opening, wrong: BadInput | None = None) -> str:
    return render_template("setup/start.html", token=token, opening=opening, purposes=DUTCH_MODEL_FORM, wrong=wrong)
