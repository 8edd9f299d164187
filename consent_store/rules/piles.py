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
from typing import NamedTuple

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.sightings import Confidence

FAR = 9.0  # further than any two descriptors
_SURE = Confidence.SURE  # looked up once: an event has ten thousand faces


class Sort(StrEnum):
    """What kind of question a pile is."""

    SURE = "sure"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    ALONE = "alone"


class OpenFace(NamedTuple):
    """A face without an answer, and whom it resembles most and next. Faces of one `cluster` look alike; one without is by itself.

    A tuple, because an event has ten thousand, and all of them are looked at after each answer.
    """

    id: SightingId
    item: ItemId
    cluster: str | None = None
    quality: float = 0.0
    confidence: str | None = None
    person: PersonId | None = None
    distance: float = FAR
    runner_up: PersonId | None = None

    @property
    def surely(self) -> PersonId | None:
        """Whose face the machine is sure that it is."""
        return self.person if self.confidence == _SURE else None


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
    for face in faces:
        clusters[face.cluster or face.id].append(face)
    sure: dict[PersonId, list[OpenFace]] = defaultdict(list)
    found: list[Pile] = []
    for key, cluster in clusters.items():
        guesses = resembled(cluster)
        if _is_sure(cluster, guesses, look_alikes):
            sure[guesses[0]].extend(cluster)
        else:
            found.append(_asked(key, cluster, guesses))
    for person, named in sure.items():
        first, doubled = _once_a_picture(named, person, there)
        found += [_pile(Sort.SURE, person, first, [person])] if first else []
        found += [_asked(face.id, [face], resembled([face])) for face in doubled]
    return sorted(found, key=lambda pile: (list(Sort).index(pile.sort), -len(pile.faces), pile.key))


def resembled(cluster: Sequence[OpenFace]) -> list[PersonId]:
    """Whom the faces of a pile resemble, the likeliest first: by how many faces say so, then by how near the nearest comes."""
    people = {face.person for face in cluster if face.person is not None}
    if len(people) < 2:
        return list(people)
    votes, nearest = Counter[PersonId](), dict.fromkeys(people, FAR)
    for face in cluster:
        if face.person is not None:
            votes[face.person] += 2 if face.surely else 1
            nearest[face.person] = min(nearest[face.person], face.distance)
    return sorted(people, key=lambda person: (-votes[person], nearest[person], person))


def _is_sure(cluster: Sequence[OpenFace], guesses: Sequence[PersonId], look_alikes: Collection[PersonId]) -> bool:
    """Whether a pile is sure of whom it resembles (2)."""
    if len(guesses) != 1 or guesses[0] in look_alikes:
        return False
    return 2 * sum(face.surely is not None for face in cluster) >= len(cluster)


def _once_a_picture(
    named: Iterable[OpenFace], person: PersonId, there: Collection[tuple[ItemId, PersonId]]
) -> tuple[list[OpenFace], list[OpenFace]]:
    """The likeliest face in each picture, and the others (3)."""
    first: dict[ItemId, OpenFace] = {}
    doubled: list[OpenFace] = []
    taken = {item for item, who in there if who == person}
    for face in named:
        if face.item in taken:
            doubled.append(face)
        elif face.item in first:
            first[face.item], second = sorted((first[face.item], face), key=_likelier)
            doubled.append(second)
        else:
            first[face.item] = face
    return list(first.values()), doubled


def _likelier(face: OpenFace) -> tuple[bool, float, SightingId]:
    return face.confidence != _SURE, face.distance, face.id


def _asked(key: str, cluster: Sequence[OpenFace], guesses: Sequence[PersonId]) -> Pile:
    """A pile of which the machine is not sure (4, 5)."""
    sort = Sort.UNSURE if guesses else Sort.UNKNOWN if len(cluster) > 1 else Sort.ALONE
    return _pile(sort, key, cluster, guesses)


def _pile(sort: Sort, key: str, cluster: Sequence[OpenFace], guesses: Sequence[PersonId]) -> Pile:
    best = sorted(cluster, key=lambda face: (face.distance, -face.quality, face.id))
    person = guesses[0] if guesses else None
    second = best[0].runner_up if person and best[0].person == person else None
    return Pile(sort, key, tuple(best), person, next(iter(guesses[1:]), second))
