"""Questions about events, their items, the faces in them, and the work that remains to be done on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import EventId, GroupId, ItemId, PersonId, RenditionId, SightingId
from consent_store.records.media import EventGroupRow, EventRow, ItemRow, RenditionRow
from consent_store.records.queries import facts
from consent_store.records.recordings import RecordingRow
from consent_store.records.reviews import ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.records.views import Aside, EventTitle, EventView, ItemView, Progress, SightingView
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box, Confidence, Proposal, Sense
from consent_store.rules.terms import Kind, WhyAside

IN_PLACE = ItemRow.removed_at.is_(None)
UNDER_REVIEW = and_(IN_PLACE, ItemRow.aside_at.is_(None))
ATTESTS = (ReviewRow.item_id == ItemRow.id, ReviewRow.revision == ItemRow.revision)
ATTESTED = exists().where(*ATTESTS)
ANALYSED = and_(ItemRow.faces.is_not(None), ItemRow.analysis_failure.is_(None))
_STANDING = SightingRow.removed_at.is_(None)
WAITS = (_STANDING, SightingRow.answer.is_(None), SightingRow.cut.is_(False))
"""A claim that waits for an answer: who is only where a recording is cut needs none."""
UNCUT = (
    _STANDING,
    SightingRow.left.is_not(None),
    ~exists().where(RenditionRow.sighting_id == SightingRow.id, RenditionRow.use == Use.CROP),
)
_NEWEST = (EventRow.on.desc(), EventRow.id)
_UNANSWERED = (
    select(func.count()).select_from(SightingRow).where(SightingRow.item_id == ItemRow.id, *WAITS).correlate(ItemRow).scalar_subquery()
)


def events(session: Session, *, limit: int = 30, before: date | None = None) -> list[EventView]:
    """The latest events, newest first; with `before`, those of earlier days."""
    query = select(EventRow).order_by(EventRow.on.desc(), EventRow.made_at.desc()).limit(limit)
    return _event_views(session, query if before is None else query.where(EventRow.on < before))


def event(session: Session, event: EventId) -> EventView:
    """One event. Raises `NotFound`."""
    found = _event_views(session, select(EventRow).where(EventRow.id == event))
    if not found:
        raise NotFound()
    return found[0]


def event_titles(session: Session, *, among: Iterable[EventId] | None = None, limit: int = 200) -> list[EventTitle]:
    """The latest events that have items, newest first; or those named, whether they have or not."""
    filled = exists().where(ItemRow.event_id == EventRow.id, IN_PLACE)
    chosen = filled if among is None else EventRow.id.in_(list(among))
    rows = session.execute(select(EventRow.id, EventRow.title, EventRow.on).where(chosen).order_by(*_NEWEST).limit(limit))
    return [EventTitle(EventId(id_), title, on) for id_, title, on in rows]


def ids_of(session: Session, event: EventId | None, *, start: int = 0, size: int) -> list[ItemId]:
    """Items that may be chosen, from place `start` on: those of an event as they came in, or everybody's with the newest event first."""
    query = select(ItemRow.id).join(EventRow, EventRow.id == ItemRow.event_id).where(UNDER_REVIEW).order_by(*_NEWEST, ItemRow.number)
    chosen = query if event is None else query.where(ItemRow.event_id == event)
    return [ItemId(id_) for id_ in session.scalars(chosen.limit(size).offset(start))]


def people_of(session: Session, items: Sequence[ItemId], *, left: bool = False) -> dict[ItemId, frozenset[PersonId]]:
    """Everybody listed in each of these items; an item in which nobody is, is left out. With `left` only who is in what goes out: of a
    recording, not in what is cut out alone.
    """
    uncut = (SightingRow.cut.is_(False),) if left else ()
    query = select(SightingRow.item_id, SightingRow.person_id).where(SightingRow.item_id.in_(items), _STANDING, *uncut)
    found: dict[ItemId, set[PersonId]] = defaultdict(set)
    for item, person in session.execute(query):
        if person is not None:
            found[ItemId(item)].add(PersonId(person))
    return {item: frozenset(people) for item, people in found.items()}


