"""Names of the register, found again in a text: in any order of given and family name, whatever accents and capitals, in linear time."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from unicodedata import combining, normalize

from consent_store.ids import PersonId

_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"  # accents and vowel signs that stand behind their letter
_WORD = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[{_MARKS}])*")
_GAP = re.compile(r"[ \u00a0,.'’‐-]{0,3}")
PARTICLES = frozenset(
    {"de", "den", "der", "van", "von", "ten", "ter", "het", "t", "el", "al", "bin", "ibn", "op", "in", "la", "le", "du", "da", "di"}
)
_RARE = 4  # people who bear a family name that alone still says who it is
_SHORTEST = 4  # letters of a family name that says so
_LONGEST = 8  # words of a name; more are not looked at


class Near(IntEnum):
    """How near somebody is to what is written about: where a name is shared, the nearest is meant."""

    PICTURED = 0
    EVENT = 1
    SCHOOL = 2


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name is no text's business."""

    person: PersonId
    given: str
    family: str
    near: Near = Near.SCHOOL


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and how it is compared."""

    start: int
    end: int
    plain: str


@dataclass(slots=True)
class _Node:
    """A place in the tree of all names, word by word; `who` where a name ends."""

    after: "dict[str, _Node]" = field(default_factory=dict)
    who: Named | None = None


def plain(text: str) -> str:
    """Without accents and capitals: databases differ in what they call the same letter."""
    return (text if text.isascii() else "".join(c for c in normalize("NFKD", text) if not combining(c))).casefold()


def words(text: str) -> list[Word]:
    """The words of a text, in order; digits and signs are none."""
    return [Word(found.start(), found.end(), plain(found[0])) for found in _WORD.finditer(text)]


def found(text: str, people: Iterable[Named]) -> Iterator[tuple[int, int, Named]]:
    """Where a text names somebody: given and family name; a family name that few bear; and of those pictured the given name too."""
    tree, spoken = _tree(list(people)), words(text)
    place = 0
    while place < len(spoken):
        length, who = _longest(text, spoken, place, tree)
        if who is not None:
            yield spoken[place].start, spoken[place + length - 1].end, who
        place += max(1, length)


def _longest(text: str, spoken: Sequence[Word], place: int, tree: _Node) -> tuple[int, Named | None]:
    """The longest name that begins at a word: how many words it has, and whose it is. One word counts only with a capital."""
    node: _Node = tree
    best: tuple[int, Named | None] = 0, None
    for length, word in enumerate(spoken[place : place + _LONGEST], 1):
        if length > 1 and not _GAP.fullmatch(text, spoken[place + length - 2].end, word.start):
            break
        follows = node.after.get(word.plain)
        owned = node.after.get(word.plain[:-1]) if follows is None and word.plain.endswith("s") else None  # Sems, Lottes
        node = follows or owned or _Node()
        if node.who is not None and (length > 1 or not text[word.start].islower()):
            best = length, node.who
        if not node.after or owned:
            break
    return best


def _tree(people: Sequence[Named]) -> _Node:
    """All ways in which somebody may be named; the nearest to the picture are put in first, and stay."""
    root = _Node()
    bearers = Counter(_core(person.family) for person in people)
    for person in sorted(people, key=lambda named: named.near):
        for name in _ways(person, bearers):
            _put(root, name, person)
    return root


def _ways(person: Named, bearers: "Counter[tuple[str, ...]]") -> Iterator[tuple[str, ...]]:
    given, family, core = _parts(person.given), _parts(person.family), _core(person.family)
    if given and family:
        yield from ((*given, *family), (*family, *given), (*given, *core), (*core, *given), (given[0], *core), (given[0], *family))
    if core and (person.near is Near.PICTURED or (bearers[core] <= _RARE and len("".join(core)) >= _SHORTEST)):
        yield from (family, core)
    if given and person.near is Near.PICTURED:
        yield from (given, given[:1])


def _put(root: _Node, name: Sequence[str], person: Named) -> None:
    node = root
    for part in name[:_LONGEST]:
        node = node.after.setdefault(part, _Node())
    if name and node.who is None:
        node.who = person


def _parts(name: str) -> tuple[str, ...]:
    return tuple(word.plain for word in words(name))


def _core(family: str) -> tuple[str, ...]:
    """A family name without what stands before it: "de", "van der"."""
    parts = _parts(family)
    kept = next((place for place, part in enumerate(parts) if part not in PARTICLES), len(parts))
    return parts[kept:]
