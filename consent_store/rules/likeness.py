"""Which pictures of an event show the same moment, and in what they differ. A picture of a group is suggested; only people choose.

Measured on 110 drawn photos with bursts: frames of one moment differed in at most 42 bits of 256, others in at least 56; other people
before the same background, ten seconds later, in 66 to 76. Real frames, the camera in a hand, may differ more.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from consent_store.ids import ChoiceId, ItemId

FURTHEST: Final = 80  # bits of 256: what differs more is never the same moment
LINKS: Final = 8  # how many of those before it a picture is linked to, the likest
MOST: Final = 16  # pictures that can be compared at one look
_BURST: Final = timedelta(seconds=3)
# In how many bits pictures may differ that were taken so far apart. A copy differs in next to nothing, whenever it says it was taken.
_WITHIN: Final = (
    (_BURST, FURTHEST),
    (timedelta(minutes=2), 64),
    (timedelta(minutes=10), 48),
    (timedelta.max, 16),
)
_AT_ANY_TIME: Final = 52  # where one of them does not say when
_AS_SHARP: Final = 0.9  # of the sharpest: no eye tells them apart
_LESS_SHARP: Final = 0.6  # of the middle one


@dataclass(frozen=True, slots=True)
class Who:
    """Who is in a picture: those whom somebody named, and, of the faces that nobody answered, the names of the piles that they are in."""

    named: frozenset[str] = frozenset()
    piles: frozenset[str] = frozenset()

    def others_than(self, other: "Who") -> bool:
        """Whether two pictures show other people altogether, as far as one knows of both in the same way."""
        pairs = [(ours, theirs) for ours, theirs in ((self.named, other.named), (self.piles, other.piles)) if ours and theirs]
        return bool(pairs) and all(ours.isdisjoint(theirs) for ours, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, when it was taken, who is in it as far as anything is known of that (see `Who`), and the choices that somebody made
    among it and others.
    """

    item: ItemId
    taken_at: datetime | None = None
    who: Who = Who()
    choices: frozenset[ChoiceId] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """Two pictures that differ in so many bits of 256."""

    one: ItemId
    other: ItemId
    bits: int


class Point(StrEnum):
    """What sets a picture apart from the others of its moment."""

    SHARPEST = "sharpest"
    LESS_SHARP = "less_sharp"
    LARGEST = "largest"
    MOST_FACES = "most_faces"


@dataclass(frozen=True, slots=True)
class Look:
    """What is measured of a picture: faces found, how strong its edges are, and pixels."""

    item: ItemId
    faces: int
    sharpness: float
    pixels: int


def same_moment(bits: int, one: Shot, other: Shot) -> bool:
    """Whether two pictures that differ in so many bits show the same moment. Other people are another moment: whoever photographs a class
    child by child does so before one wall. Only within a burst nothing but the bits counts, as faces that turn away are other faces.
    """
    if one.taken_at is None or other.taken_at is None:
        return bits <= _AT_ANY_TIME and not one.who.others_than(other.who)
    apart = abs(one.taken_at - other.taken_at)
    most = next(most for gap, most in _WITHIN if apart <= gap)
    return bits <= most and (apart <= _BURST or not one.who.others_than(other.who))


def groups(shots: Sequence[Shot], links: Iterable[Link]) -> list[tuple[ItemId, ...]]:
    """Pictures of one moment, two or more together, in the order given.

    A picture joins the group of the likest before it if at least half of that group is like it; two among which somebody chose are
    never asked about together again.
    """
    known, near = {shot.item: shot for shot in shots}, _near(links)
    place: dict[ItemId, list[Shot]] = {}
    for shot in shots:
        like = {item: None for item, bits in near[shot.item] if item in place and same_moment(bits, shot, known[item])}
        group = next((place[other] for other in like if _fits(shot, like, place[other])), [])
        group.append(shot)
        place[shot.item] = group
    found = {id(group): tuple(shot.item for shot in group) for group in place.values()}
    return [group for group in found.values() if len(group) > 1]


def _near(links: Iterable[Link]) -> Mapping[ItemId, list[tuple[ItemId, int]]]:
    """Of each picture those that are linked to it, the likest first."""
    near: dict[ItemId, list[tuple[ItemId, int]]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (link.bits, link.one, link.other)):
        near[link.one].append((link.other, link.bits))
        near[link.other].append((link.one, link.bits))
    return near


def _fits(shot: Shot, like: Collection[ItemId], group: Sequence[Shot]) -> bool:
    settled = any(shot.choices & other.choices for other in group)
    return not settled and len(group) < MOST and 2 * sum(other.item in like for other in group) >= len(group)


def best(looks: Sequence[Look]) -> ItemId:
    """The one that is suggested: with the most faces, among those the sharpest, then the largest, then the first."""
    most = max(look.faces for look in looks)
    full = [look for look in looks if look.faces == most]
    sharpest = max(look.sharpness for look in full)
    return max((look for look in full if look.sharpness >= _AS_SHARP * sharpest), key=lambda look: look.pixels).item


def differs(looks: Sequence[Look]) -> dict[ItemId, tuple[Point, ...]]:
    """What sets each apart, where it does: only what at most half of them have."""
    each = {look.item: tuple(_points(look, looks)) for look in looks}
    count = Counter(point for points in each.values() for point in points)
    return {item: tuple(point for point in points if 2 * count[point] <= len(looks)) for item, points in each.items()}


def _points(look: Look, looks: Sequence[Look]) -> Iterator[Point]:
    if look.sharpness >= _AS_SHARP * max(other.sharpness for other in looks):
        yield Point.SHARPEST
    if look.sharpness < _LESS_SHARP * median(other.sharpness for other in looks):
        yield Point.LESS_SHARP
    if look.pixels == max(other.pixels for other in looks):
        yield Point.LARGEST
    if look.faces == max(other.faces for other in looks):
        yield Point.MOST_FACES
