"""What must come back: every entry that may end a consent finds the releases it reaches, in its own transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, false, insert, select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, RecallId, ReleaseId, SightingId, new_id
from consent_store.operations import recall_tasks, releases
from consent_store.records import ledger
from consent_store.records.queries import consents
from consent_store.records.queries.consents import Grounds
from consent_store.records.queries.media import people_of
from consent_store.records.recalls import NightRow, RecallPersonRow, TaskRow
from consent_store.records.releases import RecallRow, ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.entries import Body, Entry, NoticePublished, RecallClosed, RecallOpened
from consent_store.rules.recalls import Outside, TaskState, deadline, may_reach, must_return, whose_consent
from consent_store.rules.terms import SYSTEM, Audience

_AT_ONCE = 1000
_IS_OUT = ReleaseRow.ended_at.is_(None)
_T = TypeVar("_T")


def reach(session: Session, entry: Entry, *, at: datetime) -> list[RecallId]:
    """End every release that an entry just written shuts the gate for, and open a recall for each."""
    session.flush()
    out = _out(session, _candidates(entry.body))
    reached = [(row, outside) for row, outside in _with_people(session, out) if may_reach(entry.body, outside)]
    return _call_back(session, list(_returning(session, reached, at)), entry.seq, entry.actor, at)


def overdue(session: Session, *, at: datetime) -> list[ReleaseId]:
    """The releases that are out and that the gate would no longer let out: reads only, however many there are."""
    purposes = session.scalars(select(ReleaseRow.purpose).where(_IS_OUT).distinct()).all()
    return [found for purpose in purposes for found in _overdue(session, PurposeCode(purpose), at)]


def nightly(session: Session, *, at: datetime) -> list[ReleaseId]:
    """Ask the gate again for all that is out, and call back what time alone has shut it for."""
    return call_back(session, overdue(session, at=at), at=at)


def call_back(session: Session, found: Sequence[ReleaseId], *, at: datetime) -> list[ReleaseId]:
    """The same for releases that `overdue` found, perhaps a while ago: each is asked about once more, with nobody else writing."""
    ledger.lock(session)
    rows = [row for batch in _batches(found) for row in _out(session, ReleaseRow.id.in_(batch))]
    gone = [each for some in _batches(rows) for each in _returning(session, _with_people(session, some), at)]
    _call_back(session, gone, None, SYSTEM, at)
    return [ReleaseId(row.id) for row, _ in gone]


def keep_night(session: Session, asked: int, called_back: int, *, at: datetime) -> None:
    """Write down what a night's round found: of how many releases the gate was asked, and how many it no longer let out."""
    session.add(NightRow(at=at, asked=asked, called_back=called_back))
    session.flush()


