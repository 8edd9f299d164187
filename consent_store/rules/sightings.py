"""Who is said to be where in an item, and what has been answered about it.

A *sighting* is a claim: by the machine ("here is a face", "here somebody speaks") or by a person ("Anna stands here", "Bram is in it
somewhere"). In film and sound one sighting is one person through time: a strip, seen, or a voice, heard. The machine's sightings start
without an answer, and a sighting without an answer holds the gate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.spans import Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels of the picture as people see it (after orientation).

    `left` and `top` are inside, `right` and `bottom` just outside, as in Pillow. The only box type of the house:
    other orders (top, right, bottom, left) are turned into this one where they enter.
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError(f"not a box: {self.left}, {self.top}, {self.right}, {self.bottom}")

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    def clipped(self, width: int, height: int) -> "Box | None":
        """The part inside a picture of `width` by `height` pixels, or None where nothing is."""
        left, top, right, bottom = max(0, self.left), max(0, self.top), min(width, self.right), min(height, self.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0 to 1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        shared = across * down
        return shared / (self.width * self.height + other.width * other.height - shared)


class Origin(StrEnum):
    """Who made the claim."""

    MACHINE = "machine"
    HUMAN = "human"


class Sense(StrEnum):
    """Whether somebody is seen or heard."""

    SEEN = "seen"
    HEARD = "heard"


class Answer(StrEnum):
    """What a person said about a sighting. `CROWD` is for what is heard: many at once, of whom nobody can be told apart."""

    PERSON = "person"
    STRANGER = "stranger"
    UNRECOGNISABLE = "unrecognisable"
    NOBODY = "nobody"
    CROWD = "crowd"


class Confidence(StrEnum):
    """How far the machine trusts its proposal; never an answer."""

    SURE = "sure"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The machine's guess for one face: the nearest person and the second nearest, with their distances (Euclidean).

    `person` is None where nobody is near enough to be named (`unknown`).
    """

    confidence: Confidence
    person: PersonId | None
    distance: float | None
    runner_up: PersonId | None
    runner_up_distance: float | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One claim about one item. `box` is None for somebody who is in it without a place; in film it is that of the best sight.

    `spans` are when somebody may be seen or heard; empty, nobody said when.
    """

    id: SightingId
    item: ItemId
    origin: Origin
    box: Box | None = None
    answer: Answer | None = None
    person: PersonId | None = None
    sense: Sense = Sense.SEEN
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if (self.answer is Answer.PERSON) != (self.person is not None):
            raise ValueError("a sighting names a person exactly when its answer is a person")
        if self.answer is Answer.CROWD and self.sense is not Sense.HEARD:
            raise ValueError("a crowd is heard")
        if self.sense is Sense.HEARD and self.box is not None:
            raise ValueError("what is heard has no place in the picture")

    @property
    def placed(self) -> bool:
        """Whether one knows what to cover: a place in the picture, or a time in the sound."""
        return self.box is not None if self.sense is Sense.SEEN else bool(self.spans)


SAME_FACE = 0.5


def matched(found: Sequence[Box], known: Mapping[SightingId, Box]) -> dict[int, SightingId]:
    """Which of the boxes found (by index) is which known sighting: best overlap first, each used once, at least `SAME_FACE`."""
    return paired((box.overlap(place), index, sighting) for index, box in enumerate(found) for sighting, place in known.items())


def paired(alike: Iterable[tuple[float, int, SightingId]]) -> dict[int, SightingId]:
    """What was found (by index) beside what is known, by how alike they are, 0 to 1: as `matched`."""
    result: dict[int, SightingId] = {}
    for share, index, sighting in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if share >= SAME_FACE and index not in result and sighting not in result.values():
            result[index] = sighting
    return result
