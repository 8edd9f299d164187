"""What every answer tells the browser: nothing from elsewhere, nothing inline, nothing kept."""

from flask import Flask, Response, request

from app.web.context import services

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in _POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_A_YEAR = 31_536_000  # seconds
_NO_DOCUMENTS = frozenset(
    {"text/css", "text/javascript"}
)  # of ours; what a page may do, its own headers say, and there are thirty of these
_FOR_PARTS = ("Cross-Origin-Resource-Policy", "X-Content-Type-Options")


def install(app: Flask) -> None:
    """Put the headers on every answer, errors too."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    part = request.endpoint == "static" and response.mimetype in _NO_DOCUMENTS
    response.headers.update({name: _HEADERS[name] for name in _FOR_PARTS} if part else _HEADERS)
    if services().site.secure:
        response.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "HX-Request")
    return response
