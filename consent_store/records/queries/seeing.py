"""Questions of a family: about whom they may look, and which file shows one person alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ItemId, PersonId, RenditionId
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts, people, renditions, school
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.wanted import WantedRow
from consent_store.rules.releases import Use
from consent_store.rules.seeing import Alone, alone, may_look
from consent_store.rules.sightings import Box

_FRESH: Mapping[str, bool] = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Seen:
    """The file that shows one person alone, as far as it is. Without `alone` nothing can be shown, without `id` nobody asked for it yet."""

    alone: Alone | None
    id: RenditionId | None = None
    state: Made | Waiting | Failed | None = None


def family(session: Session, viewer: PersonId, *, at: datetime) -> list[PersonView]:
    """Everybody at whom somebody may look: the pupils for whom they may refuse, and themselves last."""
    policy = school.policy(session)
    today = policy.day(at)
    views = [*people.children_of(session, viewer, today), people.person(session, viewer)]
    known = people.guardianships_of(session, [view.id for view in views])
    return [view for view in views if may_look(viewer, view.subject, known.get(view.id, ()), today, policy.age_of_consent)]


def subject(session: Session, viewer: PersonId, person: PersonId, *, at: datetime) -> PersonView:
    """One of those. Raises `NotFound` for anybody else."""
    found = next((view for view in family(session, viewer, at=at) if view.id == person), None)
    if found is None:
        raise NotFound()
    return found


def looks_at(session: Session, viewer: PersonId, person: PersonId, *, at: datetime) -> bool:
    """Whether somebody may look at a person."""
    return any(view.id == person for view in family(session, viewer, at=at))


def seen(session: Session, items: Sequence[ItemId], person: PersonId) -> dict[ItemId, Seen]:
    """How each of these items, as it is now, shows somebody alone, and the file of that; items whose bytes are gone are left out."""
    rows = session.scalars(select(ItemRow).where(ItemRow.id.in_(items), ItemRow.removed_at.is_(None)), execution_options=_FRESH)
    present = {ItemId(row.id): row for row in rows}
    claims, covers = facts.sightings_of(session, list(present)), renditions.covers_of(session, list(present))
    shows = {item: alone(claims[item], person) for item in present}
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
    views = family(session, viewer, at=at)
    return any(found.id == rendition for view in views for found in seen(session, [ItemId(item)], view.id).values())


def _is(order: WantedRow, item: ItemRow, shown: Alone | None, covers: str) -> bool:
    """Whether an order is for exactly this, of the item as it is now."""
    if shown is None or order.release_id is not None or order.revision != item.revision:
        return False
    return (order.masks, order.covers, order.crop) == (" ".join(sorted(shown.masks)), covers, _crop(shown.crop, item))


def _crop(box: Box | None, item: ItemRow) -> str | None:
    inside = box.clipped(item.width or 0, item.height or 0) if box else None
    return f"{inside.left} {inside.top} {inside.right} {inside.bottom}" if inside else None
