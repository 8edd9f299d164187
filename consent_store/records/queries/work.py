"""What remains to be done by the workers, read from the records: a nudge that was lost loses nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, SightingId
from consent_store.records.media import EventRow, ItemRow, RenditionRow
from consent_store.records.queries import facts
from consent_store.records.queries.media import ANALYSED, ATTESTED, IN_PLACE
from consent_store.records.sightings import SightingRow
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class Original:
    """A medium as it came in: where its bytes lie in the vault, and whether its event wants recognition."""

    item: ItemId
    event: EventId
    kind: Kind
    vault_name: str
    sha256: str
    recognition_off: bool


@dataclass(frozen=True, slots=True)
class Uncropped:
    """A face of which no picture was cut yet."""

    sighting: SightingId
    original: Original
    box: Box


@dataclass(frozen=True, slots=True)
class Described:
    """An unanswered face with its descriptor, sealed."""

    sighting: SightingId
    event: EventId
    sealed: bytes


def to_analyse(session: Session, version: str, *, limit: int) -> list[Original]:
    """Items that this analysis version has not looked at, the oldest first. One that it failed on waits for `media.try_again`."""
    waiting = ItemRow.analysis_version.is_(None) | (ItemRow.analysis_version != version)
    return [_original(row, off) for row, off in session.execute(_originals().where(waiting).limit(limit))]


def without_rendition(session: Session, use: Use, *, limit: int) -> list[Original]:
    """Analysed items that have no file of this use, the oldest first."""
    made = exists().where(RenditionRow.item_id == ItemRow.id, RenditionRow.use == use, RenditionRow.masks == "")
    return [_original(row, off) for row, off in session.execute(_originals().where(ANALYSED, ~made).limit(limit))]


def missing_crops(session: Session, *, limit: int) -> list[Uncropped]:
    """Faces under review of which no picture was cut."""
    made = exists().where(RenditionRow.sighting_id == SightingRow.id, RenditionRow.use == Use.CROP)
    query = _originals().join(SightingRow, SightingRow.item_id == ItemRow.id).add_columns(SightingRow)
    query = query.where(ANALYSED, ~ATTESTED, SightingRow.removed_at.is_(None), SightingRow.left.is_not(None), ~made)
    rows = session.execute(query.limit(limit))
    placed = [(original, off, face, facts.place(face)) for original, off, face in rows]
    return [Uncropped(SightingId(face.id), _original(row, off), box) for row, off, face, box in placed if box]


def undecided_faces(session: Session, event: EventId | None = None) -> list[Described]:
    """The unanswered faces that still have a descriptor, of one event or of all."""
    query = select(SightingRow.id, ItemRow.event_id, SightingRow.descriptor).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(IN_PLACE, SightingRow.removed_at.is_(None), SightingRow.answer.is_(None), SightingRow.descriptor.is_not(None))
    chosen = query if event is None else query.where(ItemRow.event_id == event)
    rows = session.execute(chosen.order_by(SightingRow.id))
    return [Described(SightingId(sighting), EventId(of), sealed) for sighting, of, sealed in rows if sealed]


def files_kept(session: Session) -> Iterator[tuple[str, str]]:
    """Vault name and SHA-256 (hex) of every original and rendition that must be in the vault."""
    originals = select(ItemRow.vault_name, ItemRow.sha256).where(IN_PLACE, ItemRow.vault_name.is_not(None))
    renditions = select(RenditionRow.vault_name, RenditionRow.sha256).join(ItemRow, ItemRow.id == RenditionRow.item_id).where(IN_PLACE)
    for query in (originals, renditions):
        for name, sha256 in session.execute(query):
            yield name or "", sha256


def _originals() -> Select[ItemRow, bool]:
    query = select(ItemRow, EventRow.recognition_off).join(EventRow, EventRow.id == ItemRow.event_id)
    return query.where(IN_PLACE, ItemRow.vault_name.is_not(None)).order_by(ItemRow.received_at, ItemRow.number)


def _original(row: ItemRow, recognition_off: bool) -> Original:
    return Original(ItemId(row.id), EventId(row.event_id), Kind(row.kind), row.vault_name or "", row.sha256, recognition_off)
