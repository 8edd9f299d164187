"""Questions about what is left to do in an event: which faces are asked about together, and how many decisions that makes."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, PersonId, SightingId
from consent_store.records.media import ItemRow
from consent_store.records.queries import bonds, templates
from consent_store.records.queries.media import ANALYSED, ATTESTED, UNDER_REVIEW, WAITS
from consent_store.records.sightings import SightingRow
from consent_store.rules import piles
from consent_store.rules.piles import OpenFace, Pile, Sort
from consent_store.rules.sightings import Sense
from consent_store.rules.terms import Kind

_FACE = (
    *(SightingRow.id, SightingRow.item_id, SightingRow.cluster, func.coalesce(SightingRow.quality, 0.0)),
    *(SightingRow.confidence, SightingRow.proposed, func.coalesce(SightingRow.distance, piles.FAR), SightingRow.runner_up),
)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left in an event, in decisions: piles by how well they are known, single faces, voices, and items to attest."""

    sure: int = 0
    unsure: int = 0
    piles: int = 0
    singles: int = 0
    pictures: int = 0
    voices: int = 0

    @property
    def faces(self) -> int:
        """Decisions about faces."""
        return self.sure + self.unsure + self.piles + self.singles

    @property
    def decisions(self) -> int:
        """All of them."""
        return self.faces + self.voices + self.pictures


def left(session: Session, event: EventId) -> Left:
    """How many decisions an event still asks for. The same faces make the same questions as in `piles_of`."""
    return left_of(session, event, piles_of(session, event))


def left_of(session: Session, event: EventId, found: Iterable[Pile]) -> Left:
    """The same where the questions were read already."""
    sorts = Counter(pile.sort for pile in found)
    pictures = select(func.count()).select_from(ItemRow).where(ItemRow.event_id == event, UNDER_REVIEW, ANALYSED, ~ATTESTED)
    voices = select(func.count()).select_from(SightingRow).join(ItemRow, ItemRow.id == SightingRow.item_id)
    voices = voices.where(ItemRow.event_id == event, ItemRow.kind != Kind.PHOTO, UNDER_REVIEW, *WAITS, SightingRow.sense == Sense.HEARD)
    to_attest, to_name = session.scalar(pictures) or 0, session.scalar(voices) or 0
    return Left(sorts[Sort.SURE], sorts[Sort.UNSURE], sorts[Sort.UNKNOWN], sorts[Sort.ALONE], to_attest, to_name)


def piles_of(session: Session, event: EventId) -> list[Pile]:
    """The questions that the unanswered faces of an event come to: see `rules.piles`."""
    faces = open_faces(session, event)
    return piles.piles(faces, templates.look_alikes(session).keys(), _there(session, event, {face.surely for face in faces if face.surely}))


def in_event(session: Session, event: EventId, faces: Collection[SightingId]) -> set[SightingId]:
    """Those of some faces that are in an event."""
    query = select(SightingRow.id).join(ItemRow, ItemRow.id == SightingRow.item_id).where(ItemRow.event_id == event)
    return set(map(SightingId, session.scalars(query.where(SightingRow.id.in_(faces)))))


def open_faces(session: Session, event: EventId) -> list[OpenFace]:
    """The faces of an event that have no answer. Whom somebody said that a face is not, it does not resemble."""
    query = select(*_FACE).join(ItemRow, ItemRow.id == SightingRow.item_id).where(ItemRow.event_id == event, UNDER_REVIEW)
    rows = session.connection().execute(query.where(*WAITS, SightingRow.left.is_not(None)))
    faces, denied = map(OpenFace._make, rows), bonds.denied(session, event)
    return [OpenFace(*face[:4]) if (face.id, face.person) in denied else face for face in faces] if denied else list(faces)


def _there(session: Session, event: EventId, people: Collection[PersonId]) -> set[tuple[ItemId, PersonId]]:
    """In which pictures of an event a face is said to be one of these people."""
    query = select(SightingRow.item_id, SightingRow.person_id).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(ItemRow.event_id == event, SightingRow.removed_at.is_(None), SightingRow.left.is_not(None))
    rows = session.execute(query.where(SightingRow.person_id.in_(people))) if people else ()
    return {(ItemId(item), PersonId(person)) for item, person in rows if person}
