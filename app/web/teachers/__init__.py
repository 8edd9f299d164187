"""Teachers: events, upload, and the review of who is in each picture."""

from app.web.teachers import asides, attesting, doors, events, piles, pulse, review, sheets, upload
from app.web.teachers.blueprint import bp

__all__ = ["asides", "attesting", "bp", "doors", "events", "piles", "pulse", "review", "sheets", "upload"]