def voices_among(session: Session, sightings: Collection[SightingId]) -> frozenset[SightingId]:
    """Which of these are heard, not seen; also those that were taken away since."""
    query = select(SightingRow.id).where(SightingRow.id.in_(sightings), SightingRow.sense == Sense.HEARD)
    return frozenset(map(SightingId, session.scalars(query))) if sightings else frozenset()


def items_of(session: Session, event: EventId, *, page: int = 1, size: int = 60) -> list[ItemView]:
    """A page of an event's items, as they came in."""
    query = _items().where(ItemRow.event_id == event, IN_PLACE).order_by(ItemRow.number)
    return _item_views(session, query.limit(size).offset((page - 1) * size))


def around(session: Session, item: ItemView, *, span: int = 4) -> list[ItemView]:
    """An item with its neighbours in the event, so many on either side."""
    of_event = _items().where(ItemRow.event_id == item.event, IN_PLACE)
    before = of_event.where(ItemRow.number < item.number).order_by(ItemRow.number.desc()).limit(span)
    onward = of_event.where(ItemRow.number >= item.number).order_by(ItemRow.number).limit(span + 1)
    return [*reversed(_item_views(session, before)), *_item_views(session, onward)]


def without_maker(session: Session, event: EventId) -> list[ItemId]:
    """The items of an event of which nobody said whose work they are."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, IN_PLACE, ItemRow.maker.is_(None)).order_by(ItemRow.number)
    return [ItemId(id_) for id_ in session.scalars(query)]


def failed_of(session: Session, event: EventId) -> list[ItemId]:
    """The items of an event that could not be looked at, and are still there."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, IN_PLACE, ItemRow.analysis_failure.is_not(None))
    return [ItemId(id_) for id_ in session.scalars(query.order_by(ItemRow.number))]


def refused_of(session: Session, event: EventId) -> list[ItemView]:
    """What came in for an event and turned out not to be readable; nothing of it is kept but its name and the reason."""
    query = _items().where(ItemRow.event_id == event, ~IN_PLACE, ItemRow.analysis_failure.is_not(None))
    return _item_views(session, query.order_by(ItemRow.number))


def item(session: Session, item: ItemId) -> ItemView:
    """One item, removed or not. Raises `NotFound`."""
    found = items(session, [item])
    if item not in found:
        raise NotFound()
    return found[item]


def items(session: Session, ids: Sequence[ItemId]) -> dict[ItemId, ItemView]:
    """Those of the items named that exist."""
    return {view.id: view for view in _item_views(session, _items().where(ItemRow.id.in_(ids)))}


def sightings_of(session: Session, item: ItemId) -> list[SightingView]:
    """The claims about an item, from left to right, those without a place last."""
    query = _sightings().where(SightingRow.item_id == item, _STANDING)
    rows = session.execute(query.order_by(SightingRow.left.is_(None), SightingRow.left, SightingRow.id))
    return [_sighting_view(row, crop) for row, crop in rows]


def sightings(session: Session, ids: Sequence[SightingId]) -> dict[SightingId, SightingView]:
    """Those of the claims named that stand."""
    rows = session.execute(_sightings().where(SightingRow.id.in_(ids), _STANDING))
    return {SightingId(row.id): _sighting_view(row, crop) for row, crop in rows}


def faces_of(session: Session, person: PersonId, *, limit: int = 12) -> list[SightingView]:
    """The faces in attested photos that people said are somebody's, the best first."""
    query = _sightings().join(ItemRow, ItemRow.id == SightingRow.item_id).where(SightingRow.person_id == person, IN_PLACE, ATTESTED)
    query = query.where(ItemRow.kind == Kind.PHOTO, _STANDING, SightingRow.left.is_not(None))
    best = (SightingRow.quality.is_(None), SightingRow.quality.desc(), SightingRow.id)
    return [_sighting_view(row, crop) for row, crop in session.execute(query.order_by(*best).limit(limit))]


