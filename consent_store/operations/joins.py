"""Two strips of a film as one person: their tracks become those of one sighting, with one answer and one lane, by one press.

The other sighting goes away with that press, and comes back with what it had when it is taken back (`reviews.undo`). What was joined in
error after that is parted (`timeline.split`). Who is in two places at once, as in a mirror, stays two sightings of one person.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict
from consent_store.ids import ItemId, PersonId, SightingId, new_id
from consent_store.operations import reviews, steps, tracks
from consent_store.operations.items import mark_cut, sightings_in_hand
from consent_store.records.media import ItemRow
from consent_store.records.recordings import TrackRow, track
from consent_store.records.sightings import AnswerRow, SightingRow
from consent_store.rules.sightings import Answer, Origin
from consent_store.rules.timeline import apart


def join(
    session: Session, sighting: SightingId, other: SightingId, *, seen: int | None = None, actor: PersonId, at: datetime
) -> SightingId:
    """Say that two strips of one film are one person, who has the answer that either has. Returns the one that stays.

    Raises `BadInput` for what is not followed by its face, and for two in different places at one moment; `Conflict`
    (`answered_otherwise`) where both have an answer, not the same, or one is no face, and as `reviews.answer` does for either.
    """
    row, faces = _both(session, sighting, other)
    for face in faces:
        reviews.nobody_else(session, face, seen)
    stays, goes = sorted(faces, key=_rank, reverse=True)
    claim = _one_claim(stays, goes)
    found = tracks.of(session, [stays.id, goes.id])
    _must_be_one(found[stays.id], found[goes.id])
    batch = new_id()
    for kept in found[goes.id]:
        tracks.add(session, stays, tracks.stretch(kept), like=kept, batch=batch)
        tracks.end(kept, batch)
    steps.take_all(session, [(row, stays, claim), (row, goes, steps.ABSENT)], actor=actor, at=at, batch=batch)
    tracks.settle(session, [stays, goes], at=at)
    tracks.recount(session, row)
    mark_cut(session, row)
    return SightingId(stays.id)


def homes(session: Session, item: ItemId) -> dict[str, str]:
    """Of each sighting of an item that was joined to another: to which."""
    by_the_press = (TrackRow.batch == AnswerRow.batch, AnswerRow.after == steps.ABSENT.answer, AnswerRow.undone_at.is_(None))
    query = select(AnswerRow.sighting_id, TrackRow.sighting_id).where(AnswerRow.item_id == item, *by_the_press).distinct()
    return {goes: stays for goes, stays in session.execute(query)}


def _both(session: Session, sighting: SightingId, other: SightingId) -> tuple[ItemRow, list[SightingRow]]:
    found = sightings_in_hand(session, {sighting, other})
    (row, face), (same, beside) = found[sighting], found[other]
    if face is beside or row is not same:
        raise BadInput("Choose two of one film.", field="other")
    return row, [face, beside]


def _rank(face: SightingRow) -> tuple[bool, bool, float, str]:
    """Which of two stays: what the machine found can not be taken off a list later; then the one with an answer, and the better face."""
    return face.origin == Origin.MACHINE, face.answer is not None, face.quality or 0.0, face.id


def _one_claim(stays: SightingRow, goes: SightingRow) -> steps.Claim:
    said = {claim for claim in map(steps.claim, (stays, goes)) if claim.answer is not None}
    if Answer.NOBODY in {claim.answer for claim in said}:
        raise Conflict("One of these was said not to be a face. Take that answer back first.", code="answered_otherwise")
    if len(said) > 1:
        raise Conflict("These two have different answers. Take one of them back first.", code="answered_otherwise")
    return said.pop() if said else steps.Claim(None)


def _must_be_one(ours: Sequence[TrackRow], theirs: Sequence[TrackRow]) -> None:
    if not (ours and theirs and all(kept.path for kept in (*ours, *theirs))):
        raise BadInput("Only those whose faces are followed become one. Give the others the same name.", field="other")
    if apart(map(track, ours), map(track, theirs)) is not None:
        raise BadInput(
            "These two are seen at the same time in different places. One of them in a mirror? Give both the same name.", field="other"
        )
