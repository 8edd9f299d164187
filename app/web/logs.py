"""One line of JSON a request: what was asked and how it went; never who, never what was sent."""

import logging
import secrets
import time

import structlog
from flask import Flask, Response, g, request
from structlog import processors

from app.traces import where
from app.web.context import visitor

_log = structlog.get_logger()


def install(app: Flask, level: str) -> None:
    """Number each request, time it and write its line; `level` is the least that is written: debug, info, warning or error."""
    # The loggers of the libraries write paths and addresses, in which names and codes may stand.
    for name in ("werkzeug", "flask-limiter", "flask_wtf.csrf", app.logger.name):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _write_json(level)
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """The number of this request, made here: one from outside could carry anything."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return str(g.request_id)


def failed(error: BaseException) -> None:
    """Write where something broke."""
    _log.error("failed", request=request_id(), endpoint=request.endpoint, error=type(error).__name__, where=where(error))


def refused(code: str) -> None:
    """Write that something was refused, and by which rule."""
    _log.warning("refused", request=request_id(), endpoint=request.endpoint, code=code)


def _write_json(level: str) -> None:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[processors.add_log_level, processors.TimeStamper("iso", utc=True), processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    public_file = request.endpoint == "static"
    who = None if public_file else visitor()
    (_log.debug if public_file else _log.info)(
        "request",
        request=request_id(),
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        area=who.area if who else None,
    )
    return response
