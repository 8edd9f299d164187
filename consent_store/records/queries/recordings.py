"""Questions about film and sound: what is known of a recording, how far its analysis came, and who is where in it when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, PersonId, RenditionId, SightingId, TrimId
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.queries import facts
from consent_store.records.queries.media import ANALYSED, ATTESTED, IN_PLACE, UNCUT, UNDER_REVIEW, waiting
from consent_store.records.recordings import RecordingRow, TrackRow, TrimRow, track, unpacked
from consent_store.records.sightings import SightingRow
from consent_store.rules import again as rule
from consent_store.rules import spans, together
from consent_store.rules.again import Piece
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Sighting
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Hush, Sight, Track, best
from consent_store.rules.together import Offer

RECORDED = (Kind.FILM, Kind.SOUND)


@dataclass(frozen=True, slots=True)
class Trim:
    """A part that somebody cut out."""

    id: TrimId
    span: Span
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A film or a sound: times in milliseconds, `fps` in frames a second. `files` are the newest of each use that has one without a mask.

    `unread` are the parts of its sound that could not be read, and are silent. Faces are written down up to `done_ms`; the worker said at
    `told_at` that it is at `looked_ms`, and how many seconds it needs.
    """

    item: ItemId
    version: str
    duration_ms: int
    fps: float | None
    has_picture: bool
    has_sound: bool
    cuts: tuple[int, ...]
    done_ms: int
    looked_ms: int
    seconds_left: int | None
    told_at: datetime | None
    listened: bool
    hush: Hush
    unread: tuple[Span, ...]
    trims: tuple[Trim, ...]
    files: Mapping[Use, RenditionId]

    @property
    def share(self) -> float:
        """How much of it is looked at, 0 to 1."""
        return min(1.0, self.looked_ms / self.duration_ms) if self.duration_ms else 0.0

    @property
    def cut_out(self) -> tuple[Span, ...]:
        """What does not go out."""
        return tuple(trim.span for trim in self.trims)


@dataclass(frozen=True, slots=True)
class KnownTrack:
    """A track as the analysis that goes on left it: its own number, the group it was put into, and its sealed descriptors."""

    number: int
    person: int
    sighting: SightingId
    sights: tuple[Sight, ...]
    before: int
    after: int
    looks: bytes | None


def recording(session: Session, item: ItemId) -> RecordingView | None:
    """What is known of one, or None before it was opened."""
    return recordings(session, [item]).get(item)


def recordings(session: Session, items: list[ItemId]) -> dict[ItemId, RecordingView]:
    """Those of the items named that are recordings and were opened."""
    trims, files = _trims(session, items), _files(session, items)
    rows = session.scalars(select(RecordingRow).where(RecordingRow.item_id.in_(items)))
    return {ItemId(row.item_id): _view(row, tuple(trims[row.item_id]), files[row.item_id]) for row in rows}


def tracks_of(
    session: Session, item: ItemId, *, strip: SightingId | None = None, part: Span | None = None
) -> dict[SightingId, tuple[Track, ...]]:
    """Where each strip's face is when, in order of time; only of one strip, or only the tracks of a part. Who is there without a place, and
    who is heard, has none.
    """
    query = _standing(item).where(TrackRow.path != b"").order_by(TrackRow.before_ms, TrackRow.id)
    query = query if strip is None else query.where(TrackRow.sighting_id == strip)
    query = query if part is None else query.where(TrackRow.before_ms < part.end, TrackRow.after_ms > part.start)
    found: dict[SightingId, list[Track]] = defaultdict(list)
    for row in session.scalars(query):
        found[SightingId(row.sighting_id)].append(track(row))
    return {sighting: tuple(tracks) for sighting, tracks in found.items()}


def known_tracks(session: Session, item: ItemId) -> list[KnownTrack]:
    """What the analysis under way wrote down so far, by number: what people changed since is not in it."""
    kept = session.get(RecordingRow, item)
    query = select(TrackRow).where(TrackRow.item_id == item, TrackRow.batch.is_(None), TrackRow.path != b"")
    rows = session.scalars(query.where(TrackRow.version == (kept.version if kept else None)).order_by(TrackRow.number, TrackRow.before_ms))
    by_number: dict[int, list[TrackRow]] = defaultdict(list)
    for row in rows:
        by_number[row.number or 0].append(row)
    return [_known(number, grown) for number, grown in by_number.items()]


