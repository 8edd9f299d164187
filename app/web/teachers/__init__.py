"""Teachers: events, upload, and the review of who is in each picture."""

from app.web.teachers import alike, asides, attesting, doors, events, piles, pulse, review, sheets, tus, upload
from app.web.teachers.blueprint import bp

__all__ = ["alike", "asides", "attesting", "bp", "doors", "events", "piles", "pulse", "review", "sheets", "tus", "upload"]
