"""Questions about links, and about those who take very much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import BulkId, LinkId, PersonId, ReleaseId
from consent_store.records.links import BulkRow, LinkRow
from consent_store.records.releases import DownloadRow


@dataclass(frozen=True, slots=True)
class LinkView:
    """A way in for one recipient."""

    id: LinkId
    release: ReleaseId
    recipient: str
    until: date
    most: int
    taken: int
    made_by: PersonId
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class BulkView:
    """That somebody asks to take much. `agreed` is None while nobody has answered."""

    id: BulkId
    by: PersonId
    why: str
    asked_at: datetime
    agreed: bool | None
    settled_by: PersonId | None


def link(session: Session, link: LinkId) -> LinkView:
    """One link. Raises `NotFound`."""
    row = session.get(LinkRow, link)
    if row is None:
        raise NotFound()
    return _view(row)


def links_of(session: Session, releases: Sequence[ReleaseId]) -> list[LinkView]:
    """The links of some releases, the latest first."""
    query = select(LinkRow).where(LinkRow.release_id.in_(releases)).order_by(LinkRow.made_at.desc(), LinkRow.id)
    return [_view(row) for row in session.scalars(query)]


def taken_since(session: Session, person: PersonId, since: datetime) -> int:
    """How many downloads somebody made."""
    query = select(func.count()).where(DownloadRow.by == person, DownloadRow.at > since)
    return session.scalar(query) or 0


def bulk_of(session: Session, person: PersonId, since: datetime) -> BulkView | None:
    """The last time somebody asked to take much."""
    query = select(BulkRow).where(BulkRow.by == person, BulkRow.asked_at > since).order_by(BulkRow.asked_at.desc(), BulkRow.id).limit(1)
    row = session.scalar(query)
    return bulk_view(row) if row else None


def bulk_waiting(session: Session, since: datetime) -> list[BulkView]:
    """Who waits for a second person, the longest first."""
    query = select(BulkRow).where(BulkRow.settled_at.is_(None), BulkRow.asked_at > since).order_by(BulkRow.asked_at, BulkRow.id)
    return [bulk_view(row) for row in session.scalars(query)]


def bulk_view(row: BulkRow) -> BulkView:
    """A row as it is shown."""
    settled = PersonId(row.settled_by) if row.settled_by else None
    return BulkView(BulkId(row.id), PersonId(row.by), row.why, row.asked_at, row.agreed, settled)


def _view(row: LinkRow) -> LinkView:
    told = (LinkId(row.id), ReleaseId(row.release_id), row.recipient, row.until, row.most, row.taken)
    return LinkView(*told, PersonId(row.made_by), row.made_at, row.ended_at)
