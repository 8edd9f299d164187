"""What the machine found in an item, written beside what people said and never over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consent_store.ids import SightingId, new_id
from consent_store.operations.items import sightings_in
from consent_store.records.media import ItemRow
from consent_store.records.queries.facts import place
from consent_store.records.sightings import SightingRow
from consent_store.rules.sightings import Box, Origin, Proposal, matched


@dataclass(frozen=True, slots=True)
class Found:
    """A face that analysis found: place in whole pixels, detector's score and face quality (0 to 1), a guess, a sealed descriptor."""

    box: Box
    score: float
    quality: float | None = None
    proposal: Proposal | None = None
    descriptor: bytes | None = None


def write(session: Session, row: ItemRow, found: Sequence[Found]) -> tuple[list[SightingId], bool]:
    """A sighting for each face, in order, and whether any of them is new.

    A face at the place of a known sighting is that sighting: an answer stays, a guess is renewed, and what a person had drawn there is
    from now on claimed by the machine too, so that nobody can take it away. What is no longer found stays, until a person answers it,
    but without its descriptor.
    """
    known = {SightingId(face.id): face for face in sightings_in(session, row)}
    places = {id_: box for id_, face in known.items() if (box := place(face))}
    same = matched([face.box for face in found], places)
    faces = [known[same[index]] if index in same else _new(session, row, seen) for index, seen in enumerate(found)]
    for face, seen in zip(faces, found, strict=True):
        face.origin = Origin.MACHINE
        if face.answer is None:
            guess(face, seen.proposal)
            face.score, face.quality, face.descriptor = seen.score, seen.quality, seen.descriptor
    for face in known.values():
        if face not in faces:  # another model may have described it: such numbers are never compared with today's
            face.descriptor = None
    session.flush()
    return [SightingId(face.id) for face in faces], len(same) < len(found)


def guess(face: SightingRow, proposal: Proposal | None) -> None:
    """Write the machine's guess for an unanswered face, or that it has none."""
    face.confidence = proposal.confidence if proposal else None
    face.proposed, face.distance = (proposal.person, proposal.distance) if proposal else (None, None)
    face.runner_up, face.runner_up_distance = (proposal.runner_up, proposal.runner_up_distance) if proposal else (None, None)


def _new(session: Session, row: ItemRow, seen: Found) -> SightingRow:
    face = SightingRow(id=new_id(), item_id=row.id, origin=Origin.MACHINE)
    face.left, face.top, face.right, face.bottom = seen.box.left, seen.box.top, seen.box.right, seen.box.bottom
    session.add(face)
    return face
