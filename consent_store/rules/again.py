"""Who comes back in a film after somebody answered who they are: an offer to whoever reviews it, never an answer.

A strip grows no more once it has an answer (`operations.strips`), so whoever is seen again is asked about again. Where the machine takes
both for one person, it is offered that they are; never that they are not recognisable here either, who may be nearer now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consent_store.ids import SightingId
from consent_store.rules.sightings import Answer, Sighting


class Piece(NamedTuple):
    """A part of a strip that the machine followed: which `track` it is of, and for which `person` that was taken; `by_hand`: a press
    made it of what the machine wrote.
    """

    strip: SightingId
    person: int
    track: int
    by_hand: bool


def again(claims: Mapping[SightingId, Sighting], pieces: Iterable[Piece]) -> dict[SightingId, SightingId]:
    """Of each strip without an answer: whose it probably is, of those with one. Nothing of what people parted, nor where answers differ."""
    people, tracks = defaultdict[SightingId, set[int]](set), defaultdict[SightingId, set[int]](set)
    for piece in pieces:
        tracks[piece.strip].add(piece.track)
        if not piece.by_hand or claims[piece.strip].answer is not None:
            people[piece.strip].add(piece.person)
    known = [strip for strip in people if claims[strip].answer in {Answer.PERSON, Answer.STRANGER}]
    found: dict[SightingId, SightingId] = {}
    for strip in (strip for strip in people if claims[strip].answer is None):
        same = [other for other in known if people[strip] & people[other] and not tracks[strip] & tracks[other]]
        if len({(claims[other].answer, claims[other].person) for other in same}) == 1:
            found[strip] = min(same, key=lambda other: (claims[other].spans, other))
    return found
