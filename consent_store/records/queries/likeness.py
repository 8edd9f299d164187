"""Questions about pictures of one moment: what is still to be compared, and among which somebody may choose."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consent_store.ids import ChoiceId, EventId, ItemId, RenditionId
from consent_store.records.found import FingerprintRow
from consent_store.records.likeness import ChoiceItemRow, ChoiceRow, LikenedRow, LikenessRow
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.queries import media as pictures
from consent_store.records.queries.asides import out_among
from consent_store.records.queries.media import ANALYSED, ATTESTED, IN_PLACE, UNDER_REVIEW
from consent_store.records.sightings import SightingRow
from consent_store.records.views import ItemView
from consent_store.rules import likeness
from consent_store.rules.likeness import Link, Look, Point, Shot, Who
from consent_store.rules.releases import Use
from consent_store.rules.terms import Kind

_COMPARED = exists().where(LikenedRow.item_id == ItemRow.id)
_PREVIEW = RenditionRow.use == Use.PREVIEW, RenditionRow.masks == ""
_NOT_COMPARED = (ItemRow.kind == Kind.PHOTO, UNDER_REVIEW, ANALYSED, ~_COMPARED, ~ATTESTED, *_PREVIEW)
_REACH = 2000  # pictures of an event that one is compared with: those that came in just before


@dataclass(frozen=True, slots=True)
class Waiting:
    """A picture that was not compared yet: its preview, and that in the vault."""

    item: ItemId
    event: EventId
    number: int
    preview: RenditionId
    vault_name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Pictures of one moment: which one is suggested, what sets each apart, which are out, and in which somebody answered already."""

    items: tuple[ItemView, ...]
    suggested: ItemId
    points: dict[ItemId, tuple[Point, ...]]
    out: frozenset[ItemId]
    answered: frozenset[ItemId]


def to_liken(session: Session, limit: int) -> list[Waiting]:
    """Pictures under review that nobody compared with the others of their event, the oldest first."""
    query = select(ItemRow.id, ItemRow.event_id, ItemRow.number, RenditionRow.id, RenditionRow.vault_name)
    query = query.join(RenditionRow, RenditionRow.item_id == ItemRow.id).where(*_NOT_COMPARED)
    rows = session.execute(query.order_by(ItemRow.received_at, ItemRow.number, RenditionRow.made_at).limit(limit))
    found = {item: Waiting(ItemId(item), EventId(event), number, RenditionId(id_), name) for item, event, number, id_, name in rows}
    return list(found.values())


def comparing(session: Session, event: EventId) -> bool:
    """Whether pictures of an event still wait to be compared."""
    query = select(ItemRow.id).join(RenditionRow, RenditionRow.item_id == ItemRow.id).where(ItemRow.event_id == event, *_NOT_COMPARED)
    return session.scalar(query.limit(1)) is not None


def hashes_of(session: Session, event: EventId, before: int) -> list[tuple[ItemId, bytes]]:
    """The hashes by which the previews of an event's pictures are known, of those that came before a number and in any case after it."""
    query = select(FingerprintRow.item_id, FingerprintRow.hashes).join(ItemRow, ItemRow.id == FingerprintRow.item_id)
    query = query.join(RenditionRow, RenditionRow.id == FingerprintRow.rendition_id)
    query = query.where(ItemRow.event_id == event, IN_PLACE, RenditionRow.use == Use.PREVIEW, ItemRow.number >= before - _REACH)
    return [(ItemId(item), hashes) for item, hashes in session.execute(query.order_by(ItemRow.number))]


def groups_of(session: Session, event: EventId) -> list[tuple[ItemId, ...]]:
    """The pictures of an event among which somebody may choose, a group for each moment."""
    query = select(LikenessRow.one_id, LikenessRow.other_id, LikenessRow.bits).where(LikenessRow.event_id == event)
    links = [Link(ItemId(one), ItemId(other), bits) for one, other, bits in session.execute(query)]
    return likeness.groups(_shots(session, event, {item for link in links for item in (link.one, link.other)}), links) if links else []


def moments(session: Session, groups: list[tuple[ItemId, ...]]) -> list[Moment]:
    """What there is to see and to know of groups, for the page that shows them."""
    items = [item for group in groups for item in group]
    views, sharp, out = pictures.items(session, items), _sharpness(session, items), out_among(session, items)
    answered = _answered(session, items)
    return [_moment(tuple(views[item] for item in group), sharp, out, answered) for group in groups]


def _moment(views: tuple[ItemView, ...], sharp: dict[ItemId, float], out: frozenset[ItemId], answered: frozenset[ItemId]) -> Moment:
    looks = [Look(view.id, view.faces or 0, sharp.get(view.id, 0.0), (view.width or 0) * (view.height or 0)) for view in views]
    ours = {view.id for view in views}
    return Moment(views, likeness.best(looks), likeness.differs(looks), out & ours, answered & ours)


def _shots(session: Session, event: EventId, linked: Collection[ItemId]) -> list[Shot]:
    """Those of an event's pictures that are linked to any, in the order in which they were taken, as far as that is known."""
    query = select(ItemRow.id, ItemRow.taken_at).where(ItemRow.event_id == event, UNDER_REVIEW)
    rows = session.execute(query.order_by(func.coalesce(ItemRow.taken_at, ItemRow.received_at), ItemRow.number))
    choices: dict[str, set[ChoiceId]] = defaultdict(set)
    said = select(ChoiceItemRow.item_id, ChoiceRow.id).join(ChoiceRow, ChoiceRow.id == ChoiceItemRow.choice_id)
    for item, choice in session.execute(said.where(ChoiceRow.event_id == event, ChoiceRow.undone_at.is_(None))):
        choices[item].add(ChoiceId(choice))
    who = _who(session, event)
    return [Shot(ItemId(item), taken_at, who.get(item, Who()), frozenset(choices[item])) for item, taken_at in rows if item in linked]


def _who(session: Session, event: EventId) -> dict[str, Who]:
    """Who is in each picture of an event, as far as anything is known of that."""
    query = select(SightingRow.item_id, SightingRow.answer, SightingRow.person_id, SightingRow.cluster)
    query = query.join(ItemRow, ItemRow.id == SightingRow.item_id).where(ItemRow.event_id == event, SightingRow.removed_at.is_(None))
    named, piles = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for item, answer, person, cluster in session.execute(query):
        if person is not None:
            named[item].add(person)
        elif answer is None and cluster:
            piles[item].add(cluster)
    return {item: Who(frozenset(named[item]), frozenset(piles[item])) for item in {*named, *piles}}


def _sharpness(session: Session, items: list[ItemId]) -> dict[ItemId, float]:
    rows = session.execute(select(LikenedRow.item_id, LikenedRow.sharpness).where(LikenedRow.item_id.in_(items)))
    return {ItemId(item): sharpness for item, sharpness in rows}


def _answered(session: Session, items: list[ItemId]) -> frozenset[ItemId]:
    """In which of them somebody answered a face."""
    query = select(SightingRow.item_id).where(
        SightingRow.item_id.in_(items), SightingRow.answer.is_not(None), SightingRow.removed_at.is_(None)
    )
    return frozenset(ItemId(item) for item in session.scalars(query.distinct()))
