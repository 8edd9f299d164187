"""What must go because its time has come. Whatever is still out keeps its original: who may have to be masked in it is not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from consent_store.ids import ItemId, PersonId
from consent_store.operations import media, shreds
from consent_store.records import ledger
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.queries import school
from consent_store.records.queries.media import ATTESTED, IN_PLACE
from consent_store.records.releases import ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.releases import Use
from consent_store.rules.retention import Kept, Matter, Schedule, due
from consent_store.rules.terms import SYSTEM, Policy

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each went."""

    originals: int
    drafts: int
    descriptors: int


def sweep(session: Session, *, schedule: Schedule | None = None, actor: PersonId = SYSTEM, at: datetime) -> Swept:
    """Let go of originals, of faces cut out for a review, and of descriptors, each when its day has come; the oldest first, what is too
    many for one night the next.
    """
    ledger.lock(session)
    policy, kept_for = school.policy(session), schedule or Schedule()
    descriptors = _go(_descriptors(session, policy), kept_for, policy, at)
    session.execute(update(SightingRow).where(SightingRow.id.in_(descriptors)).values(descriptor=None))
    drafts = _go(_drafts(session, policy), kept_for, policy, at)
    _let_files_go(session, [*drafts, *_superseded(session)], at)
    originals = _go(_originals(session, policy), kept_for, policy, at)
    for item in originals:
        media.remove(session, ItemId(item), "retention", actor=actor, at=at)
    return Swept(len(originals), len(drafts), len(descriptors))


def _go(things: list[Kept], schedule: Schedule, policy: Policy, at: datetime) -> list[str]:
    return [kept.key for kept in due(sorted(things, key=lambda kept: kept.since), schedule, policy.day(at))[:_AT_ONCE]]


def _originals(session: Session, policy: Policy) -> list[Kept]:
    out = exists().where(ReleaseRow.item_id == ItemRow.id, ReleaseRow.ended_at.is_(None))
    rows = session.execute(select(ItemRow.id, ItemRow.received_at, out).where(IN_PLACE))
    return [Kept(Matter.ORIGINAL, id_, policy.day(since), hold=bool(is_out)) for id_, since, is_out in rows]


def _drafts(session: Session, policy: Policy) -> list[Kept]:
    """Faces cut out for a review; while that goes on they stay."""
    query = select(RenditionRow.id, RenditionRow.made_at, ATTESTED).join(ItemRow, ItemRow.id == RenditionRow.item_id)
    rows = session.execute(query.where(IN_PLACE, RenditionRow.use == Use.CROP))
    return [Kept(Matter.DRAFT, id_, policy.day(since), hold=not attested) for id_, since, attested in rows]


def _descriptors(session: Session, policy: Policy) -> list[Kept]:
    query = select(SightingRow.id, ItemRow.analysed_at, ItemRow.received_at).join(ItemRow, ItemRow.id == SightingRow.item_id)
    rows = session.execute(query.where(SightingRow.descriptor.is_not(None)))
    return [Kept(Matter.DESCRIPTOR, id_, policy.day(analysed or received)) for id_, analysed, received in rows]


def _superseded(session: Session) -> list[str]:
    """Files of which a newer one of the same use was made, and that no release is bound to."""
    newer, sighting = aliased(RenditionRow), RenditionRow.sighting_id
    same = ((newer.item_id == RenditionRow.item_id), (newer.use == RenditionRow.use), (newer.masks == RenditionRow.masks))
    replaced = exists().where(*same, newer.sighting_id.is_not_distinct_from(sighting), newer.made_at > RenditionRow.made_at)
    released = exists().where(ReleaseRow.rendition_id == RenditionRow.id)
    query = select(RenditionRow.id).join(ItemRow, ItemRow.id == RenditionRow.item_id)
    return list(session.scalars(query.where(IN_PLACE, replaced, ~released).limit(_AT_ONCE)))


def _let_files_go(session: Session, renditions: Sequence[str], at: datetime) -> None:
    chosen = RenditionRow.id.in_(renditions)
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(chosen)), at=at)
    session.execute(delete(RenditionRow).where(chosen))
