"""Teachers: events, upload, and the review of who is in each picture."""

from app.web.teachers import (
    alike,
    asides,
    attesting,
    differences,
    doors,
    doubting,
    events,
    film,
    grid,
    mending,
    piles,
    pulse,
    review,
    sheets,
    turning,
    tus,
    upload,
)
from app.web.teachers.blueprint import bp

__all__ = [
    "alike",
    "asides",
    "attesting",
    "bp",
    "differences",
    "doors",
    "doubting",
    "events",
    "film",
    "grid",
    "mending",
    "piles",
    "pulse",
    "review",
    "sheets",
    "turning",
    "tus",
    "upload",
]
