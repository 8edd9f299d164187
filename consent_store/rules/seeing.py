"""What a family gets to see: the picture with this one person in it and everybody else covered, or their face alone, or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consent_store.ids import PersonId, SightingId
from consent_store.rules.sightings import Answer, Box, Sense, Sighting
from consent_store.rules.spans import overlap
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class Alone:
    """How a picture, or one frame of a film, shows one person only: who is covered, and what is cut out (None: the whole picture)."""

    masks: frozenset[SightingId]
    crop: Box | None = None


def alone(sightings: Sequence[Sighting], person: PersonId, kind: Kind = Kind.PHOTO) -> Alone | None:
    """How an item shows this person alone; None where it cannot, or they are not listed in it.

    Covered is everybody else, also who is not recognisable or has no name yet. Whoever else is in it without a place cannot be covered:
    then only the person's own face is shown, the largest of them. Of a film it is the frame with that face: who is not in it at all cannot
    be shown, and who is in it at other times needs no cover. What is heard shows nobody.
    """
    seen = [sighting for sighting in sightings if sighting.sense is Sense.SEEN]
    own = [sighting for sighting in seen if sighting.person == person]
    others = [sighting for sighting in seen if sighting.person != person and sighting.answer is not Answer.NOBODY]
    masks, best = frozenset(other.id for other in others if other.box), face(own)
    if not own or (best is None and kind is not Kind.PHOTO):
        return None
    if all(other.box or other.answer is Answer.UNRECOGNISABLE or _elsewhere(other, best) for other in others):
        return Alone(masks)
    return Alone(masks, best.box) if best else None


def face(own: Iterable[Sighting]) -> Sighting | None:
    """The sighting with the largest face."""
    placed = [(sighting.box, sighting) for sighting in own if sighting.box]
    found = max(placed, key=lambda pair: (pair[0].width * pair[0].height, pair[0].left, pair[0].top, pair[1].id), default=None)
    return found[1] if found else None


def _elsewhere(other: Sighting, best: Sighting | None) -> bool:
    """Whether somebody is only in a film while the face that is shown is not."""
    return best is not None and bool(best.spans and other.spans) and not overlap(best.spans, other.spans)
