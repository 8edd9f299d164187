"""Every read, named as a question, one noun a module; each answers with frozen values, never with rows."""

from consent_store.records.queries import (
    accounts,
    consents,
    enrolments,
    facts,
    files,
    media,
    people,
    recognition,
    releases,
    reviews,
    school,
    templates,
)

__all__ = [
    "accounts", "consents", "enrolments", "facts", "files", "media", "people", "recognition", "releases", "reviews", "school", "templates",
]  # fmt: skip
