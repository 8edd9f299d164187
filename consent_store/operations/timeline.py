"""What people do along the time of a film or a sound: part a strip or a voice, move and draw boxes, say when somebody is there.

Each press is one step in the history of its event (`reviews.undo`). What the machine saw stays covered: its sightings can be parted and
answered, and grow, but nothing of them goes.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed
from consent_store.ids import ItemId, PersonId, SightingId, new_id
from consent_store.operations import reviews, steps, tracks
from consent_store.operations.items import in_hand, mark_cut, sighting_in_hand, sightings_in
from consent_store.records.media import ItemRow
from consent_store.records.recordings import RecordingRow, TrackRow, packed, unpacked
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans as times
from consent_store.rules.sightings import Answer, Box, Origin, Sense
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight, Stretch, parted, placed, shot

HELD = 250
"""Milliseconds that a box drawn by hand stays before its first sight and after its last."""
REACH = 2000
"""Milliseconds beyond a track within which a box drawn by hand goes on with it."""


def split(
    session: Session,
    sighting: SightingId,
    from_ms: int,
    to_ms: int | None = None,
    *,
    seen: int | None = None,
    actor: PersonId,
    at: datetime,
) -> SightingId:
    """Say that from a moment on, or until another, a strip or voice is somebody else: a new sighting, which waits for an answer.

    Raises `BadInput` where nothing would be left on either side, `Conflict` as `reviews.answer` does.
    """
    row, face = _unchanged(session, sighting, seen)
    rows = tracks.of(session, [face.id])[face.id]
    window = Span(from_ms, max([from_ms, *(kept.after_ms for kept in rows)]) if to_ms is None else to_ms)
    halves = {kept.id: parted(tracks.stretch(kept), window) for kept in rows}
    if not all(any(half[side] for half in halves.values()) for side in (0, 1)):
        raise BadInput("There is nothing to part here.", field="from")
    other = _new(session, row, Sense(face.sense), Origin(face.origin), at)
    batch = new_id()
    for kept in rows:
        inside, left = halves[kept.id]
        for whose, parts in ((other, inside), (face, left)) if inside else ():
            for part in parts:
                tracks.add(session, whose, part, like=kept, batch=batch)
        if inside:
            tracks.end(kept, batch)
    _step(session, row, [(face, steps.claim(face)), (other, steps.Claim(None))], batch, actor=actor, at=at)
    return SightingId(other.id)


def place(session: Session, sighting: SightingId, at_ms: int, box: Box, *, seen: int | None = None, actor: PersonId, at: datetime) -> int:
    """Say where somebody is at a moment: moves, extends or makes a track. What the machine saw at that very moment stays covered too.

    Returns the item's revision. Raises `BadInput` outside the film or its picture, and for a voice; `Conflict` as `reviews.answer` does.
    """
    row, face = _unchanged(session, sighting, seen)
    if face.sense != Sense.SEEN:
        raise BadInput("A voice has no place in the picture.", field="box")
    kept = _recording(session, row, at_ms)
    sight, batch = Sight(at_ms, reviews.inside(row, box)), new_id()
    around = shot(at_ms, tuple(map(int, kept.cuts.split())), kept.duration_ms)
    old = _nearest(tracks.of(session, [face.id])[face.id], sight, around)
    if old is None:
        tracks.add(session, face, _held([sight], around), batch=batch)
    else:
        tracks.add(session, face, _with(tracks.stretch(old), sight, _machine(session, old), around), like=old, batch=batch)
        tracks.end(old, batch)
    _step(session, row, [(face, steps.claim(face))], batch, actor=actor, at=at)
    return row.revision


def draw(
    session: Session,
    item: ItemId,
    sights: Sequence[Sight],
    answer: Answer | None,
    person: PersonId | None = None,
    *,
    actor: PersonId,
    at: datetime,
) -> SightingId:
    """List somebody whom the machine missed, at one sight or more. The same again is the same sighting."""
    row = in_hand(session, item)
    inside = {sight.at: Sight(sight.at, reviews.inside(row, sight.box)) for sight in sights}
    if not inside:
        raise BadInput("Say where somebody is.", field="box")
    path = [inside[moment] for moment in sorted(inside)]
    kept = _recording(session, row, path[0].at, path[-1].at)
    around = Span(*(shot(end.at, tuple(map(int, kept.cuts.split())), kept.duration_ms)[i] for i, end in enumerate((path[0], path[-1]))))
    return _list(session, row, Sense.SEEN, [_held(path, around)], reviews.claim_of(session, answer, person), actor=actor, at=at)


def add_span(
    session: Session,
    item: ItemId,
    sense: Sense,
    spans: Sequence[Span],
    answer: Answer | None,
    person: PersonId | None = None,
    *,
    actor: PersonId,
    at: datetime,
) -> SightingId:
    """List somebody who is seen without a face, or heard, at these times. The same again is the same sighting."""
    row = in_hand(session, item)
    stretches = [Stretch(span) for span in _inside(session, row, spans)]
    return _list(session, row, sense, stretches, reviews.claim_of(session, answer, person), actor=actor, at=at)


def respan(session: Session, sighting: SightingId, spans: Sequence[Span], *, seen: int | None = None, actor: PersonId, at: datetime) -> int:
    """Say anew when a voice is heard, or when somebody without a place is seen. Returns the item's revision.

    Raises `NotAllowed` where the machine heard somebody at a time that would be left out: that is parted. `BadInput` for a strip, whose
    boxes say when; `Conflict` as `reviews.answer` does.
    """
    row, face = _unchanged(session, sighting, seen)
    rows, wanted, batch = tracks.of(session, [face.id])[face.id], _inside(session, row, spans), new_id()
    if any(kept.path for kept in rows):
        raise BadInput("The boxes of this strip say when it is seen.", field="spans")
    known = times.merged(tracks.stretch(kept).span for kept in rows)
    if known == wanted:
        return row.revision
    if face.origin == Origin.MACHINE and times.outside(known, wanted):
        raise NotAllowed("What analysis heard is parted or answered, not taken away.", code="found_by_analysis")
    going = [kept for kept in rows if not times.within(tracks.stretch(kept).span, wanted)]
    for kept in going:
        tracks.end(kept, batch)
    for span in times.outside(wanted, [tracks.stretch(kept).span for kept in rows if kept not in going]):
        tracks.add(session, face, Stretch(span), batch=batch)
    _step(session, row, [(face, steps.claim(face))], batch, actor=actor, at=at)
    return row.revision


def _unchanged(session: Session, sighting: SightingId, seen: int | None) -> tuple[ItemRow, SightingRow]:
    row, face = sighting_in_hand(session, sighting)
    reviews.nobody_else(session, face, seen)
    return row, face


def _recording(session: Session, row: ItemRow, *moments: int) -> RecordingRow:
    """What is known of a recording. Raises `Conflict` for what was not opened yet, `BadInput` for a moment outside it."""
    kept = session.get(RecordingRow, row.id, populate_existing=True)
    if kept is None:
        raise Conflict("This was not analysed yet.", code="not_analysed")
    if not all(0 <= moment < kept.duration_ms for moment in moments):
        raise BadInput("This moment is not in the recording.", field="at")
    return kept


def _inside(session: Session, row: ItemRow, spans: Sequence[Span]) -> tuple[Span, ...]:
    kept = _recording(session, row)
    inside = times.merged(Span(max(0, span.start), min(span.end, kept.duration_ms)) for span in spans)
    if not inside:
        raise BadInput("Say from when to when.", field="spans")
    return inside


def _nearest(rows: Sequence[TrackRow], sight: Sight, around: Span) -> TrackRow | None:
    """The track that a sight belongs to: one that is there then, the likest first, else one that ends or begins shortly before or after."""

    def away(row: TrackRow) -> tuple[int, float]:
        known = tracks.stretch(row)
        gap = max(0, known.span.start - sight.at, sight.at + 1 - known.span.end)
        return gap, -(max(box.overlap(sight.box) for _at, box in known.sights) if known.sights else 1.0)

    shots = [row for row in rows if row.before_ms < around.end and row.after_ms > around.start]
    found = min(shots, key=away, default=None)
    return found if found is not None and away(found)[0] <= REACH else None


def _machine(session: Session, row: TrackRow) -> dict[int, Box]:
    """Where the machine itself saw the face of a track, by moment."""
    if row.number is None:
        return {}
    query = select(TrackRow.path).where(TrackRow.item_id == row.item_id, TrackRow.version == row.version, TrackRow.number == row.number)
    return {at: box for path in session.scalars(query.where(TrackRow.batch.is_(None))) for at, box in unpacked(path)}


def _held(path: Sequence[Sight], around: Span) -> Stretch:
    """A track by hand, which stays a little before and after, within its shots."""
    span = Span(max(around.start, path[0].at - HELD), min(around.end, path[-1].at + HELD))
    return Stretch(Span(span.start, max(span.end, path[-1].at + 1)), tuple(path))


def _with(known: Stretch, sight: Sight, machine: dict[int, Box], around: Span) -> Stretch:
    """A track with one more sight; beyond its end it is held there."""
    beyond = _held([sight], around).span
    more = placed(known, sight, machine)
    if known.span.start <= sight.at < known.span.end:
        return more
    return Stretch(Span(min(known.span.start, beyond.start), max(known.span.end, beyond.end)), more.sights)


def _list(
    session: Session,
    row: ItemRow,
    sense: Sense,
    stretches: Sequence[Stretch],
    claim: steps.Claim,
    *,
    actor: PersonId,
    at: datetime,
) -> SightingId:
    said = [(stretch.span, packed(stretch.sights)) for stretch in stretches]
    drawn = [face for face in sightings_in(session, row) if face.origin == Origin.HUMAN and face.sense == sense]
    alike = [face for face in drawn if steps.claim(face) == claim]
    kept = tracks.of(session, [face.id for face in alike])
    for face in alike:
        if [(Span(each.before_ms, each.after_ms), each.path) for each in kept[face.id]] == said:
            return SightingId(face.id)
    face, batch = _new(session, row, sense, Origin.HUMAN, at), new_id()
    for stretch in stretches:
        tracks.add(session, face, stretch, batch=batch)
    _step(session, row, [(face, claim)], batch, actor=actor, at=at)
    return SightingId(face.id)


def _new(session: Session, row: ItemRow, sense: Sense, origin: Origin, at: datetime) -> SightingRow:
    """A sighting that is not there yet: the step that lists it can be taken back."""
    face = SightingRow(id=new_id(), item_id=row.id, origin=origin, sense=sense, spans="", removed_at=at)
    session.add(face)
    session.flush()
    return face


def _step(
    session: Session, row: ItemRow, said: Sequence[tuple[SightingRow, steps.Claim]], batch: str, *, actor: PersonId, at: datetime
) -> None:
    steps.take_all(session, [(row, face, claim) for face, claim in said], actor=actor, at=at, batch=batch)
    tracks.settle(session, [face for face, _claim in said], at=at)
    mark_cut(session, row)