def unfinished(session: Session, event: EventId) -> list[ItemId]:
    """The recordings of an event that are being looked at, wait for it, or were stopped or failed at it."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, IN_PLACE, ItemRow.kind.in_(RECORDED), ~ANALYSED)
    return [ItemId(id_) for id_ in session.scalars(query.order_by(ItemRow.number))]


def films_waiting(session: Session, version: str, *, at: datetime, limit: int) -> list[ItemId]:
    """Recordings that this analysis version has not finished and no worker holds, the oldest first."""
    return waiting(session, version, RECORDED, at=at, limit=limit)


def faces_to_cut(session: Session, limit: int) -> list[tuple[SightingId, ItemId, Sight]]:
    """The best face of each strip under review of which no picture was cut, drawn ones too."""
    query = select(SightingRow).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(ItemRow.kind.in_(RECORDED), UNDER_REVIEW, ~ATTESTED, *UNCUT).order_by(SightingRow.item_id, SightingRow.id)
    claims = [facts.sighting(row) for row in session.scalars(query.limit(limit))]
    tracks = {item: tracks_of(session, item) for item in {claim.item for claim in claims}}
    return [(each.id, each.item, best(found, each.box)) for each in claims if (found := tracks[each.item].get(each.id))]


def offers(session: Session, item: ItemId) -> list[Offer]:
    """Which voices may be whom one sees: to be asked, never answered."""
    return together.offers(facts.sightings_of(session, [item])[item])


def again(session: Session, strip: Sighting, others: Iterable[Sighting]) -> SightingId | None:
    """Of a strip without an answer: which of the others of its film, with an answer, the analysis takes for the same person."""
    row, kept, claims = TrackRow, RecordingRow, {claim.id: claim for claim in (strip, *others)}
    people = select(row.person).where(row.sighting_id == strip.id, row.there, row.person.is_not(None))
    query = select(row.sighting_id, row.person, row.number, row.batch).join(kept, kept.item_id == row.item_id)
    query = query.where(row.item_id == strip.item, row.version == kept.version, row.there, row.person.in_(people))
    pieces = [Piece(SightingId(id_), person or 0, number or 0, batch is not None) for id_, person, number, batch in session.execute(query)]
    return rule.again(claims, [piece for piece in pieces if piece.strip in claims]).get(strip.id)


def _standing(item: ItemId) -> Select[TrackRow]:
    """The tracks that count now, of sightings that were not taken away."""
    query = select(TrackRow).join(SightingRow, SightingRow.id == TrackRow.sighting_id)
    return query.where(TrackRow.item_id == item, TrackRow.there, SightingRow.removed_at.is_(None))


def _known(number: int, rows: list[TrackRow]) -> KnownTrack:
    first, last = rows[0], rows[-1]
    sights = tuple(sorted({sight.at: sight for row in rows for sight in unpacked(row.path)}.values(), key=lambda sight: sight.at))
    return KnownTrack(number, first.person or 0, SightingId(first.sighting_id), sights, first.before_ms, last.after_ms, last.looks)


def _view(row: RecordingRow, trims: tuple[Trim, ...], files: Mapping[Use, RenditionId]) -> RecordingView:
    return RecordingView(
        item=ItemId(row.item_id),
        version=row.version,
        duration_ms=row.duration_ms,
        fps=row.fps,
        has_picture=row.has_picture,
        has_sound=row.has_sound,
        cuts=tuple(map(int, row.cuts.split())),
        done_ms=row.done_ms,
        looked_ms=row.looked_ms,
        seconds_left=row.seconds_left,
        told_at=row.told_at,
        listened=row.listened_at is not None,
        hush=Hush(row.hush),
        unread=spans.read(row.unread or ""),
        trims=trims,
        files=files,
    )


def _trims(session: Session, items: list[ItemId]) -> dict[str, list[Trim]]:
    found: dict[str, list[Trim]] = defaultdict(list)
    query = select(TrimRow).where(TrimRow.item_id.in_(items), TrimRow.gone_at.is_(None)).order_by(TrimRow.start_ms, TrimRow.id)
    for row in session.scalars(query):
        found[row.item_id].append(Trim(TrimId(row.id), Span(row.start_ms, row.end_ms), PersonId(row.by), row.at))
    return found


def _files(session: Session, items: list[ItemId]) -> dict[str, dict[Use, RenditionId]]:
    whole = RenditionRow.use.in_((Use.PREVIEW, Use.THUMB, Use.STRIP, Use.WAVE)), RenditionRow.masks == ""
    query = select(RenditionRow.item_id, RenditionRow.use, RenditionRow.id).where(RenditionRow.item_id.in_(items), *whole)
    found: dict[str, dict[Use, RenditionId]] = defaultdict(dict)
    for item, use, id_ in session.execute(query.order_by(RenditionRow.made_at)):
        found[item][Use(use)] = RenditionId(id_)
    return found
