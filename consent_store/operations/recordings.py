"""What the analysis of film and sound writes down, piece by piece: so that a crash goes on from the last piece, and the first proposals
can be answered while it runs. No answer is ever changed by it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict
from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import hearing, media, strips, tracks
from consent_store.operations.items import changed, in_hand, mark_cut, stir
from consent_store.operations.strips import FoundTrack as FoundTrack
from consent_store.operations.strips import Portrait as Portrait
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.queries.facts import in_force
from consent_store.records.recordings import RecordingRow, TrackRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans
from consent_store.rules.entries import ItemAnalysed
from consent_store.rules.spans import Span
from consent_store.rules.terms import SYSTEM, Kind

CANCELLED = "cancelled"
_HALFWAY = "halfway"  # what an analysis left that could not go on


@dataclass(frozen=True, slots=True)
class Heading:
    """What a recording is, as its file says: milliseconds, frames a second, pixels of the frames as they are analysed. `dropped` is what
    of it does not go on; `taken_at` without a zone is the camera's clock at school.
    """

    duration_ms: int
    fps: float | None
    width: int | None
    height: int | None
    has_picture: bool
    has_sound: bool
    dropped: Collection[str] = ()
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """From where the analysis goes on: faces up to `done_ms` are written down, and the voices where `listened`."""

    done_ms: int
    listened: bool


@dataclass(frozen=True, slots=True)
class FoundVoice:
    """Somebody who speaks, and when."""

    spans: Sequence[Span]


def begin(session: Session, item: ItemId, heading: Heading, *, version: str, at: datetime) -> Resume:  # noqa: ARG001  (as every operation)
    """Begin to analyse an item that was claimed, or go on. Another version begins anew, and what it finds is kept beside.

    Raises `Conflict` (`analysis_outdated`) for a version not in force.
    """
    media.must_be_in_force(session, version)
    row = in_hand(session, item)
    if row.analysis_version != version:
        row.analysis_failure = None
    kept = session.get(RecordingRow, item, populate_existing=True)
    if kept is None:
        kept = RecordingRow(item_id=item, version=version, done_ms=0, looked_ms=0, cuts="")
        session.add(kept)
    elif kept.version != version or _forgot(session, kept):
        _anew(session, kept, version)
    kept.duration_ms, kept.fps = heading.duration_ms, heading.fps
    kept.has_picture, kept.has_sound = heading.has_picture, heading.has_sound
    media.describe(session, row, width=heading.width, height=heading.height, taken_at=heading.taken_at, dropped=heading.dropped)
    stir(session, row)
    return Resume(kept.done_ms, kept.listened_at is not None)


def go_on(session: Session, item: ItemId, *, looked_ms: int, seconds_left: int | None, until: datetime, at: datetime) -> bool:
    """Hold the item until a moment, and say how far the look is.

    False where it has to stop: cancelled, removed, or set to another version.
    """
    ledger.lock(session)
    row, kept = session.get(ItemRow, item, populate_existing=True), session.get(RecordingRow, item, populate_existing=True)
    if row is None or kept is None or row.removed_at is not None:
        return False
    if kept.version != in_force(session) or row.analysis_version == kept.version:
        return False
    row.claimed_until, kept.looked_ms, kept.seconds_left, kept.told_at = until, looked_ms, seconds_left, at
    session.flush()
    return True


def write_tracks(
    session: Session, item: ItemId, found: Sequence[FoundTrack], *, cuts: Collection[int] = (), done_ms: int, at: datetime
) -> list[Portrait]:
    """Write down the faces found up to `done_ms`, and the moments at which shots began. Twice changes nothing, and a track that was
    written down before may only grow. Returns the strips of which a better face was found, to be cut out.

    Raises `Conflict` (`analysis_outdated`, `analysis_over`) where the analysis may not go on.
    """
    row, kept = _under_way(session, item)
    portraits, news = strips.write(session, row, kept.version, found, at=at)
    kept.done_ms = max(kept.done_ms, done_ms)
    kept.looked_ms = max(kept.looked_ms, kept.done_ms)
    kept.cuts = " ".join(map(str, sorted({*map(int, kept.cuts.split()), *cuts})))
    _tell(session, row, news, at)
    return portraits


def write_voices(
    session: Session, item: ItemId, found: Sequence[FoundVoice], *, unread: Sequence[Span] = (), at: datetime
) -> list[SightingId]:
    """Write down who speaks when: a sighting for each voice, in order. A voice that speaks when a known one does is that one. `unread` are
    the parts of the sound that could not be read.

    Once a version: a second time changes nothing, and returns none. Raises as `write_tracks` does.
    """
    row, kept = _under_way(session, item)
    if kept.listened_at is not None:
        return []
    voices, news = hearing.write(session, row, kept.version, [voice.spans for voice in found])
    kept.listened_at, kept.unread = at, spans.written(unread)
    _tell(session, row, news, at)
    return voices


def finish(session: Session, item: ItemId, *, version: str, duration_ms: int, actor: PersonId = SYSTEM, at: datetime) -> None:
    """Everything is looked at and listened to: the item can be attested. What described the faces along the way goes.

    Raises as `write_tracks` does; to finish twice is once.
    """
    media.must_be_in_force(session, version)
    row = in_hand(session, item)
    if row.analysis_version == version and row.analysis_failure is None:
        return
    row, kept = _under_way(session, item)
    kept.duration_ms = kept.done_ms = kept.looked_ms = duration_ms
    kept.seconds_left, kept.told_at = None, at
    faces = tracks.number_found(session, item)
    media.looked_at(row, version, None, faces, at)
    strips.close(session, row, version, at=at)
    session.execute(update(TrackRow).where(TrackRow.item_id == item).values(looks=None))
    mark_cut(session, row)
    stir(session, row)
    ledger.append(session, ItemAnalysed(item, version, faces), actor=actor, at=at)


def write_unasked(session: Session, item: ItemId, found: Sequence[FoundTrack], *, at: datetime) -> None:
    """Write down faces that a look at every frame of what would go out found, and that nobody was asked about: they wait for an answer, and
    what was attested is attested again. Their numbers count anew each time.
    """
    row, seen = in_hand(session, item), (TrackRow.item_id == item, TrackRow.version == strips.EVERY_FRAME)
    last = session.scalar(select(func.max(TrackRow.number)).where(*seen)) or 0
    later = [replace(each, number=last + each.number, person=last + each.person, looks=None) for each in found]
    strips.write(session, row, strips.EVERY_FRAME, later, at=at)
    row.faces = tracks.number_found(session, item)
    changed(session, row, actor=SYSTEM, at=at)
    ledger.append(session, ItemAnalysed(item, row.analysis_version or "", row.faces), actor=SYSTEM, at=at)


def cancel(session: Session, item: ItemId, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Stop the analysis of a recording: it is held, and `media.try_again` goes on from where it was.

    Raises `BadInput` for a photo, `Conflict` (`analysis_over`) once it is analysed.
    """
    row, version = in_hand(session, item), in_force(session)
    if row.kind == Kind.PHOTO:
        raise BadInput("A photo is looked at in a moment.", field="item")
    if row.analysis_version == version and row.analysis_failure != CANCELLED:
        raise _over()
    media.looked_at(row, version, CANCELLED, None, at)
    stir(session, row)


