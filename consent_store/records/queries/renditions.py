"""Questions about files that somebody asked for: whether they are made, what they must show, and how the school wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import CoverId, ItemId, PersonId, ReleaseId, RenditionId, SightingId
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.queries import facts
from consent_store.records.recordings import RecordingRow
from consent_store.records.school import SchoolRow
from consent_store.records.wanted import CoverRow, CutRow, FormRow, WantedRow
from consent_store.rules import spans
from consent_store.rules.forms import AUDIO, MASK_COLOUR, VIDEO, Form, Format
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is there. `current`: whether it shows what is said of the item now, and covers what is covered by hand now; one that
    does not may stay out, and goes out no more.
    """

    id: RenditionId
    item: ItemId
    use: Use
    form: Form
    sha256: str
    size: int
    media_type: str
    width: int
    height: int
    masks: frozenset[SightingId]
    revision: int
    release: ReleaseId | None
    current: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that a worker has yet to make. Of film and sound: the share that is done, 0 to 1, and seconds that the rest takes."""

    since: datetime
    share: float | None = None
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be made. `code`: mask_shows, unasked, no_place, alt_names, changed, removed, damaged, too_small"""

    code: str


@dataclass(frozen=True, slots=True)
class CoverView:
    """A place covered by hand, and why."""

    id: CoverId
    item: ItemId
    box: Box
    why: str
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a film or sound goes out: its media type, what is cut out of it (see `rules.spans`), and how covered voices sound."""

    media_type: str
    trim: str
    hush: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """What people covered and cut in some items."""

    covers: Mapping[ItemId, Sequence[CoverView]]
    cuts: Mapping[ItemId, Box]

    def agrees(self, order: WantedRow) -> bool:
        """Whether an order was given with what is covered and cut now. Only what goes out is cut by hand."""
        item = ItemId(order.item_id)
        uncut = order.use != Use.RELEASE or order.crop == written(self.cuts.get(item))
        return uncut and order.covers == " ".join(cover.id for cover in self.covers.get(item, ()))


def by_hand(session: Session, item: ItemId) -> ByHand:
    """The same for one item."""
    return ByHand(covers_of(session, [item]), cuts_of(session, [item]))


def state(session: Session, rendition: RenditionId) -> Made | Waiting | Failed:
    """What became of a file that was asked for. Raises `NotFound`."""
    found = many(session, [rendition])
    if rendition not in found:
        raise NotFound()
    return found[rendition]


def many(session: Session, renditions: Sequence[RenditionId]) -> dict[RenditionId, Made | Waiting | Failed]:
    """The same for those that were asked for, in a number of queries that does not grow with them."""
    query = select(WantedRow, RenditionRow, ItemRow.revision).join(ItemRow, ItemRow.id == WantedRow.item_id)
    query = query.outerjoin(RenditionRow, RenditionRow.id == WantedRow.id).where(WantedRow.id.in_(renditions))
    rows = session.execute(query, execution_options={"populate_existing": True}).all()
    items = [ItemId(order.item_id) for order, _, _ in rows]
    said = ByHand(covers_of(session, items), cuts_of(session, items))
    return {RenditionId(order.id): _state(order, file, revision, said) for order, file, revision in rows}


def waiting(session: Session, *, at: datetime, long: bool = False, limit: int = 50) -> list[RenditionId]:
    """Files that no worker is making, those asked for first first: those that take `long`, which are releases of film and sound, or the
    others.
    """
    unclaimed = WantedRow.claimed_until.is_(None) | (WantedRow.claimed_until <= at)
    takes_long = and_(ItemRow.kind != Kind.PHOTO, WantedRow.use == Use.RELEASE)
    query = select(WantedRow.id).join(ItemRow, ItemRow.id == WantedRow.item_id).where(takes_long if long else ~takes_long)
    query = query.where(WantedRow.made_at.is_(None), WantedRow.failure.is_(None), unclaimed)
    return [RenditionId(id_) for id_ in session.scalars(query.order_by(WantedRow.wanted_at, WantedRow.id).limit(limit))]


def covers_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, tuple[CoverView, ...]]:
    """What is covered by hand in each of these items, in a steady order; an item without is left out."""
    query = select(CoverRow).where(CoverRow.item_id.in_(items), CoverRow.removed_at.is_(None)).order_by(CoverRow.id)
    found: dict[ItemId, tuple[CoverView, ...]] = {}
    for row in session.scalars(query, execution_options={"populate_existing": True}):
        box = Box(row.left, row.top, row.right, row.bottom)
        view = CoverView(CoverId(row.id), ItemId(row.item_id), box, row.why, PersonId(row.by), row.at)
        found[view.item] = (*found.get(view.item, ()), view)
    return found


def cuts_of(session: Session, items: Sequence[ItemId]) -> dict[ItemId, Box]:
    """The part to which each of these items was cut by hand; one that is whole is left out."""
    rows = session.scalars(select(CutRow).where(CutRow.item_id.in_(items)), execution_options={"populate_existing": True})
    return {ItemId(row.item_id): Box(row.left, row.top, row.right, row.bottom) for row in rows}


def formats(session: Session) -> Mapping[Form, Format]:
    """How the school wants the files of each form."""
    chosen = {row.code: Format(row.media_type, row.quality) for row in session.scalars(select(FormRow))}
    return {form: chosen.get(form, Format()) for form in Form}


def of_recording(session: Session, item: ItemRow) -> Recorded | None:
    """What goes out of a film or sound now. None for a photo, and before it was opened."""
    row = session.get(RecordingRow, item.id, populate_existing=True) if item.kind != Kind.PHOTO else None
    if row is None:
        return None
    trims = facts.trims_of(session, [ItemId(item.id)]).get(ItemId(item.id), ())
    return Recorded(VIDEO if row.has_picture else AUDIO, spans.written(trims), row.hush)


def mask_colour(session: Session) -> str:
    """The colour of masks, "#rrggbb"."""
    return session.scalar(select(SchoolRow.mask_colour)) or MASK_COLOUR


def written(box: Box | None) -> str | None:
    """A box as rows keep it."""
    return f"{box.left} {box.top} {box.right} {box.bottom}" if box else None


def ids(kept: str) -> frozenset[SightingId]:
    """Sightings as rows keep them."""
    return frozenset(map(SightingId, kept.split()))


def _state(order: WantedRow, file: RenditionRow | None, revision: int, said: ByHand) -> Made | Waiting | Failed:
    if file is None:
        return Failed(order.failure) if order.failure else Waiting(order.wanted_at, order.share, order.seconds_left)
    item = ItemId(order.item_id)
    return Made(
        RenditionId(order.id),
        item,
        Use(order.use),
        Form(order.form),
        file.sha256,
        file.size,
        file.media_type,
        file.width,
        file.height,
        ids(file.masks),
        order.revision,
        ReleaseId(order.release_id) if order.release_id else None,
        current=order.revision == revision and said.agrees(order),
    )
