"""Every table, gathered: importing this module fills `Base.metadata`."""

from consent_store.records import (
    accounts,
    entries,
    media,
    people,
    recalls,
    releases,
    reminders,
    reviews,
    scans,
    school,
    shreds,
    sightings,
    templates,
    wanted,
)
from consent_store.records.base import Base

__all__ = [
    "Base",
    "accounts",
    "entries",
    "media",
    "people",
    "recalls",
    "releases",
    "reminders",
    "reviews",
    "scans",
    "school",
    "shreds",
    "sightings",
    "templates",
    "wanted",
]
