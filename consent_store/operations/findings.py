"""What the machine found in an item, written beside what people said and never over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.ids import SightingId, new_id
from consent_store.operations import differences
from consent_store.operations.items import sightings_in
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts
from consent_store.records.queries.media import proposal
from consent_store.records.sightings import SightingRow
from consent_store.rules.differences import Change, Difference, disagreement, lost
from consent_store.rules.sightings import Box, Origin, Proposal, matched


@dataclass(frozen=True, slots=True)
class Found:
    """A face that analysis found: place in whole pixels, detector's score and face quality (0 to 1), a guess, a sealed descriptor."""

    box: Box
    score: float
    quality: float | None = None
    proposal: Proposal | None = None
    descriptor: bytes | None = None


def write(session: Session, row: ItemRow, found: Sequence[Found], *, again: bool, at: datetime) -> tuple[list[SightingId], bool]:
    """A sighting for each face, in order, and whether any of them is new.

    A face at the place of a known sighting is that sighting: an answer stays, a guess is renewed, and what a person had drawn there is
    from now on claimed by the machine too, so that nobody can take it away. What is no longer found stays, until a person answers it,
    but without its descriptor. Where the item was looked at before (`again`), what would be otherwise now is kept beside.
    """
    known = {SightingId(face.id): face for face in sightings_in(session, row)}
    places = {id_: box for id_, face in known.items() if (box := facts.place(face))}
    same = matched([face.box for face in found], places)
    otherwise = _otherwise(known, {same[index]: seen for index, seen in enumerate(found) if index in same}) if again else {}
    faces = [known[same[index]] if index in same else _new(session, row, seen) for index, seen in enumerate(found)]
    for face, seen in zip(faces, found, strict=True):
        _renew(face, seen)
    for face in known.values():
        if face not in faces:  # another model may have described it: such numbers are never compared with today's
            face.descriptor = None
    session.flush()
    unlisted = {SightingId(face.id): Difference(Change.NEW) for face in faces if face.id not in known} if again else {}
    differences.renew(session, row, otherwise | unlisted, at=at)
    return [SightingId(face.id) for face in faces], len(same) < len(found)


def guess(face: SightingRow, proposal: Proposal | None) -> None:
    """Write the machine's guess for an unanswered face, or that it has none."""
    face.confidence = proposal.confidence if proposal else None
    face.proposed, face.distance = (proposal.person, proposal.distance) if proposal else (None, None)
    face.runner_up, face.runner_up_distance = (proposal.runner_up, proposal.runner_up_distance) if proposal else (None, None)


def _otherwise(known: Mapping[SightingId, SightingRow], seen: Mapping[SightingId, Found]) -> dict[SightingId, Difference]:
    """Where what was found contradicts what people said."""
    said = {
        id_: disagreement(facts.sighting(face), proposal(face), seen[id_].proposal) if id_ in seen else lost(facts.sighting(face))
        for id_, face in known.items()
    }
    return {id_: difference for id_, difference in said.items() if difference}


def _renew(face: SightingRow, seen: Found) -> None:
    face.origin = Origin.MACHINE
    if face.answer is None:
        guess(face, seen.proposal)
        face.score, face.quality, face.descriptor = seen.score, seen.quality, seen.descriptor


def _new(session: Session, row: ItemRow, seen: Found) -> SightingRow:
    face = SightingRow(id=new_id(), item_id=row.id, origin=Origin.MACHINE)
    face.left, face.top, face.right, face.bottom = seen.box.left, seen.box.top, seen.box.right, seen.box.bottom
    session.add(face)
    return face
