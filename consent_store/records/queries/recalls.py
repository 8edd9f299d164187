"""Questions about recalls: what is to be done, by whom, what was written on the way, and what the nights found."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import PersonId, RecallId, TaskId
from consent_store.records.queries.releases import PostingView, posting_view
from consent_store.records.recalls import NightRow, NoteRow, RecallPersonRow, TaskRow
from consent_store.records.releases import PostingRow, RecallRow, ReleaseRow
from consent_store.records.school import SchoolRow
from consent_store.rules.recalls import TaskState


@dataclass(frozen=True, slots=True)
class TaskView:
    """One thing to do: about a posting, or about whoever took the file. Without an `owner` it is for everybody of communications.

    `screen` is the media type of the picture that proves it, where there is one.
    """

    id: TaskId
    recall: RecallId
    posting: PostingView | None
    downloader: PersonId | None
    owner: PersonId | None
    opened_at: datetime
    due_at: datetime
    state: TaskState
    done_at: datetime | None
    done_by: PersonId | None
    proof: str | None
    proof_address: str | None
    screen: str | None


@dataclass(frozen=True, slots=True)
class NoteView:
    """What somebody wrote on the way."""

    by: PersonId
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class NightView:
    """One round by night: of how many releases the gate was asked, and how many it no longer let out."""

    at: datetime
    asked: int
    called_back: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one task stands, and whose it is."""

    state: TaskState
    owner: PersonId | None


def task(session: Session, task: TaskId) -> TaskView:
    """One task. Raises `NotFound`."""
    found = _tasks(session, TaskRow.id == task)
    if not found:
        raise NotFound()
    return found[0]


def tasks_of(session: Session, recalls: Collection[RecallId]) -> dict[RecallId, list[TaskView]]:
    """What each of these recalls asks for, postings first; one that asks for nothing is left out."""
    found: dict[RecallId, list[TaskView]] = defaultdict(list)
    for view in _tasks(session, TaskRow.recall_id.in_(recalls)):
        found[view.recall].append(view)
    return dict(found)


def stands(session: Session) -> dict[RecallId, list[Stand]]:
    """Where the tasks of every recall stand that nobody has closed; one without tasks is left out."""
    found: dict[RecallId, list[Stand]] = defaultdict(list)
    query = select(TaskRow.recall_id, TaskRow.state, TaskRow.owner).join(RecallRow, RecallRow.id == TaskRow.recall_id)
    for recall, state, owner in session.execute(query.where(RecallRow.closed_at.is_(None))):
        found[RecallId(recall)].append(Stand(TaskState(state), PersonId(owner) if owner else None))
    return dict(found)


def undone(session: Session) -> list[TaskView]:
    """Everything that is still to be done, the most urgent first."""
    return _tasks(session, TaskRow.state != TaskState.DONE, RecallRow.closed_at.is_(None))


def notes_of(session: Session, tasks: Collection[TaskId]) -> dict[TaskId, list[NoteView]]:
    """What was written about each of these, in order."""
    found: dict[TaskId, list[NoteView]] = defaultdict(list)
    for row in session.scalars(select(NoteRow).where(NoteRow.task_id.in_(tasks)).order_by(NoteRow.at, NoteRow.id)):
        found[TaskId(row.task_id)].append(NoteView(PersonId(row.by), row.at, row.words))
    return dict(found)


def people_of(session: Session, recalls: Collection[RecallId]) -> dict[RecallId, frozenset[PersonId]]:
    """Whose consent each of these lacked; what nobody's consent caused is left out."""
    found: dict[RecallId, set[PersonId]] = defaultdict(set)
    query = select(RecallPersonRow.recall_id, RecallPersonRow.person_id).where(RecallPersonRow.recall_id.in_(recalls))
    for recall, person in session.execute(query):
        found[RecallId(recall)].add(PersonId(person))
    return {recall: frozenset(people) for recall, people in found.items()}


def published_without_consent(session: Session) -> int:
    """Of how many releases the gate was shut since, and nobody has shown yet that they are gone."""
    undone = exists().where(TaskRow.recall_id == RecallRow.id, TaskRow.state != TaskState.DONE)
    return session.scalar(select(func.count()).select_from(RecallRow).where(RecallRow.closed_at.is_(None), undone)) or 0


def may_ask_addresses(session: Session) -> bool:
    """Whether the office allows that a worker asks the addresses of postings."""
    return session.scalar(select(SchoolRow.addresses_asked_since)) is not None


def number_out(session: Session) -> int:
    """How many releases have not ended."""
    return session.scalar(select(func.count()).select_from(ReleaseRow).where(ReleaseRow.ended_at.is_(None))) or 0


def latest_night(session: Session) -> NightView | None:
    """What the last round found; None before the first."""
    row = session.scalar(select(NightRow).order_by(NightRow.at.desc()).limit(1))
    return NightView(row.at, row.asked, row.called_back) if row else None


def _tasks(session: Session, *conditions: ColumnElement[bool]) -> list[TaskView]:
    query = select(TaskRow, RecallRow.opened_at, PostingRow).join(RecallRow, RecallRow.id == TaskRow.recall_id)
    found = query.outerjoin(PostingRow, PostingRow.id == TaskRow.posting_id).where(*conditions)
    ordered = found.order_by(TaskRow.due_at, TaskRow.posting_id.is_(None), TaskRow.id)
    return [_view(*row) for row in session.execute(ordered.execution_options(populate_existing=True))]


def _view(row: TaskRow, opened_at: datetime, posting: PostingRow | None) -> TaskView:
    return TaskView(
        TaskId(row.id),
        RecallId(row.recall_id),
        posting_view(posting) if posting else None,
        PersonId(row.downloader) if row.downloader else None,
        PersonId(row.owner) if row.owner else None,
        opened_at,
        row.due_at,
        TaskState(row.state),
        row.done_at,
        PersonId(row.done_by) if row.done_by else None,
        row.proof,
        row.proof_address,
        row.media_type,
    )
