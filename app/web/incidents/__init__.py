"""Cases against the protocol: for the supervisor and the privacy officer alone."""

from app.web.incidents import case, export, index  # noqa: F401  (they add their routes)
from app.web.incidents.blueprint import bp

__all__ = ["bp"]
