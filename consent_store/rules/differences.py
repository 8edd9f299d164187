"""What a new version of the analysis would say otherwise than people did. It only proposes: a person accepts it, or keeps the answer."""

from dataclasses import dataclass
from enum import StrEnum

from consent_store.ids import PersonId
from consent_store.rules.sightings import Answer, Confidence, Origin, Proposal, Sighting


class Change(StrEnum):
    """What would become otherwise."""

    NEW = "new"  # a face that nobody listed; until it is answered the gate is shut
    PERSON = "person"  # somebody else than a person said
    GONE = "gone"  # no longer a face


@dataclass(frozen=True, slots=True)
class Difference:
    """One change; `person` is whom the new version is sure of, where that is the change."""

    change: Change
    person: PersonId | None = None


def disagreement(claim: Sighting, earlier: Proposal | None, now: Proposal | None) -> Difference | None:
    """Whether a face that is still found contradicts its answer.

    It does where the machine is now sure of somebody else, of whom it was not sure when the answer was given: whoever answered then had
    that name before them, and said otherwise.
    """
    if claim.answer is None or now is None or now.person is None or now.confidence is not Confidence.SURE:
        return None
    told = earlier is not None and earlier.confidence is Confidence.SURE and earlier.person == now.person
    return None if told or claim.person == now.person else Difference(Change.PERSON, now.person)


def lost(claim: Sighting) -> Difference | None:
    """Whether a face that is found no longer contradicts its answer. What only a person saw, or called no face, does not."""
    seen_before = claim.origin is Origin.MACHINE and claim.box is not None
    return Difference(Change.GONE) if seen_before and claim.answer not in (None, Answer.NOBODY) else None
