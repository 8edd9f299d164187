"""Questions about pictures found elsewhere: what is asked, what ours are known by, and what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import InquiryId, ItemId, PersonId, RenditionId
from consent_store.records.found import FingerprintRow, InquiryRow, MatchRow
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.rules.releases import Use

_AT_ONCE = 1000
KNOWN_BY = (Use.PREVIEW, Use.RELEASE)  # the whole picture, and what left of it


@dataclass(frozen=True, slots=True)
class InquiryView:
    """What somebody asked. `has_picture`: there is one to look at."""

    id: InquiryId
    by: PersonId
    at: datetime
    address: str | None
    answered: bool
    failure: str | None
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that nobody has looked at: the file in the vault, or else the address."""

    id: InquiryId
    vault_name: str | None
    address: str | None


def waiting(session: Session) -> list[Waiting]:
    """What is still to be looked at, the oldest first."""
    rows = session.scalars(select(InquiryRow).where(InquiryRow.answered_at.is_(None)).order_by(InquiryRow.at, InquiryRow.id))
    return [Waiting(InquiryId(row.id), row.vault_name, row.address) for row in rows]


def inquiry(session: Session, inquiry: InquiryId, *, by: PersonId) -> InquiryView:
    """What somebody asked. Raises `NotFound` for a question of somebody else."""
    row = session.get(InquiryRow, inquiry)
    if row is None or row.by != by:
        raise NotFound()
    return _view(row)


def inquiries_by(session: Session, person: PersonId, *, limit: int = 10) -> list[InquiryView]:
    """What somebody asked, the latest first."""
    query = select(InquiryRow).where(InquiryRow.by == person).order_by(InquiryRow.at.desc(), InquiryRow.id)
    return [_view(row) for row in session.scalars(query.limit(limit))]


def matches(session: Session, inquiry: InquiryId) -> list[tuple[ItemId, int]]:
    """Which items a picture resembles, the likest first, with the bits in which they differ."""
    query = select(MatchRow.item_id, MatchRow.distance).where(MatchRow.inquiry_id == inquiry)
    return [(ItemId(item), bits) for item, bits in session.execute(query.order_by(MatchRow.distance, MatchRow.item_id))]


def without_fingerprint(session: Session, limit: int, after: str = "") -> list[tuple[RenditionId, ItemId, str]]:
    """Pictures by which photos are known again and of which there are no hashes yet, with their name in the vault; by id, `after` one."""
    none = ~exists().where(FingerprintRow.rendition_id == RenditionRow.id)
    query = select(RenditionRow.id, RenditionRow.item_id, RenditionRow.vault_name).join(ItemRow, ItemRow.id == RenditionRow.item_id)
    of_photos = RenditionRow.use.in_(KNOWN_BY), RenditionRow.media_type.startswith("image/")
    there = query.where(*of_photos, ItemRow.removed_at.is_(None), none, RenditionRow.id > after)
    return [(RenditionId(id_), ItemId(item), name) for id_, item, name in session.execute(there.order_by(RenditionRow.id).limit(limit))]


def fingerprints(session: Session) -> Iterator[tuple[ItemId, bytes]]:
    """All that pictures are known by, as a stream."""
    rows = session.execute(select(FingerprintRow.item_id, FingerprintRow.hashes).execution_options(yield_per=_AT_ONCE))
    return ((ItemId(item), hashes) for item, hashes in rows)


def _view(row: InquiryRow) -> InquiryView:
    answered = row.answered_at is not None
    return InquiryView(
        InquiryId(row.id), PersonId(row.by), row.at, row.address, answered, row.failure, answered and row.vault_name is not None
    )
