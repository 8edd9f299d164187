"""What is to be done so that a release comes back: a task for each posting and for each who took the file.

A task has an owner, or belongs to all of communications; it is done by hand, with a proof.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ItemId, PersonId, RecallId, ReleaseId, TaskId, new_id
from consent_store.operations import shreds
from consent_store.operations.fields import digest, optional_text, text
from consent_store.records import ledger
from consent_store.records.queries.people import staff_with
from consent_store.records.recalls import NoteRow, RecallPersonRow, TaskRow
from consent_store.records.releases import DownloadRow, PostingRow, RecallRow, ReleaseRow
from consent_store.rules.entries import RecallOpened
from consent_store.rules.recalls import TaskState, deadline
from consent_store.rules.terms import Audience, Duty

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture or PDF of the screen, in the vault; SHA-256 in hex of the plaintext, size in bytes."""

    vault_name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How one knows that something is gone: words, and perhaps an address that now answers so, and a picture of the screen."""

    words: str
    address: str | None = None
    screen: Screen | None = None


def make(session: Session, recalls: Sequence[RecallRow]) -> None:
    """The tasks of recalls that were just opened."""
    opened = {recall.release_id: recall for recall in recalls}
    able = {view.id for view in staff_with(session, Duty.COMMS)}
    tasks = [_task(opened[release], able, by, **what) for release, by, what in _left_the_house(session, list(opened))]
    if tasks:
        session.execute(insert(TaskRow), tasks)


def posted_late(session: Session, release: ReleaseRow, posting: PostingRow, *, at: datetime) -> None:
    """Somebody remembers a posting of a release that ended: it must come down as well, if need be under a recall of its own."""
    query = select(RecallRow).where(RecallRow.release_id == release.id).order_by(RecallRow.opened_at.desc())
    known = session.scalars(query).all()
    still_open = next((recall for recall in known if recall.closed_at is None), None)
    recall = still_open or _reopened(session, release, known[0] if known else None, PersonId(posting.by), at)
    able = {view.id for view in staff_with(session, Duty.COMMS)}
    session.execute(insert(TaskRow), [_task(recall, able, posting.by, posting_id=posting.id)])


def hand_over(session: Session, task: TaskId, owner: PersonId | None, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001
    """Make a task somebody's of communications, or everybody's there. Raises `BadInput` for whoever has not that duty."""
    row = _open(session, task)
    if owner is not None and owner not in {view.id for view in staff_with(session, Duty.COMMS)}:
        raise BadInput("Only somebody of communications can see to this.", field="owner")
    row.owner = owner
    session.flush()


def wait(session: Session, task: TaskId, words: str, *, actor: PersonId, at: datetime) -> None:
    """Somebody else was asked to take it away: `words` says whom. The deadline stays. Raises `Conflict` for what is done, see `again`."""
    row = _undone(session, task)
    row.state = TaskState.WAITING
    note(session, task, words, actor=actor, at=at)


def note(session: Session, task: TaskId, words: str, *, actor: PersonId, at: datetime) -> None:
    """Write something down on the way."""
    _open(session, task)
    session.add(NoteRow(id=new_id(), task_id=task, by=actor, at=at, words=text(words, "words", _LONGEST)))
    session.flush()


def done(session: Session, task: TaskId, proof: Proof, *, actor: PersonId, at: datetime) -> None:
    """It is gone. Raises `BadInput` without words of proof, `Conflict` where somebody said so already."""
    row = _undone(session, task)
    row.proof, row.proof_address = text(proof.words, "proof", _LONGEST), optional_text(proof.address, "proof_address")
    if proof.screen is not None:
        row.vault_name, row.sha256 = proof.screen.vault_name, digest(proof.screen.sha256, "screen")
        row.size, row.media_type = proof.screen.size, text(proof.screen.media_type, "screen")
    row.state, row.done_at, row.done_by = TaskState.DONE, at, actor
    session.flush()


def again(session: Session, task: TaskId, *, actor: PersonId, at: datetime) -> None:
    """It is not gone after all, or nobody waits any longer: to do once more. What was said stands in the notes."""
    row = _open(session, task)
    if row.proof:
        note(session, task, row.proof, actor=PersonId(row.done_by or actor), at=row.done_at or at)
    shreds.let_go(session, [row.vault_name] if row.vault_name else [], at=at)
    row.state, row.done_at, row.done_by, row.proof, row.proof_address = TaskState.TO_DO, None, None, None, None
    row.vault_name = row.sha256 = row.size = row.media_type = None
    session.flush()


def _left_the_house(session: Session, releases: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """For each posting and for each downloader: the release, whose it was, and what the task is about."""
    postings = select(PostingRow.release_id, PostingRow.by, PostingRow.id).where(PostingRow.release_id.in_(releases))
    for release, by, posting in session.execute(postings.order_by(PostingRow.at)):
        yield release, by, {"posting_id": posting}
    taken = select(DownloadRow.release_id, DownloadRow.by).where(DownloadRow.release_id.in_(releases))
    for release, by in session.execute(taken.distinct()):
        yield release, by, {"downloader": by}


def _task(recall: RecallRow, able: Container[str], by: str, **about: str) -> dict[str, object]:
    """A new task for whoever posted it or took it, or for all where they no longer can."""
    empty = {"posting_id": None, "downloader": None}
    who = {"owner": by if by in able else None, "due_at": recall.due_at, "state": TaskState.TO_DO}
    return {"id": new_id(), "recall_id": recall.id, **empty, **about, **who}


def _reopened(session: Session, release: ReleaseRow, before: RecallRow | None, actor: PersonId, at: datetime) -> RecallRow:
    """A recall like the one before it, that was closed."""
    cause, due = (before.cause if before else None), deadline(Audience(release.audience), at)
    recall = RecallRow(id=new_id(), release_id=release.id, cause=cause, opened_at=at, due_at=due, owner=release.by)
    session.add(recall)
    session.flush()
    told = select(RecallPersonRow.person_id).where(RecallPersonRow.recall_id == (before.id if before else ""))
    session.add_all([RecallPersonRow(recall_id=recall.id, person_id=person) for person in session.scalars(told).all()])
    body = RecallOpened(ItemId(release.item_id), ReleaseId(release.id), RecallId(recall.id), cause)
    ledger.append(session, body, actor=actor, at=at)
    return recall


def _open(session: Session, task: TaskId) -> TaskRow:
    """A task of a recall that is not closed, with nobody else writing."""
    ledger.lock(session)
    row = session.get(TaskRow, task, populate_existing=True)
    if row is None:
        raise NotFound()
    closed = session.scalar(select(RecallRow.closed_at).where(RecallRow.id == row.recall_id))
    if closed is not None:
        raise Conflict("This recall was closed already.", code="already_closed")
    return row


def _undone(session: Session, task: TaskId) -> TaskRow:
    """The same, of which nobody has said that it is done."""
    row = _open(session, task)
    if row.state == TaskState.DONE:
        raise Conflict("Somebody said already that this is done.", code="already_done")
    return row
