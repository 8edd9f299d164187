"""Every table, gathered: importing this module fills `Base.metadata`."""

from consent_store.records import (
    accounts,
    answered,
    entries,
    guests,
    media,
    people,
    recalls,
    releases,
    reminders,
    requests,
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
    "answered",
    "entries",
    "guests",
    "media",
    "people",
    "recalls",
    "releases",
    "reminders",
    "requests",
    "reviews",
    "scans",
    "school",
    "shreds",
    "sightings",
    "templates",
    "wanted",
]
