"""What a family gets to see: the picture with this one person in it and everybody else covered, or their face alone, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from consent_store.ids import PersonId, SightingId
from consent_store.rules.sightings import Answer, Box, Sighting


@dataclass(frozen=True, slots=True)
class Alone:
    """How a picture shows one person only: who is covered, and what is cut out (None: the whole picture)."""

    masks: frozenset[SightingId]
    crop: Box | None = None


def alone(sightings: Sequence[Sighting], person: PersonId) -> Alone | None:
    """How an item shows this person alone; None where it cannot, or they are not listed in it.

    Covered is everybody else, also who is not recognisable or has no name yet. Whoever else is in it without a place cannot be covered:
    then only the person's own face is shown, the largest of them.
    """
    own = [sighting for sighting in sightings if sighting.person == person]
    others = [sighting for sighting in sightings if sighting.person != person and sighting.answer is not Answer.NOBODY]
    masks = frozenset(other.id for other in others if other.box)
    if not own:
        return None
    if all(other.box or other.answer is Answer.UNRECOGNISABLE for other in others):
        return Alone(masks)
    faces = [sighting.box for sighting in own if sighting.box]
    return Alone(masks, max(faces, key=lambda box: (box.width * box.height, box.left, box.top))) if faces else None
