"""Questions of a family: about whom they may look, and which file shows one person alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ItemId, PersonId, RenditionId
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts, families, people, renditions
from consent_store.records.queries.facts import Facts
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.wanted import WantedRow
from consent_store.rules import gate
from consent_store.rules.capacity import Sight
from consent_store.rules.releases import Use
from consent_store.rules.seeing import Alone, alone
from consent_store.rules.sightings import Box

_FRESH: Mapping[str, bool] = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Seen:
    """The file that shows one person alone, as far as it is. Without `alone` nothing can be shown, without `id` nobody asked for it yet."""

    alone: Alone | None
    id: RenditionId | None = None
    state: Made | Waiting | Failed | None = None


def looks_at(session: Session, viewer: PersonId, person: PersonId, least: Sight = Sight.WHOLE, *, at: datetime) -> bool:
    """Whether somebody sees at least that much of a person."""
    return families.sight(session, viewer, person, at=at) >= least


def subject(session: Session, viewer: PersonId, person: PersonId, least: Sight = Sight.WHOLE, *, at: datetime) -> PersonView:
    """Somebody of whom a viewer sees at least that much. Raises `NotFound` for anybody else."""
    if not looks_at(session, viewer, person, least, at=at):
        raise NotFound()
    return people.person(session, person)


def seen(session: Session, items: Sequence[ItemId], person: PersonId) -> dict[ItemId, Seen]:
    """How each of these items, as it is now, shows somebody alone, and the file of that; items whose bytes are gone are left out.

    Until somebody attested that all in it are listed, an item shows nobody: who is not listed cannot be covered.
    """
    rows = session.scalars(select(ItemRow).where(ItemRow.id.in_(items), ItemRow.removed_at.is_(None)), execution_options=_FRESH)
    present = {ItemId(row.id): row for row in rows}
    known, covers = facts.facts_of(session, list(present)), renditions.covers_of(session, list(present))
    shows = {id_: alone(each.sightings, person, each.item.kind) if _settled(each) else None for id_, each in known.items()}
    query = select(WantedRow).where(WantedRow.item_id.in_(present), WantedRow.use == Use.SHOWN)
    orders: dict[ItemId, RenditionId] = {}
    for order in session.scalars(query, execution_options=_FRESH):
        item = ItemId(order.item_id)
        if _is(order, present[item], shows[item], " ".join(cover.id for cover in covers.get(item, ()))):
            orders[item] = RenditionId(order.id)
    states = renditions.many(session, list(orders.values()))
    return {item: Seen(shows[item], orders.get(item), states.get(orders[item]) if item in orders else None) for item in present}


def for_eyes(session: Session, viewer: PersonId, rendition: RenditionId, *, at: datetime) -> bool:
    """Whether a file shows one of a viewer's family alone, by what is said of its item now."""
    item = session.scalar(select(WantedRow.item_id).where(WantedRow.id == rendition, WantedRow.use == Use.SHOWN))
    if item is None:
        return False
    looked_at = [member.person.id for member in families.family(session, viewer, at=at) if member.sight >= Sight.PICTURES]
    return any(found.id == rendition for person in looked_at for found in seen(session, [ItemId(item)], person).values())


def _settled(known: Facts) -> bool:
    return gate.everybody_listed(known.item, known.sightings, known.reviews)


def _is(order: WantedRow, item: ItemRow, shown: Alone | None, covers: str) -> bool:
    """Whether an order is for exactly this, of the item as it is now."""
    if shown is None or order.release_id is not None or order.revision != item.revision:
        return False
    return (order.masks, order.covers, order.crop) == (" ".join(sorted(shown.masks)), covers, _crop(shown.crop, item))


def _crop(box: Box | None, item: ItemRow) -> str | None:
    inside = box.clipped(item.width or 0, item.height or 0) if box else None
    return f"{inside.left} {inside.top} {inside.right} {inside.bottom}" if inside else None