def _forgot(session: Session, kept: RecordingRow) -> bool:
    """Whether what described the faces so far is gone, so that nobody can be followed on from there."""
    own = (TrackRow.item_id == kept.item_id, TrackRow.version == kept.version, TrackRow.batch.is_(None), TrackRow.path != b"")
    return bool(session.scalar(select(exists().where(*own, TrackRow.looks.is_(None)))))


def _anew(session: Session, kept: RecordingRow, version: str) -> None:
    """Begin again: what was found is known from an earlier look."""
    own = (TrackRow.item_id == kept.item_id, TrackRow.version == version)
    session.execute(update(TrackRow).where(*own).values(version=_HALFWAY))
    kept.version, kept.done_ms, kept.looked_ms, kept.cuts = version, 0, 0, ""
    kept.listened_at = kept.seconds_left = kept.told_at = None
    session.execute(update(TrackRow).where(TrackRow.item_id == kept.item_id).values(looks=None))
    unanswered = (SightingRow.item_id == kept.item_id, SightingRow.answer.is_(None))
    session.execute(update(SightingRow).where(*unanswered).values(descriptor=None, quality=None, score=None))


def _under_way(session: Session, item: ItemId) -> tuple[ItemRow, RecordingRow]:
    row, kept = in_hand(session, item), session.get(RecordingRow, item, populate_existing=True)
    if kept is None or row.analysis_version == kept.version:
        raise _over()
    media.must_be_in_force(session, kept.version)
    return row, kept


def _over() -> Conflict:
    return Conflict("The analysis of this was finished or stopped.", code="analysis_over")


def _tell(session: Session, row: ItemRow, news: bool, at: datetime) -> None:
    if news:
        changed(session, row, actor=SYSTEM, at=at)
    else:
        mark_cut(session, row)
        stir(session, row)
