"""Where the receipt of something is, for whoever has just kept it."""

from collections.abc import Sequence

from flask import url_for

from consent_store.rules.entries import Entry, Word


def link_for(entries: Sequence[Entry]) -> str | None:
    """The address of the receipt of words that were just kept, or None where nothing was."""
    words = [(entry.seq, entry.body) for entry in entries if isinstance(entry.body, Word)]
    return url_for("receipts.show", person=words[0][1].person, key=words[0][0]) if words else None
