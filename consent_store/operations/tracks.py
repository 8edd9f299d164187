"""Tracks as rows: what a sighting's time is made of. A press ends some and makes others, and is taken back by turning both.

Whoever changes them keeps in the sighting's own row what follows from them: when it may be seen or heard, and its best face.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict
from consent_store.ids import new_id
from consent_store.operations import shreds
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.recordings import TrackRow, packed, unpacked
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box, Origin, Sense
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Stretch

_BOX = ("left", "top", "right", "bottom")
_FACE = ("score", "quality")
_GUESS = ("confidence", "proposed", "distance", "runner_up", "runner_up_distance", "descriptor", "cluster")


def add(session: Session, face: SightingRow, stretch: Stretch, *, like: TrackRow | None = None, batch: str | None = None) -> TrackRow:
    """A track of a sighting; `like` is the one of which it takes over who found it."""
    row = TrackRow(id=new_id(), item_id=face.item_id, sighting_id=face.id, batch=batch, path=packed(stretch.sights), there=True)
    row.before_ms, row.after_ms, row.origin = stretch.span.start, stretch.span.end, like.origin if like else Origin.HUMAN
    row.version, row.number, row.person = (like.version, like.number, like.person) if like else (None, None, None)
    session.add(row)
    return row


def end(row: TrackRow, batch: str) -> None:
    """Let a track count no more."""
    row.there, row.gone_batch = False, batch


def stretch(row: TrackRow) -> Stretch:
    """A row's time and places."""
    return Stretch(Span(row.before_ms, row.after_ms), unpacked(row.path))


def of(session: Session, sightings: Collection[str]) -> dict[str, list[TrackRow]]:
    """The tracks that count of each sighting, in order of time."""
    session.flush()
    query = select(TrackRow).where(TrackRow.sighting_id.in_(sightings), TrackRow.there).order_by(TrackRow.before_ms, TrackRow.id)
    found: dict[str, list[TrackRow]] = defaultdict(list)
    for row in session.scalars(query, execution_options={"populate_existing": True}):
        found[row.sighting_id].append(row)
    return found


def must_be_known(session: Session, seen: Mapping[str, int]) -> None:
    """Raises `Conflict` (`seen_meanwhile`) where analysis saw or heard somebody anew in one of these after that revision of its item."""
    last = func.max(func.coalesce(TrackRow.revision, 0))
    query = select(TrackRow.sighting_id, last).where(TrackRow.sighting_id.in_(seen)).group_by(TrackRow.sighting_id)
    if any(revision > seen[sighting] for sighting, revision in session.execute(query)):
        raise _more_was_found()


def respan(session: Session, faces: Iterable[SightingRow]) -> dict[str, list[TrackRow]]:
    """Let each sighting say when it may be seen or heard, by the tracks that count, which are returned.

    Who is somewhere at an unknown place can not be covered: then no place is said.
    """
    by_id = {face.id: face for face in faces}
    found = of(session, by_id)
    for id_, face in by_id.items():
        face.spans = spans.written(spans.merged(Span(row.before_ms, row.after_ms) for row in found[id_]))
        if face.sense == Sense.SEEN and not all(row.path for row in found[id_]):
            face.left = face.top = face.right = face.bottom = None
    session.flush()
    return found


def widen(face: SightingRow, row: TrackRow) -> None:
    """Let a sighting say that it may be there, too, when one of its tracks says so."""
    face.spans = spans.written(spans.merged([*spans.read(face.spans), Span(row.before_ms, row.after_ms)]))


def unplace(session: Session, faces: Iterable[SightingRow]) -> None:
    """Let those have no place who are somewhere at an unknown one: they can not be covered."""
    by_id = {face.id: face for face in faces}
    nowhere = select(TrackRow.sighting_id).where(TrackRow.sighting_id.in_(by_id), TrackRow.there, TrackRow.path == b"").distinct()
    for id_ in session.scalars(nowhere):
        by_id[id_].left = by_id[id_].top = by_id[id_].right = by_id[id_].bottom = None
    session.flush()


def settle(session: Session, faces: Sequence[SightingRow], *, at: datetime) -> None:
    """After a press on these sightings, let each say when it is there, and be shown by the best face that is still in its tracks.

    What the machine made of a face goes with it, as long as nobody answered.
    """
    found = respan(session, faces)
    portraits = [_Portrait(face) for face in faces if face.left is not None]
    for face in faces:
        rows = found[face.id]
        boxes = [sight.box for row in rows for sight in unpacked(row.path)]
        if boxes and all(row.path for row in rows):
            inside = [portrait for portrait in portraits if portrait.box in boxes]
            best = max(inside, key=lambda portrait: (portrait.found, portrait.of is face, portrait.quality), default=None)
            _show(session, face, best, boxes, alone=len(faces) == 1, at=at)
    session.flush()


