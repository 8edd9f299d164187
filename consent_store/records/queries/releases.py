"""Questions about what went out: releases, who took them, where they were posted, and what must come back."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import DownloadId, ItemId, PersonId, PostingId, PurposeCode, RecallId, ReleaseId, RenditionId, SightingId
from consent_store.records.releases import DownloadRow, PostingRow, RecallRow, ReleaseRow
from consent_store.rules.recalls import Found
from consent_store.rules.terms import Audience


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A rendition let out. `ended_at` says since when it no longer may be taken."""

    id: ReleaseId
    item: ItemId
    rendition: RenditionId
    sha256: str
    purpose: PurposeCode
    audience: Audience
    channel: str
    personally: bool
    masks: frozenset[SightingId]
    by: PersonId
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DownloadView:
    """That somebody took a release's bytes, and why."""

    id: DownloadId
    release: ReleaseId
    by: PersonId
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class PostingView:
    """Where a release was published. `found`: what its address answered when it was asked last, at `asked_at`."""

    id: PostingId
    release: ReleaseId
    by: PersonId
    at: datetime
    address: str
    account: str | None = None
    posted_on: date | None = None
    asked_at: datetime | None = None
    found: Found | None = None

    @property
    def place(self) -> str:
        """The account, the address, or both."""
        return ", ".join(part for part in (self.account, self.address) if part)


@dataclass(frozen=True, slots=True)
class RecallView:
    """A release that must come back. `cause` is the number of the entry that reached it; without one, only time has passed."""

    id: RecallId
    release: ReleaseView
    cause: int | None
    opened_at: datetime
    due_at: datetime
    owner: PersonId
    closed_at: datetime | None
    closed_by: PersonId | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A release, how often its bytes were taken, and where it was published so far."""

    release: ReleaseView
    downloads: int
    addresses: tuple[str, ...]


def release(session: Session, release: ReleaseId) -> ReleaseView:
    """One release. Raises `NotFound`."""
    row = session.get(ReleaseRow, release)
    if row is None:
        raise NotFound()
    return release_view(row)


def releases_of(session: Session, item: ItemId) -> list[ReleaseView]:
    """Every release of an item, the latest last."""
    return _releases(session, ReleaseRow.item_id == item)


def latest(session: Session, *, unposted: bool = False, by: PersonId | None = None, limit: int = 60, start: int = 0) -> list[Taken]:
    """What was let out, the latest first; with `unposted` only what was taken, is still out, and of which nobody said where it is."""
    query = select(ReleaseRow).order_by(ReleaseRow.at.desc(), ReleaseRow.id)
    if by is not None:
        query = query.where(ReleaseRow.by == by)
    if unposted:
        taken, posted = (exists().where(row.release_id == ReleaseRow.id) for row in (DownloadRow, PostingRow))
        query = query.where(taken, ~posted, ReleaseRow.ended_at.is_(None))
    rows = session.scalars(query.limit(limit).offset(start)).all()
    ids = [ReleaseId(row.id) for row in rows]
    downloads, addresses = _downloads(session, ids), addresses_of(session, ids)
    return [Taken(release_view(row), downloads.get(row.id, 0), addresses.get(ReleaseId(row.id), ())) for row in rows]


def addresses_of(session: Session, releases: Sequence[ReleaseId]) -> dict[ReleaseId, tuple[str, ...]]:
    """Where each of these was published, address or account, in order; what was published nowhere is left out."""
    found: dict[ReleaseId, tuple[str, ...]] = {}
    for row in session.scalars(select(PostingRow).where(PostingRow.release_id.in_(releases)).order_by(PostingRow.at)):
        view = posting_view(row)
        found[view.release] = (*found.get(view.release, ()), view.address or view.place)
    return found


def channels(session: Session, purpose: PurposeCode, *, limit: int = 8) -> list[str]:
    """The channels that something was let out to for a purpose, those used last first."""
    query = select(ReleaseRow.channel).where(ReleaseRow.purpose == purpose).group_by(ReleaseRow.channel)
    return list(session.scalars(query.order_by(func.max(ReleaseRow.at).desc()).limit(limit)))


def out_now(session: Session) -> Iterator[ReleaseView]:
    """Every release that was not ended, the oldest first, streamed."""
    query = select(ReleaseRow).where(ReleaseRow.ended_at.is_(None)).order_by(ReleaseRow.at, ReleaseRow.id)
    return map(release_view, session.scalars(query.execution_options(yield_per=500)))


def downloads_of(session: Session, release: ReleaseId) -> list[DownloadView]:
    """Who took a release, in order."""
    rows = session.scalars(select(DownloadRow).where(DownloadRow.release_id == release).order_by(DownloadRow.at))
    return [DownloadView(DownloadId(row.id), ReleaseId(row.release_id), PersonId(row.by), row.at, row.why) for row in rows]


def postings_of(session: Session, release: ReleaseId) -> list[PostingView]:
    """Where a release was published, in order."""
    rows = session.scalars(select(PostingRow).where(PostingRow.release_id == release).order_by(PostingRow.at))
    return [posting_view(row) for row in rows]


def posting(session: Session, posting: PostingId) -> PostingView:
    """One posting. Raises `NotFound`."""
    row = session.get(PostingRow, posting)
    if row is None:
        raise NotFound()
    return posting_view(row)


def accounts(session: Session, *, limit: int = 8) -> list[str]:
    """The accounts under which something was posted, those used last first."""
    query = select(PostingRow.account).where(PostingRow.account.is_not(None)).group_by(PostingRow.account)
    return [account for account in session.scalars(query.order_by(func.max(PostingRow.at).desc()).limit(limit)) if account]


def to_ask(session: Session, before: datetime, *, limit: int = 200) -> list[PostingView]:
    """The postings on the web of what must come back, that were not asked since `before`; those asked longest ago first."""
    query = select(PostingRow).join(ReleaseRow, ReleaseRow.id == PostingRow.release_id)
    query = query.join(RecallRow, RecallRow.release_id == ReleaseRow.id).where(RecallRow.closed_at.is_(None)).distinct()
    query = query.where(PostingRow.address.like("http%"), or_(PostingRow.asked_at.is_(None), PostingRow.asked_at < before))
    return [posting_view(row) for row in session.scalars(query.order_by(PostingRow.asked_at, PostingRow.id).limit(limit))]


def posting_view(row: PostingRow) -> PostingView:
    """A posting as it is kept."""
    ids = PostingId(row.id), ReleaseId(row.release_id), PersonId(row.by)
    return PostingView(*ids, row.at, row.address, row.account, row.posted_on, row.asked_at, Found(row.found) if row.found else None)


def recall(session: Session, recall: RecallId) -> RecallView:
    """One recall. Raises `NotFound`."""
    found = _recalls(session, RecallRow.id == recall)
    if not found:
        raise NotFound()
    return found[0]


def recalls_open(session: Session) -> list[RecallView]:
    """What must still come back, the most urgent first."""
    return _recalls(session, RecallRow.closed_at.is_(None))


def recalls_closed(session: Session, *, limit: int = 30) -> list[RecallView]:
    """What came back, the latest first."""
    query = _recalling().where(RecallRow.closed_at.is_not(None)).order_by(RecallRow.closed_at.desc(), RecallRow.id)
    return [_recall_view(row, out) for row, out in session.execute(query.limit(limit))]


def recalls_closed_since(session: Session, moment: datetime) -> list[RecallView]:
    """What came back from a moment on."""
    return _recalls(session, RecallRow.closed_at >= moment)


def recalls_among(session: Session, recalls: Collection[RecallId]) -> list[RecallView]:
    """Those of the recalls named that exist, the most urgent first."""
    return _recalls(session, RecallRow.id.in_(recalls))


def recalls_of(session: Session, item: ItemId) -> list[RecallView]:
    """Every recall of an item's releases, the most urgent first."""
    return _recalls(session, ReleaseRow.item_id == item)