def next_to_review(session: Session, event: EventId, after: int = 0) -> ItemId | None:
    """The next item past a number that is analysed and not attested, else the first of the event."""
    query = select(ItemRow.id).where(ItemRow.event_id == event, UNDER_REVIEW, ANALYSED, ~ATTESTED)
    found = session.scalar(query.order_by(ItemRow.number <= after, ItemRow.number).limit(1))
    return ItemId(found) if found else None


def vault_name(session: Session, item: ItemId) -> str | None:
    """Where the bytes that came in lie in the vault, or None once they are gone."""
    return session.scalar(select(ItemRow.vault_name).where(ItemRow.id == item, IN_PLACE))


def to_analyse(session: Session, version: str, *, at: datetime, limit: int) -> list[ItemId]:
    """Photos that this analysis version has not looked at and no worker holds, the oldest first."""
    return waiting(session, version, (Kind.PHOTO,), at=at, limit=limit)


def waiting(session: Session, version: str, kinds: Collection[Kind], *, at: datetime, limit: int) -> list[ItemId]:
    """The same of these kinds."""
    stale = ItemRow.analysis_version.is_(None) | (ItemRow.analysis_version != version)
    unclaimed = ItemRow.claimed_until.is_(None) | (ItemRow.claimed_until <= at)
    query = select(ItemRow.id).where(IN_PLACE, ItemRow.kind.in_(kinds), stale, unclaimed)
    return [ItemId(id_) for id_ in session.scalars(query.order_by(ItemRow.received_at, ItemRow.number).limit(limit))]


def without_crop(session: Session, limit: int) -> list[tuple[SightingId, ItemId, Box]]:
    """Faces in photos under review with a place of which no picture was cut, drawn ones too."""
    query = select(SightingRow).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(ItemRow.kind == Kind.PHOTO, UNDER_REVIEW, ANALYSED, ~ATTESTED, *UNCUT)
    claims = map(facts.sighting, session.scalars(query.order_by(SightingRow.item_id, SightingRow.id).limit(limit)))
    return [(claim.id, claim.item, claim.box) for claim in claims if claim.box]


def unanswered(session: Session, events: Collection[EventId]) -> dict[EventId, int]:
    """How many faces and voices of each of these events wait for an answer, apart from what is set aside; an event without is left out.

    It looks at every one of them: for pages that show it, not for each.
    """
    query = select(ItemRow.event_id, func.count()).join(SightingRow, SightingRow.item_id == ItemRow.id)
    query = query.where(ItemRow.event_id.in_(events), UNDER_REVIEW, *WAITS).group_by(ItemRow.event_id)
    return {EventId(event): count for event, count in session.execute(query)}


def _event_views(session: Session, query: Select[EventRow]) -> list[EventView]:
    rows = session.scalars(query).all()
    ids = [row.id for row in rows]
    groups, progress = _groups(session, ids), _progress(session, ids)
    return [_event_view(row, groups[row.id], progress.get(row.id, Progress())) for row in rows]


def _event_view(row: EventRow, groups: Iterable[GroupId], progress: Progress) -> EventView:
    return EventView(EventId(row.id), row.title, row.on, tuple(groups), row.recognition_off, PersonId(row.made_by), progress)


def _groups(session: Session, ids: Sequence[str]) -> dict[str, list[GroupId]]:
    found: dict[str, list[GroupId]] = defaultdict(list)
    for row in session.scalars(select(EventGroupRow).where(EventGroupRow.event_id.in_(ids)).order_by(EventGroupRow.group_id)):
        found[row.event_id].append(GroupId(row.group_id))
    return found


