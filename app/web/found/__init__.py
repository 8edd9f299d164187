"""Found online? Whoever works here and finds a picture asks what it may be, and reports it."""

from app.web.found import ask, report  # noqa: F401  (they add their routes)
from app.web.found.blueprint import bp

__all__ = ["bp"]
