"""What is left of a recording once parts of it are cut out: who is still seen and heard in it."""

from collections.abc import Iterable, Sequence

from consent_store.rules.sightings import Sense, Sighting
from consent_store.rules.spans import Span, within

HEARD_AROUND = 150
"""Milliseconds around the span of a voice in which it may be heard still."""


def left(sightings: Iterable[Sighting], trims: Sequence[Span], length: int = 0) -> list[Sighting]:
    """The sightings of which something is left, of a recording of `length` milliseconds (0: not known)."""
    return [sighting for sighting in sightings if not gone(sighting, trims, length)]


def gone(sighting: Sighting, trims: Sequence[Span], length: int = 0) -> bool:
    """Whether somebody is only where it is cut. Of whom nobody said when, nobody knows that."""
    return bool(sighting.spans) and all(within(span, trims) for span in reach(sighting, length))


def reach(sighting: Sighting, length: int = 0) -> list[Span]:
    """When somebody may be noticed, of a recording of `length` milliseconds (0: not known)."""
    return [_reach(span, sighting.sense, length) for span in sighting.spans]


def _reach(span: Span, sense: Sense, length: int) -> Span:
    """When somebody may be noticed: before the beginning and after the end nobody is, unless a span says otherwise of the end."""
    around = HEARD_AROUND if sense is Sense.HEARD else 0
    start, end = max(0, span.start - around), span.end + around
    return Span(start, min(end, length) if span.start < length else end)