def number_found(session: Session, item: str) -> int:
    """How many the machine found by itself: what people split off can become one again, and what they joined is one."""
    own = exists().where(TrackRow.sighting_id == SightingRow.id, TrackRow.batch.is_(None))
    theirs = (SightingRow.item_id == item, SightingRow.origin == Origin.MACHINE, SightingRow.removed_at.is_(None), own)
    return session.scalar(select(func.count()).select_from(SightingRow).where(*theirs)) or 0


def recount(session: Session, row: ItemRow) -> None:
    """After strips became one, or two again, let a recording that was looked at to its end say how many were found."""
    if row.kind != Kind.PHOTO and row.faces is not None:
        row.faces = number_found(session, row.id)


def turn(session: Session, batches: Collection[str], *, back: bool, at: datetime) -> None:
    """Take back what presses did to tracks, or do it again. Raises `Conflict` where somebody changed one of them since, and where the
    machine followed a face on, beyond what would come in the place of its track.
    """
    query = select(TrackRow).where(or_(TrackRow.batch.in_(batches), TrackRow.gone_batch.in_(batches))).order_by(TrackRow.id)
    rows = session.scalars(query, execution_options={"populate_existing": True}).all()
    for row in rows:
        comes = (row.batch in batches) is not back
        if row.there is comes:
            raise Conflict("Somebody changed this since. Nothing was changed; look again.", code="answered_meanwhile")
        row.there = comes
    _must_stay_whole(session, [row for row in rows if not row.there and row.batch is None and row.path])
    faces = session.scalars(select(SightingRow).where(SightingRow.id.in_({row.sighting_id for row in rows})).order_by(SightingRow.id)).all()
    settle(session, faces, at=at)


def must_be_listed(session: Session, batches: Collection[str]) -> None:
    """Raises `Conflict` (`seen_meanwhile`) where a track of a press would count for a sighting that is not in the list."""
    session.flush()
    pressed = or_(TrackRow.batch.in_(batches), TrackRow.gone_batch.in_(batches))
    of_it = select(TrackRow.sighting_id).where(pressed)
    absent = select(SightingRow.id).where(SightingRow.id.in_(of_it), SightingRow.removed_at.is_not(None))
    if session.scalar(select(exists().where(TrackRow.sighting_id.in_(absent), TrackRow.there))):
        raise _more_was_found()


def _must_stay_whole(session: Session, going: Sequence[TrackRow]) -> None:
    """Raises `Conflict` (`seen_meanwhile`) where the machine's own tracks would go without others for all of their time."""
    session.flush()
    numbers = {row.number for row in going}
    items = {row.item_id for row in going}
    known: dict[tuple[str, str | None, int | None], list[Span]] = defaultdict(list)
    for row in session.scalars(select(TrackRow).where(TrackRow.item_id.in_(items), TrackRow.number.in_(numbers), TrackRow.there)):
        known[row.item_id, row.version, row.number].append(Span(row.before_ms, row.after_ms))
    if not all(spans.within(Span(row.before_ms, row.after_ms), known[row.item_id, row.version, row.number]) for row in going):
        raise _more_was_found()


def _more_was_found() -> Conflict:
    return Conflict("More was found of this meanwhile. Nothing was changed; look again.", code="seen_meanwhile")


class _Portrait:
    """The face by which a sighting was shown before a press, and what the machine made of it."""

    def __init__(self, face: SightingRow) -> None:
        self.of = face
        self.box = Box(*(getattr(face, side) for side in _BOX))
        self.face = {name: getattr(face, name) for name in _FACE}
        self.guess = {name: getattr(face, name) for name in _GUESS} if face.answer is None else {}

    @property
    def found(self) -> bool:
        """Whether the machine found it: else it only fills a place."""
        return self.face["score"] is not None

    @property
    def quality(self) -> float:
        """How good it is, 0 to 1."""
        return self.face["quality"] or 0.0


def _show(session: Session, face: SightingRow, chosen: _Portrait | None, boxes: Sequence[Box], *, alone: bool, at: datetime) -> None:
    largest = max(boxes, key=lambda box: box.width * box.height)
    box = chosen.box if chosen else largest
    if (face.left, face.top, face.right, face.bottom) == (box.left, box.top, box.right, box.bottom):
        return
    _drop_crops(session, face, at)
    face.left, face.top, face.right, face.bottom = box.left, box.top, box.right, box.bottom
    if alone:
        return
    seen = chosen.face if chosen else dict.fromkeys(_FACE)
    guess = (chosen.guess if chosen else {}) or dict.fromkeys(_GUESS)
    for name, value in (seen | (guess if face.answer is None else {})).items():
        setattr(face, name, value)


def _drop_crops(session: Session, face: SightingRow, at: datetime) -> None:
    """Its picture shows another face now; a worker cuts a new one."""
    crops = (RenditionRow.sighting_id == face.id, RenditionRow.use == Use.CROP)
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(*crops)), at=at)
    session.execute(delete(RenditionRow).where(*crops))
