"""The steps of a review: each changes what one sighting says, and can be taken back and taken again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotAllowed
from consent_store.ids import PersonId
from consent_store.operations import watch
from consent_store.operations.items import changed
from consent_store.records.media import ItemRow
from consent_store.records.queries import school
from consent_store.records.sightings import AnswerRow, SightingRow, WatchRow
from consent_store.rules.sightings import Answer, Origin


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sighting says: an answer and whom it names, nothing yet (None), or that it is not there."""

    answer: str | None
    person: str | None = None


ABSENT = Claim("absent")


def claim(face: SightingRow) -> Claim:
    """What a sighting says now."""
    return ABSENT if face.removed_at is not None else Claim(face.answer, face.person_id)


def take(
    session: Session, row: ItemRow, face: SightingRow, after: Claim, *, actor: PersonId, at: datetime, batch: str | None = None
) -> None:
    """Let a sighting say something else, and keep the step; steps of one press share a batch."""
    before = claim(face)
    revision = _apply(session, row, face, before, after, actor=actor, at=at)
    step = AnswerRow(sighting_id=face.id, item_id=row.id, event_id=row.event_id, by=actor, at=at, revision=revision, stirred=row.stirred)
    step.before, step.before_person, step.after, step.after_person = before.answer, before.person, after.answer, after.person
    step.batch = batch
    session.add(step)
    session.flush()


def turn(session: Session, row: ItemRow, step: AnswerRow, *, back: bool, actor: PersonId, at: datetime) -> None:
    """Take a step back, or again. Raises `Conflict` where the sighting no longer says what the step left there."""
    face = session.get_one(SightingRow, step.sighting_id, populate_existing=True)
    before, after = Claim(step.before, step.before_person), Claim(step.after, step.after_person)
    left, wanted = (after, before) if back else (before, after)
    if claim(face) != left:
        raise Conflict("Somebody changed this face since. Nothing was changed; look again.", code="answered_meanwhile")
    step.revision = _apply(session, row, face, left, wanted, actor=actor, at=at)
    step.stirred, step.undone_at = row.stirred, at if back else None
    session.flush()


def _apply(session: Session, row: ItemRow, face: SightingRow, before: Claim, after: Claim, *, actor: PersonId, at: datetime) -> int:
    if after == ABSENT and face.origin != Origin.HUMAN:
        raise NotAllowed("What analysis found is answered, not taken away.", code="found_by_analysis")
    answered = after.answer is not None
    face.removed_at = at if after == ABSENT else None
    if after != ABSENT:
        face.answer, face.person_id = after.answer, after.person
        face.answered_by, face.answered_at = (actor, at) if answered else (None, None)
    if answered:
        face.descriptor = None  # it lives only while the face waits for an answer
    _watch(session, row, face, before, after, at)
    return changed(session, row, actor=actor, at=at)


def _watch(session: Session, row: ItemRow, face: SightingRow, before: Claim, after: Claim, at: datetime) -> None:
    """Count whether people say what the machine proposed; what is taken back no longer counts. Too many rejections switch it off."""
    if face.origin != Origin.MACHINE or face.proposed is None or face.confidence is None:
        return
    on, model = school.policy(session).day(at), row.analysis_version or ""
    key = (model, on, face.confidence)
    day = session.get(WatchRow, key) or WatchRow(model=model, on=on, confidence=face.confidence, confirmed=0, rejected=0)
    for said, count in ((before, -1), (after, 1)):
        if said.answer is None:
            continue
        if said.answer == Answer.PERSON and said.person == face.proposed:
            day.confirmed += count
        else:
            day.rejected += count
    session.add(day)
    session.flush()
    watch.enforce_floor(session, at=at)
