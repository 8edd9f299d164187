"""What the gate needs to know of items, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from consent_store.ids import DoubtId, ItemId, PersonId, ReviewId, SightingId
from consent_store.records.media import ItemRow
from consent_store.records.recordings import RecordingRow, TrimRow
from consent_store.records.reviews import DoubtRow, ReviewRow
from consent_store.records.school import SchoolRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import gate, spans
from consent_store.rules.gate import Analysis, Doubt, DoubtState, Item, Review
from consent_store.rules.sightings import Answer, Box, Origin, Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind, Maker, Permission

_NONE_IN_FORCE = ""
# Read as columns, which takes half the time of whole rows: there are many.
_CLAIM: tuple[ColumnElement[Any], ...] = tuple(
    getattr(SightingRow, name)
    for name in ("id", "item_id", "origin", "left", "top", "right", "bottom", "answer", "person_id", "sense", "spans")
)
_FRESH: Mapping[str, bool] = {"populate_existing": True}  # what was read before the lock is not believed


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is said about one item."""

    item: Item
    sightings: tuple[Sighting, ...]
    reviews: tuple[Review, ...]
    doubts: tuple[Doubt, ...]

    @property
    def people(self) -> frozenset[PersonId]:
        """Everybody listed."""
        return frozenset(sighting.person for sighting in self.sightings if sighting.person)

    @property
    def needed(self) -> frozenset[tuple[PersonId, Kind]]:
        """Everybody listed, with each kind for which their consent must stand."""
        return frozenset((each.person, gate.needed(self.item.kind, each.sense)) for each in self.sightings if each.person)


def facts_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, Facts]:
    """The facts of each item that exists, removed ones included."""
    version, rows = in_force(session), session.scalars(select(ItemRow).where(ItemRow.id.in_(items)), execution_options=_FRESH).all()
    found = trimmed(session, [gate_item(row, version) for row in rows])
    sightings, reviews, doubts = sightings_of(session, items), _reviews_of(session, items), _doubts_of(session, items)
    return {item.id: Facts(item, tuple(sightings[item.id]), tuple(reviews[item.id]), tuple(doubts[item.id])) for item in found}


def trimmed(session: Session, items: Sequence[Item]) -> list[Item]:
    """The same items with what is cut out of them, and how long they are; only recordings are looked up."""
    moving = [item.id for item in items if item.kind is not Kind.PHOTO]
    if not moving:
        return list(items)
    query = select(RecordingRow.item_id, RecordingRow.duration_ms).where(RecordingRow.item_id.in_(moving))
    lengths: dict[str, int] = {id_: length for id_, length in session.execute(query)}
    trims = trims_of(session, moving)
    return [replace(item, trims=trims.get(item.id, ()), length=lengths.get(item.id, 0)) for item in items]


def trims_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, tuple[Span, ...]]:
    """What is cut out of each of these recordings, in as few spans as there can be; one that is whole is left out."""
    query = select(TrimRow.item_id, TrimRow.start_ms, TrimRow.end_ms).where(TrimRow.item_id.in_(items), TrimRow.gone_at.is_(None))
    found: dict[ItemId, list[Span]] = defaultdict(list)
    for id_, start, end in session.execute(query):
        found[ItemId(id_)].append(Span(start, end))
    return {item: spans.merged(cut) for item, cut in found.items()}


def in_force(session: Session) -> str:
    """The analysis version that counts, or a text that no version has."""
    return session.scalar(select(SchoolRow.analysis_version)) or _NONE_IN_FORCE


def gate_item(row: ItemRow, in_force: str) -> Item:
    """An item as the gate looks at it."""
    failed = row.analysis_failure is not None
    analysis = Analysis(row.analysis_version, in_force, row.faces, failed)
    made_by = maker(row)
    permitted = made_by is not None and made_by.permits
    kind, removed, aside = Kind(row.kind), row.removed_at is not None, row.aside_at is not None
    return Item(ItemId(row.id), kind, PersonId(row.uploader), row.revision, analysis, permitted, row.confidential, removed, aside)


def maker(row: ItemRow) -> Maker | None:
    """Who made an item, where that is recorded."""
    if row.maker is None or row.maker_permission is None:
        return None
    return Maker(row.maker, Permission(row.maker_permission), row.maker_proof)


def sighting(row: SightingRow | Row[Any]) -> Sighting:
    """A claim as the rules look at it."""
    answer = Answer(row.answer) if row.answer else None
    person = PersonId(row.person_id) if row.person_id else None
    sense, when = Sense(row.sense), spans.read(row.spans)
    return Sighting(SightingId(row.id), ItemId(row.item_id), Origin(row.origin), place(row), answer, person, sense, when)


def place(row: SightingRow | DoubtRow | Row[Any]) -> Box | None:
    """Where a sighting or a doubt is, or None for one without a place."""
    if row.left is None or row.top is None or row.right is None or row.bottom is None:
        return None
    return Box(row.left, row.top, row.right, row.bottom)


def review(row: ReviewRow) -> Review:
    """An attestation as the gate looks at it."""
    return Review(ReviewId(row.id), ItemId(row.item_id), PersonId(row.reviewer), row.revision, row.listed, row.at)


def sightings_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, list[Sighting]]:
    """The claims about each item that were not taken away, in a steady order."""
    query = select(*_CLAIM).where(SightingRow.item_id.in_(items), SightingRow.removed_at.is_(None)).order_by(SightingRow.id)
    found: dict[ItemId, list[Sighting]] = defaultdict(list)
    for row in session.execute(query):
        found[ItemId(row.item_id)].append(sighting(row))
    return found


def _reviews_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, list[Review]]:
    found: dict[ItemId, list[Review]] = defaultdict(list)
    for row in session.scalars(select(ReviewRow).where(ReviewRow.item_id.in_(items)).order_by(ReviewRow.at), execution_options=_FRESH):
        found[ItemId(row.item_id)].append(review(row))
    return found


def _doubts_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, list[Doubt]]:
    found: dict[ItemId, list[Doubt]] = defaultdict(list)
    for row in session.scalars(select(DoubtRow).where(DoubtRow.item_id.in_(items)).order_by(DoubtRow.raised_at), execution_options=_FRESH):
        found[ItemId(row.item_id)].append(Doubt(DoubtId(row.id), ItemId(row.item_id), DoubtState(row.state)))
    return found