def _progress(session: Session, ids: Sequence[str]) -> dict[str, Progress]:
    failed = ItemRow.analysis_failure.is_not(None)
    looked_at = (IN_PLACE, and_(IN_PLACE, ANALYSED), and_(IN_PLACE, failed), and_(~IN_PLACE, failed))
    left = (and_(UNDER_REVIEW, ATTESTED), and_(IN_PLACE, ItemRow.aside_at.is_not(None)), and_(UNDER_REVIEW, ANALYSED))
    counts = [func.count().filter(condition) for condition in (*looked_at, *left)]
    rows = session.execute(select(ItemRow.event_id, *counts).where(ItemRow.event_id.in_(ids)).group_by(ItemRow.event_id))
    return {event: Progress(*numbers) for event, *numbers in rows}


def _file(use: Use, same: ColumnElement[bool]) -> ScalarSelect[str]:
    """The newest file of a use, without masks."""
    query = select(RenditionRow.id).where(same, RenditionRow.use == use, RenditionRow.masks == "")
    return query.order_by(RenditionRow.made_at.desc()).limit(1).correlate(ItemRow, SightingRow).scalar_subquery()


def _items() -> Select[*tuple[Any, ...]]:
    thumb, preview = (_file(use, RenditionRow.item_id == ItemRow.id) for use in (Use.THUMB, Use.PREVIEW))
    recording = RecordingRow.duration_ms, RecordingRow.looked_ms
    query = select(ItemRow, ANALYSED, _UNANSWERED, ATTESTED, thumb, preview, *recording)
    return query.select_from(ItemRow).outerjoin(RecordingRow, RecordingRow.item_id == ItemRow.id)


def _item_views(session: Session, query: Select[*tuple[Any, ...]]) -> list[ItemView]:
    return [_item_view(*row) for row in session.execute(query)]


def _item_view(
    row: ItemRow, analysed: bool, unanswered: int, attested: bool, thumb: str | None, preview: str | None, *recording: int | None
) -> ItemView:
    return ItemView(
        id=ItemId(row.id),
        event=EventId(row.event_id),
        number=row.number,
        kind=Kind(row.kind),
        label=row.label,
        uploader=PersonId(row.uploader),
        received_at=row.received_at,
        taken_at=row.taken_at,
        width=row.width,
        height=row.height,
        dropped=tuple(row.dropped.split()),
        analysed=bool(analysed),
        failure=row.analysis_failure,
        faces=row.faces,
        revision=row.revision,
        maker=facts.maker(row),
        confidential=row.confidential,
        removed=row.removed_at is not None,
        aside=aside(row),
        unanswered=unanswered,
        attested=attested,
        thumb=RenditionId(thumb) if thumb else None,
        preview=RenditionId(preview) if preview else None,
        length_ms=recording[0],
        looked_ms=recording[1] or 0,
    )


def aside(row: ItemRow) -> Aside | None:
    """Who set an item aside, where somebody did."""
    if row.aside_at is None or row.aside_by is None or row.aside_why is None:
        return None
    return Aside(WhyAside(row.aside_why), PersonId(row.aside_by), row.aside_at)


def _sightings() -> Select[*tuple[Any, ...]]:
    return select(SightingRow, _file(Use.CROP, RenditionRow.sighting_id == SightingRow.id))


def _sighting_view(row: SightingRow, crop: str | None) -> SightingView:
    return SightingView(
        sighting=facts.sighting(row),
        proposal=proposal(row),
        score=row.score,
        quality=row.quality,
        answered_by=PersonId(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
        crop=RenditionId(crop) if crop else None,
        cluster=row.cluster,
    )


def proposal(row: SightingRow) -> Proposal | None:
    """What the machine guesses, where it looked."""
    return proposed(row.confidence, row.proposed, row.distance, row.runner_up, row.runner_up_distance)


def proposed(
    confidence: str | None, person: str | None, distance: float | None, runner_up: str | None, further: float | None
) -> Proposal | None:
    """The same from its columns."""
    if confidence is None:
        return None
    return Proposal(
        Confidence(confidence), PersonId(person) if person else None, distance, PersonId(runner_up) if runner_up else None, further
    )