def close(session: Session, recall: RecallId, *, actor: PersonId, at: datetime) -> None:
    """Record that a release is gone. Raises `Conflict` where somebody did so already, or while something is left to do."""
    ledger.lock(session)
    row = session.get(RecallRow, recall, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.closed_at is not None:
        raise Conflict("This recall was closed already.", code="already_closed")
    left = select(TaskRow.id).where(TaskRow.recall_id == recall, TaskRow.state != TaskState.DONE)
    if session.scalar(left.limit(1)) is not None:
        raise Conflict("Something of this recall is still to be done.", code="tasks_left")
    row.closed_at, row.closed_by = at, actor
    session.flush()
    ledger.append(session, RecallClosed(_item_of(session, row), ReleaseId(row.release_id), recall), actor=actor, at=at)


def _candidates(body: Body) -> ColumnElement[bool]:
    """Releases that an entry could be about, by what the database can look up; `may_reach` looks closer."""
    if isinstance(body, NoticePublished):
        return ReleaseRow.purpose == body.purpose
    person, item = getattr(body, "person", None), getattr(body, "item", None)
    if person is not None:
        # Not a correlated question: asked for each release, SQLite walks all pictures of the person each time.
        return ReleaseRow.item_id.in_(select(SightingRow.item_id).where(SightingRow.person_id == person, SightingRow.removed_at.is_(None)))
    return ReleaseRow.item_id == item if item is not None else false()


def _out(session: Session, *conditions: ColumnElement[bool]) -> list[ReleaseRow]:
    query = select(ReleaseRow).where(_IS_OUT, *conditions).order_by(ReleaseRow.at, ReleaseRow.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _overdue(session: Session, purpose: PurposeCode, at: datetime) -> Iterator[ReleaseId]:
    """Those for one purpose: what people said is read once for all of them."""
    ours = (_IS_OUT, ReleaseRow.purpose == purpose)
    listed = select(SightingRow.person_id).join(ReleaseRow, ReleaseRow.item_id == SightingRow.item_id)
    people = session.scalars(listed.where(*ours, SightingRow.person_id.is_not(None)).distinct()).all()
    known, last = consents.grounds(session, [PersonId(who) for who in people if who], at=at, purpose=purpose), ""
    while rows := session.scalars(select(ReleaseRow).where(*ours, ReleaseRow.id > last).order_by(ReleaseRow.id).limit(_AT_ONCE)).all():
        last = rows[-1].id
        yield from (ReleaseId(row.id) for row, _ in _returning(session, _with_people(session, rows), at, known))


def _with_people(session: Session, rows: Sequence[ReleaseRow]) -> list[tuple[ReleaseRow, Outside]]:
    listed = people_of(session, list({ItemId(row.item_id) for row in rows}))
    return [(row, _outside(row, listed.get(ItemId(row.item_id), frozenset()))) for row in rows]


def _outside(row: ReleaseRow, people: frozenset[PersonId]) -> Outside:
    masks = frozenset(map(SightingId, row.masks.split()))
    return Outside(ReleaseId(row.id), ItemId(row.item_id), PurposeCode(row.purpose), Audience(row.audience), people, masks)


def _returning(
    session: Session, found: Iterable[tuple[ReleaseRow, Outside]], at: datetime, known: Grounds | None = None
) -> Iterator[tuple[ReleaseRow, frozenset[PersonId]]]:
    """Those of the releases that may no longer be out, each with whose consent it lacks."""
    by_purpose: dict[PurposeCode, list[tuple[ReleaseRow, Outside]]] = defaultdict(list)
    for row, outside in found:
        by_purpose[outside.purpose].append((row, outside))
    for purpose, alike in by_purpose.items():
        decisions = releases.ask_many(session, list({outside.item for _, outside in alike}), purpose, at=at, known=known)
        for row, outside in alike:
            if must_return(decisions[outside.item], outside):
                yield row, whose_consent(decisions[outside.item], outside)


def _call_back(
    session: Session, gone: Sequence[tuple[ReleaseRow, frozenset[PersonId]]], cause: int | None, actor: PersonId, at: datetime
) -> list[RecallId]:
    """End releases and open their recalls, all at once; whoever let one out sees to it that it comes back."""
    opened = [_opened(row, cause, at) for row, _ in gone]
    session.add_all(opened)
    session.flush()
    pairs = list(zip(opened, gone, strict=True))
    if about := [{"recall_id": recall.id, "person_id": who} for recall, (_, people) in pairs for who in people]:
        session.execute(insert(RecallPersonRow), about)
    recall_tasks.make(session, opened)
    bodies = [RecallOpened(ItemId(row.item_id), ReleaseId(row.id), RecallId(recall.id), cause) for recall, (row, _) in pairs]
    ledger.append_many(session, bodies, actor=actor, at=at)
    return [RecallId(recall.id) for recall in opened]


def _opened(row: ReleaseRow, cause: int | None, at: datetime) -> RecallRow:
    row.ended_at = at
    return RecallRow(id=new_id(), release_id=row.id, cause=cause, opened_at=at, due_at=deadline(Audience(row.audience), at), owner=row.by)


def _item_of(session: Session, recall: RecallRow) -> ItemId:
    return ItemId(session.scalars(select(ReleaseRow.item_id).where(ReleaseRow.id == recall.release_id)).one())


def _batches(things: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))
