"""Requests that this site did not make are refused, whatever cookies they carry."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest, Forbidden

from app.web.addresses import origin as ours

_OURS = frozenset({"same-origin", "none"})


def install(app: Flask) -> None:
    """Ask before every request."""
    app.before_request(_same_site)


def _same_site() -> None:
    """Fetch Metadata: from elsewhere one may follow a link to a page, and do nothing else."""
    # Reading the host has Werkzeug refuse one that is not ours.
    if not request.host:
        raise BadRequest()
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        _origin_is_ours()
    elif site not in _OURS and not _follows_a_link():
        raise Forbidden()


def _follows_a_link() -> bool:
    """Whether somebody comes to a page from elsewhere, in a window of their own."""
    headers = request.headers
    navigates = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    return request.method in ("GET", "HEAD") and navigates


def _origin_is_ours() -> None:
    """For browsers that send no Fetch Metadata."""
    origin = request.headers.get("Origin")
    if request.method not in ("GET", "HEAD") and origin is not None and origin != ours():
        raise Forbidden()