def release_view(row: ReleaseRow) -> ReleaseView:
    """A release as it is kept."""
    return ReleaseView(
        ReleaseId(row.id),
        ItemId(row.item_id),
        RenditionId(row.rendition_id),
        row.sha256,
        PurposeCode(row.purpose),
        Audience(row.audience),
        row.channel,
        row.personally,
        frozenset(map(SightingId, row.masks.split())),
        PersonId(row.by),
        row.at,
        row.ended_at,
    )


def _releases(session: Session, *conditions: ColumnElement[bool]) -> list[ReleaseView]:
    return [release_view(row) for row in session.scalars(select(ReleaseRow).where(*conditions).order_by(ReleaseRow.at))]


def _recalls(session: Session, *conditions: ColumnElement[bool]) -> list[RecallView]:
    query = _recalling().where(*conditions).order_by(RecallRow.due_at, RecallRow.id)
    return [_recall_view(row, out) for row, out in session.execute(query)]


def _recalling() -> Select[RecallRow, ReleaseRow]:
    return select(RecallRow, ReleaseRow).join(ReleaseRow, ReleaseRow.id == RecallRow.release_id)


def _downloads(session: Session, releases: Sequence[ReleaseId]) -> dict[str, int]:
    query = select(DownloadRow.release_id, func.count()).where(DownloadRow.release_id.in_(releases)).group_by(DownloadRow.release_id)
    return {release: number for release, number in session.execute(query).all()}


def _recall_view(row: RecallRow, out: ReleaseRow) -> RecallView:
    return RecallView(
        RecallId(row.id),
        release_view(out),
        row.cause,
        row.opened_at,
        row.due_at,
        PersonId(row.owner),
        row.closed_at,
        PersonId(row.closed_by) if row.closed_by else None,
        row.proof,
    )
