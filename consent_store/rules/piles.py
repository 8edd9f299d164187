"""Which questions the unanswered faces of an event come to: as few as are safe.

1. Faces that look alike are one pile, and a pile is one question.
2. A pile is *sure* of somebody where at least half of its faces are surely that person's, none resembles another, and nobody of the
   register looks like that person. All piles sure of one person are one question.
3. Nobody is twice in one picture: of two faces there the likelier stays, the other is asked by itself, and so is a face where another
   in the picture is said to be that person. Only a person joins such.
4. A pile in which a face resembles somebody is *unsure*: it is asked by itself, with that person beside it.
5. What resembles nobody is *unknown*, or *alone* where it is a single face.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.sightings import Confidence, Proposal

_FAR = 9.0  # further than any two descriptors


class Sort(StrEnum):
    """What kind of question a pile is."""

    SURE = "sure"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class OpenFace:
    """A face without an answer. Faces of one `cluster` look alike; one without is by itself."""

    id: SightingId
    item: ItemId
    cluster: str | None = None
    proposal: Proposal | None = None
    quality: float = 0.0

    @property
    def surely(self) -> PersonId | None:
        """Whose face the machine is sure that it is."""
        return self.proposal.person if self.proposal and self.proposal.confidence is Confidence.SURE else None

    @property
    def distance(self) -> float:
        """How far it is from whom it resembles most."""
        return _FAR if self.proposal is None or self.proposal.distance is None else self.proposal.distance


@dataclass(frozen=True, slots=True)
class Pile:
    """One question: these faces, the best first, and whom they resemble most and next. `key` names it as long as its faces stay."""

    sort: Sort
    key: str
    faces: tuple[OpenFace, ...]
    person: PersonId | None = None
    runner_up: PersonId | None = None


def piles(faces: Iterable[OpenFace], look_alikes: Collection[PersonId] = (), there: Collection[tuple[ItemId, PersonId]] = ()) -> list[Pile]:
    """Every face in exactly one pile: the sure piles, then the unsure, the unknown and those alone, each the largest first.

    `there` says in which pictures a face is said to be whom already.
    """
    clusters: dict[str, list[OpenFace]] = defaultdict(list)
    for face in sorted(faces, key=lambda face: face.id):
        clusters[face.cluster or face.id].append(face)
    sure: dict[PersonId, list[OpenFace]] = defaultdict(list)
    rest: list[tuple[str, list[OpenFace]]] = []
    for key, cluster in clusters.items():
        person = _owner(cluster, look_alikes)
        if person is None:
            rest.append((key, cluster))
        else:
            sure[person].extend(cluster)
    for person, named in sure.items():
        sure[person], doubled = _once_a_picture(named, person, there)
        rest.extend((face.id, [face]) for face in doubled)
    certain = [_pile(Sort.SURE, person, named, person) for person, named in sure.items() if named]
    found = [*certain, *(_asked(key, cluster) for key, cluster in rest)]
    return sorted(found, key=lambda pile: (list(Sort).index(pile.sort), -len(pile.faces), pile.key))


def resembled(cluster: Sequence[OpenFace]) -> list[PersonId]:
    """Whom the faces of a pile resemble, the likeliest first: by how many faces say so, then by how near the nearest comes."""
    votes, nearest = Counter[PersonId](), dict[PersonId, float]()
    for face in cluster:
        person = face.proposal.person if face.proposal else None
        if person is not None:
            votes[person] += 2 if face.surely else 1
            nearest[person] = min(nearest.get(person, _FAR), face.distance)
    return sorted(votes, key=lambda person: (-votes[person], nearest[person], person))


def _owner(cluster: Sequence[OpenFace], look_alikes: Collection[PersonId]) -> PersonId | None:
    """Whom a pile is sure of (2)."""
    guesses = resembled(cluster)
    if len(guesses) != 1 or guesses[0] in look_alikes:
        return None
    return guesses[0] if 2 * sum(face.surely is not None for face in cluster) >= len(cluster) else None


def _once_a_picture(
    named: Iterable[OpenFace], person: PersonId, there: Collection[tuple[ItemId, PersonId]]
) -> tuple[list[OpenFace], list[OpenFace]]:
    """The likeliest face in each picture, and the others (3)."""
    first: dict[ItemId, OpenFace] = {}
    doubled: list[OpenFace] = []
    for face in sorted(named, key=lambda face: (face.surely != person, face.distance, face.id)):
        if face.item in first or (face.item, person) in there:
            doubled.append(face)
        else:
            first[face.item] = face
    return list(first.values()), doubled


def _asked(key: str, cluster: Sequence[OpenFace]) -> Pile:
    """A pile of which the machine is not sure (4, 5)."""
    person = next(iter(resembled(cluster)), None)
    sort = Sort.UNSURE if person else Sort.UNKNOWN if len(cluster) > 1 else Sort.ALONE
    return _pile(sort, key, cluster, person)


def _pile(sort: Sort, key: str, cluster: Sequence[OpenFace], person: PersonId | None = None) -> Pile:
    others = [other for other in resembled(cluster) if other != person]
    nearest = min(cluster, key=lambda face: face.distance)
    second = nearest.proposal.runner_up if nearest.proposal and nearest.proposal.person == person else None
    best = sorted(cluster, key=lambda face: (face.distance, -face.quality, face.id))
    return Pile(sort, key, tuple(best), person, next(iter(others), second if person else None))
