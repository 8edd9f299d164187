"""From what went wrong to a page: one map of refusals, one template, and for htmx a message in the page that stays."""

from typing import NamedTuple

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.db import Unavailable
from app.web import logs
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, BrokenRecord, Conflict, NotAllowed, NotCleared, NotFound, Refusal

STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    BadInput: 422,
    Conflict: 409,
    NotCleared: 409,
    BrokenRecord: 500,
    Refusal: 400,
}


class _Told(NamedTuple):
    status: int
    sentence: str | None = None
    code: str = ""


def install(app: Flask) -> None:
    """Answer for everything that may be raised."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    logs.refused(refusal.code)
    return _page(_Told(status_of(refusal), refusal_words(refusal), refusal.code))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    if isinstance(error, SecurityError):  # a name that is not ours, under which no page of ours has an address
        return _("There is nothing under this name."), 400, {"Content-Type": "text/plain; charset=utf-8"}
    logs.refused("csrf" if isinstance(error, CSRFError) else str(error.code))
    answer = make_response(_page(_Told(error.code or 500)))
    answer.headers.extend((name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After"))
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    logs.failed(error)
    return _page(_Told(503 if isinstance(error, Unavailable | OSError) else 500))


def _page(told: _Told) -> ResponseReturnValue:
    """A whole page; for htmx only the message, put where messages stand."""
    context = {"status": told.status, "sentence": told.sentence, "code": told.code, "reference": logs.request_id()}
    if request.headers.get("HX-Request"):
        fragment = render_template("errors/fragment.html", **context)
        return fragment, told.status, {"HX-Retarget": "#toasts", "HX-Reswap": "innerHTML"}
    return render_template("errors/page.html", **context), told.status
