"""The steps of a review: each changes what one sighting says, and can be taken back and taken again. Those of one press go together.

A press that only moved a sighting through time, or in the picture, has steps that leave what it says.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed
from consent_store.ids import PersonId
from consent_store.operations import tracks, watch
from consent_store.operations.items import changed_all, in_hand_all
from consent_store.records.media import ItemRow
from consent_store.records.queries import school
from consent_store.records.recordings import RecordingRow
from consent_store.records.sightings import AnswerRow, SightingRow, WatchRow
from consent_store.rules.sightings import Answer, Origin, Sense
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sighting says: an answer and whom it names, nothing yet (None), or that it is not there."""

    answer: str | None
    person: str | None = None


ABSENT = Claim("absent")


@dataclass(frozen=True, slots=True)
class Change:
    """That a sighting of an item shall say something else."""

    row: ItemRow
    face: SightingRow
    before: Claim
    after: Claim


def claim(face: SightingRow) -> Claim:
    """What a sighting says now."""
    return ABSENT if face.removed_at is not None else Claim(face.answer, face.person_id)


def take(session: Session, row: ItemRow, face: SightingRow, after: Claim, *, actor: PersonId, at: datetime) -> None:
    """Let a sighting say something else, and keep the step."""
    take_all(session, [(row, face, after)], actor=actor, at=at)


def take_all(
    session: Session, wanted: Iterable[tuple[ItemRow, SightingRow, Claim]], *, actor: PersonId, at: datetime, batch: str | None = None
) -> None:
    """The same for many, in a number of queries that does not grow with them; steps of one press share a batch.

    What the machine found goes away only in a batch, which gives its tracks to another (`operations.joins`).
    """
    changes = [Change(row, face, claim(face), after) for row, face, after in wanted]
    if batch is None and any(change.after == ABSENT and change.face.origin != Origin.HUMAN for change in changes):
        raise NotAllowed("What analysis found is answered, not taken away.", code="found_by_analysis")
    if any(change.after.answer == Answer.CROWD and change.face.sense != Sense.HEARD for change in changes):
        raise BadInput("A crowd is heard, not seen.", field="answer")
    _apply(session, changes, actor=actor, at=at)
    if changes:
        session.execute(insert(AnswerRow), [_kept(change) | {"by": actor, "at": at, "batch": batch} for change in changes])


def turn_all(session: Session, steps: Sequence[AnswerRow], *, back: bool, actor: PersonId, at: datetime) -> None:
    """Take steps back, or again, and with them what the same press did to tracks (`operations.tracks`).

    Raises `Conflict` where a sighting no longer says what its step left there, or an answer would be about what was found since.
    """
    rows = in_hand_all(session, {step.item_id for step in steps})
    query = select(SightingRow).where(SightingRow.id.in_([step.sighting_id for step in steps]))
    faces = {face.id: face for face in session.scalars(query, execution_options={"populate_existing": True})}
    changes = [_turned(rows[step.item_id], faces[step.sighting_id], step, back) for step in steps]
    told = zip(steps, changes, strict=True)
    tracks.must_be_known(session, {step.sighting_id: step.revision for step, change in told if change.after.answer is not None})
    batches = {step.batch for step in steps if step.batch}
    tracks.turn(session, batches, back=back, at=at)
    _apply(session, changes, actor=actor, at=at)
    tracks.must_be_listed(session, batches)
    for row in rows.values():
        tracks.recount(session, row)
    for step, change in zip(steps, changes, strict=True):
        step.revision, step.stirred, step.undone_at = change.row.revision, change.row.stirred, at if back else None
    session.flush()


def _kept(change: Change) -> dict[str, Any]:
    """What a step remembers of a change."""
    row, before, after = change.row, change.before, change.after
    where: dict[str, Any] = {
        "sighting_id": change.face.id,
        "item_id": row.id,
        "event_id": row.event_id,
        "revision": row.revision,
        "stirred": row.stirred,
    }
    return where | {"before": before.answer, "before_person": before.person, "after": after.answer, "after_person": after.person}


def _turned(row: ItemRow, face: SightingRow, step: AnswerRow, back: bool) -> Change:
    before, after = Claim(step.before, step.before_person), Claim(step.after, step.after_person)
    left, wanted = (after, before) if back else (before, after)
    if claim(face) != left:
        raise Conflict("Somebody changed this face since. Nothing was changed; look again.", code="answered_meanwhile")
    return Change(row, face, left, wanted)


def _apply(session: Session, changes: Sequence[Change], *, actor: PersonId, at: datetime) -> None:
    for change in changes:
        if change.before != change.after:
            _say(change.face, change.after, actor, at)
    _watch(session, changes, at)
    changed_all(session, list({change.row.id: change.row for change in changes}.values()), actor=actor, at=at)


def _say(face: SightingRow, after: Claim, actor: PersonId, at: datetime) -> None:
    answered = after.answer is not None
    face.removed_at = at if after == ABSENT else None
    if after != ABSENT:
        face.answer, face.person_id = after.answer, after.person
        face.answered_by, face.answered_at = (actor, at) if answered else (None, None)
    if answered:
        face.descriptor = None  # it lives only while the face waits for an answer


def _watch(session: Session, changes: Iterable[Change], at: datetime) -> None:
    """Count whether people say what the machine proposed; what is taken back no longer counts. Too many rejections switch it off."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    said = [change for change in changes if ABSENT not in {change.before, change.after}]  # joined or parted, nobody said more of its guess
    guessed = [change for change in said if change.face.origin == Origin.MACHINE and change.face.proposed and change.face.confidence]
    models = _models(session, [change.row for change in guessed])
    for change in guessed:
        face, model = change.face, models[change.row.id]
        for word, count in ((change.before, -1), (change.after, 1)):
            if word.answer is not None:
                counts[model, face.confidence or "", word.answer == Answer.PERSON and word.person == face.proposed] += count
    on = school.policy(session).day(at) if counts else at.date()
    for (model, confidence, confirmed), count in counts.items():
        day = session.get(WatchRow, (model, on, confidence)) or WatchRow(model=model, on=on, confidence=confidence, confirmed=0, rejected=0)
        day.confirmed, day.rejected = (day.confirmed + count, day.rejected) if confirmed else (day.confirmed, day.rejected + count)
        session.add(day)
        session.flush()
    if counts:
        watch.enforce_floor(session, at=at)


def _models(session: Session, rows: Sequence[ItemRow]) -> dict[str, str]:
    """The version of the analysis that guessed in each item. A recording's guesses can be answered before that is at its end."""
    recorded = [row.id for row in rows if row.kind != Kind.PHOTO]
    query = select(RecordingRow.item_id, RecordingRow.version).where(RecordingRow.item_id.in_(recorded))
    begun: dict[str, str] = {item: version for item, version in session.execute(query)} if recorded else {}
    return {row.id: begun.get(row.id, row.analysis_version or "") for row in rows}
