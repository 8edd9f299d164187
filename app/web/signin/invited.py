"""Whom a key leads to: the long-lived part of a link in a letter."""

from app.letters import links
from app.web.context import services, session
from consent_store.records.queries import people
from consent_store.records.queries.people import PersonView


def behind(key: str) -> PersonView | None:
    """Whose door it is; None for a key that we did not make, and for whoever was erased."""
    person = links.behind(services().keys, key)
    found = people.people(session(), [person]).get(person) if person else None
    return found if found and not found.erased else None


def address_behind(key: str) -> str:
    """The address to which a code goes, or nothing."""
    found = behind(key)
    return found.email or "" if found else ""
