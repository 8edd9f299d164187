"""Tracks as rows: what a sighting's time is made of. Whoever changes them keeps `SightingRow.spans` the union of what counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import new_id
from consent_store.records.recordings import TrackRow, packed
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans
from consent_store.rules.sightings import Origin
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight


@dataclass(frozen=True, slots=True)
class Stretch:
    """A track to be: when it may be seen or heard, and where it is then; without sights it has no place."""

    span: Span
    sights: tuple[Sight, ...] = ()


def add(session: Session, face: SightingRow, stretch: Stretch, *, like: TrackRow | None = None, batch: str | None = None) -> TrackRow:
    """A track of a sighting; `like` is the one of which it takes over who found it."""
    row = TrackRow(id=new_id(), item_id=face.item_id, sighting_id=face.id, batch=batch, path=packed(stretch.sights), there=True)
    row.before_ms, row.after_ms, row.origin = stretch.span.start, stretch.span.end, like.origin if like else Origin.HUMAN
    row.version, row.number, row.person = (like.version, like.number, like.person) if like else (None, None, None)
    session.add(row)
    return row


def of(session: Session, sightings: Collection[str]) -> dict[str, list[TrackRow]]:
    """The tracks that count of each sighting, in order of time."""
    session.flush()
    query = select(TrackRow).where(TrackRow.sighting_id.in_(sightings), TrackRow.there).order_by(TrackRow.before_ms, TrackRow.id)
    found: dict[str, list[TrackRow]] = defaultdict(list)
    for row in session.scalars(query, execution_options={"populate_existing": True}):
        found[row.sighting_id].append(row)
    return found


def respan(session: Session, faces: Iterable[SightingRow]) -> None:
    """Let each sighting say when it may be seen or heard, by the tracks that count."""
    by_id = {face.id: face for face in faces}
    found = of(session, by_id)
    for id_, face in by_id.items():
        face.spans = spans.written(spans.merged(Span(row.before_ms, row.after_ms) for row in found[id_]))
    session.flush()
