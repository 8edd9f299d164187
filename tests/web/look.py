"""A small application around base.html and the style guide, without a school behind it; and the templates as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, redirect, render_template, request
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from werkzeug.serving import make_server

import app as house
from app.web import styleguide
from app.web.naming import thumb_of

APP = Path(house.__file__).parent
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'"


def make_app() -> Flask:
    """Base page, style guide and error pages, under the house's content policy. `?lang=` chooses the language."""
    look = Flask("app", root_path=str(APP))
    look.config.update(SECRET_KEY="for the look only", TESTING=True)
    Babel(look, locale_selector=lambda: request.args.get("lang", "en"))
    CSRFProtect(look)
    look.register_blueprint(styleguide.bp)
    look.context_processor(_surroundings)
    look.jinja_env.globals |= {"sprite": lambda: "/static/icons.svg", "thumb_of": thumb_of}
    look.add_url_rule("/preferences", view_func=_preferences, methods=["POST"])
    look.add_url_rule("/flash", view_func=_flash)
    look.add_url_rule("/<any(page, fragment):part>/<int:status>", view_func=_failure)
    look.after_request(_under_policy)
    return look


@contextmanager
def served(look: Flask) -> Iterator[str]:
    """The address at which the application answers while the block runs."""
    server = make_server("127.0.0.1", 0, look, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def _surroundings() -> dict[str, Any]:
    return {
        "nav": [("/styleguide", "Events", True), ("/page/404", "Releases", False)],
        "account": SimpleNamespace(name="Marit Koning", roles=["teacher"]),
        "locale": get_locale(),
        "page_languages": [("nl", "Nederlands"), ("en", "English")],
        "theme": request.cookies.get("theme", "system"),
        "school_name": "De Meander",
        "demo": True,
        "preferences_url": "/preferences",
        "sign_out_url": "/sign-out",
    }


def _preferences() -> Response:
    answer = redirect("/styleguide?lang=" + request.form.get("language", "en"), 303)
    answer.set_cookie("theme", request.form.get("theme", "system"))
    return answer  # type: ignore[return-value]


def _flash() -> Any:
    flash({"text": "Finn Postma, on 9 photos", "undo": "/undo", "fields": {"entry": "12"}})
    flash("Nothing was kept.", "error")
    return redirect("/styleguide")


def _failure(part: str, status: int) -> tuple[str, int, dict[str, str]]:
    where = {"HX-Retarget": "#toasts", "HX-Reswap": "innerHTML"}
    return render_template(f"errors/{part}.html", status=status), status, where


def _under_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
