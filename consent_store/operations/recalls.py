"""What must come back: every entry that may end a consent finds the releases it reaches, in its own transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, RecallId, ReleaseId, SightingId, new_id
from consent_store.operations import releases
from consent_store.operations.fields import text
from consent_store.records import ledger
from consent_store.records.queries.facts import sightings_of
from consent_store.records.releases import RecallRow, ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.entries import Body, Entry, NoticePublished, RecallClosed, RecallOpened
from consent_store.rules.recalls import Outside, deadline, may_reach, must_return
from consent_store.rules.terms import SYSTEM, Audience

_AT_ONCE = 500
_T = TypeVar("_T")


def reach(session: Session, entry: Entry, *, at: datetime) -> list[RecallId]:
    """End every release that an entry just written shuts the gate for, and open a recall for each."""
    session.flush()
    out = _out(session, _candidates(entry.body))
    known = {outside.release: outside for outside in _outside(session, out)}
    reached = [row for row in out if may_reach(entry.body, known[ReleaseId(row.id)])]
    return [_call_back(session, row, entry.seq, entry.actor, at) for row in _returning(session, reached, at)]


def overdue(session: Session, *, at: datetime) -> list[ReleaseId]:
    """The releases that are out and that the gate would no longer let out: reads only, however many there are."""
    return [ReleaseId(row.id) for rows in _batches(_out(session)) for row in _returning(session, rows, at)]


def nightly(session: Session, *, at: datetime) -> list[ReleaseId]:
    """Ask the gate again for all that is out, and call back what time alone has shut it for."""
    return call_back(session, overdue(session, at=at), at=at)


def call_back(session: Session, found: Sequence[ReleaseId], *, at: datetime) -> list[ReleaseId]:
    """The same for releases that `overdue` found, perhaps a while ago: each is asked about once more, with nobody else writing."""
    ledger.lock(session)
    out = [row for batch in _batches(found) for row in _out(session, ReleaseRow.id.in_(batch))]
    gone = [row for rows in _batches(out) for row in _returning(session, rows, at)]
    for row in gone:
        _call_back(session, row, None, SYSTEM, at)
    return [ReleaseId(row.id) for row in gone]


def close(session: Session, recall: RecallId, proof: str, *, actor: PersonId, at: datetime) -> None:
    """Record that a release is gone, and how one knows. Raises `Conflict` where somebody did so already."""
    ledger.lock(session)
    row = session.get(RecallRow, recall, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.closed_at is not None:
        raise Conflict("This recall was closed already.", code="already_closed")
    row.closed_at, row.closed_by, row.proof = at, actor, text(proof, "proof", 2000)
    session.flush()
    ledger.append(session, RecallClosed(_item_of(session, row), ReleaseId(row.release_id), recall), actor=actor, at=at)


def _candidates(body: Body) -> ColumnElement[bool]:
    """Releases that an entry could be about, by what the database can look up; `may_reach` looks closer."""
    if isinstance(body, NoticePublished):
        return ReleaseRow.purpose == body.purpose
    person, item = getattr(body, "person", None), getattr(body, "item", None)
    if person is not None:
        listed = exists().where(SightingRow.item_id == ReleaseRow.item_id, SightingRow.person_id == person)
        return listed.where(SightingRow.removed_at.is_(None))
    return ReleaseRow.item_id == item if item is not None else false()


def _out(session: Session, *conditions: ColumnElement[bool]) -> list[ReleaseRow]:
    query = select(ReleaseRow).where(ReleaseRow.ended_at.is_(None), *conditions).order_by(ReleaseRow.at, ReleaseRow.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _outside(session: Session, rows: Sequence[ReleaseRow]) -> list[Outside]:
    listed = sightings_of(session, [ItemId(row.item_id) for row in rows])
    people = {item: frozenset(claim.person for claim in claims if claim.person) for item, claims in listed.items()}
    return [
        Outside(
            ReleaseId(row.id),
            ItemId(row.item_id),
            PurposeCode(row.purpose),
            Audience(row.audience),
            people.get(ItemId(row.item_id), frozenset()),
            frozenset(map(SightingId, row.masks.split())),
        )
        for row in rows
    ]


def _returning(session: Session, rows: Sequence[ReleaseRow], at: datetime) -> Iterator[ReleaseRow]:
    """Those of the releases that may no longer be out."""
    by_purpose: dict[PurposeCode, list[ReleaseRow]] = defaultdict(list)
    for row in rows:
        by_purpose[PurposeCode(row.purpose)].append(row)
    for purpose, alike in by_purpose.items():
        decisions = releases.ask_many(session, [ItemId(row.item_id) for row in alike], purpose, at=at)
        for row, outside in zip(alike, _outside(session, alike), strict=True):
            if must_return(decisions[outside.item], outside):
                yield row


def _call_back(session: Session, row: ReleaseRow, cause: int | None, actor: PersonId, at: datetime) -> RecallId:
    """End a release; whoever let it out sees to it that it comes back."""
    row.ended_at = at
    recall = RecallRow(id=new_id(), release_id=row.id, cause=cause, opened_at=at, due_at=deadline(Audience(row.audience), at), owner=row.by)
    session.add(recall)
    session.flush()
    body = RecallOpened(ItemId(row.item_id), ReleaseId(row.id), RecallId(recall.id), cause)
    ledger.append(session, body, actor=actor, at=at)
    return RecallId(recall.id)


def _item_of(session: Session, recall: RecallRow) -> ItemId:
    return ItemId(session.scalars(select(ReleaseRow.item_id).where(ReleaseRow.id == recall.release_id)).one())


def _batches(things: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))
