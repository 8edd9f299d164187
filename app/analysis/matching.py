"""Who a face looks like: exact, one matrix product against every template of those who agreed to be recognised.

`sure` needs four things: a small distance, a clear margin to the second person, a face of good quality, and nobody who is known to look
alike. Without a second person there is no margin, and so nothing is sure. A poor face is proposed only at the small distance.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.analysis.ports import Descriptors, Quality
from app.analysis.thresholds import Thresholds
from consent_store.ids import PersonId
from consent_store.rules.sightings import Confidence, Proposal

_CHUNK = 32_768  # templates a step: the product with 30 faces then stays in the processor's cache, in one place
_UNKNOWN = Proposal(Confidence.UNKNOWN, None, None, None, None)


class BadDescriptor(ValueError):
    """Descriptors with NaN, infinity or nothing but zeros, or of the wrong shape: refused, never stored, never matched."""


def checked(descriptors: Descriptors | Sequence[Descriptors]) -> Descriptors:
    """The descriptors as float32 (n, length), no copy where they already are. Raises `BadDescriptor`."""
    values = np.asarray(descriptors, np.float32)
    if values.ndim != 2:
        raise BadDescriptor(f"descriptors come as (faces, numbers), not as {values.shape}")
    _squares(values)
    return values


def _squares(values: Descriptors) -> Descriptors:
    squares: Descriptors = np.einsum("ij,ij->i", values, values)
    if not (np.isfinite(squares).all() and (squares > 0).all()):
        raise BadDescriptor("a descriptor has numbers that are not finite, or is all zeros")
    return squares


class Register:
    """The templates of people who may be recognised. Frozen once built; one person may have several templates."""

    def __init__(
        self,
        people: Sequence[PersonId],
        descriptors: Descriptors,
        look_alikes: Mapping[PersonId, frozenset[PersonId]] | None = None,
    ) -> None:
        """`descriptors` float32 (n, length), row by row those of `people`. Raises `BadDescriptor`."""
        if len(people) != len(descriptors):
            raise BadDescriptor(f"{len(people)} people for {len(descriptors)} descriptors")
        self.people = people
        self.descriptors = checked(descriptors) if len(people) else np.empty((0, 0), np.float32)
        self._halves = _squares(self.descriptors) / 2
        numbers: dict[PersonId, int] = {}
        self._numbers = np.fromiter((numbers.setdefault(person, len(numbers)) for person in people), np.int32)
        pairs = [(one, other) for one, others in (look_alikes or {}).items() for other in others]
        self.look_alikes = frozenset(person for pair in pairs for person in pair)

    def __len__(self) -> int:
        return len(self.people)

    def chunks(self) -> Iterator[slice]:
        """The templates in steps."""
        return (slice(start, start + _CHUNK) for start in range(0, len(self), _CHUNK))

    def nearest(self, faces: Descriptors) -> list[list[int]]:
        """For each face the row of the nearest template, and that of the nearest template of anybody else; fewer where there are fewer."""
        found: list[list[int]] = [[] for _ in faces]
        bounds = np.full(len(faces), np.inf, np.float32)
        columns, room = np.ascontiguousarray(faces.T), np.empty((min(_CHUNK, len(self)), len(faces)), np.float32)
        for chunk in self.chunks():
            scores = np.matmul(self.descriptors[chunk], columns, out=room[: len(self._halves[chunk])])
            np.subtract(self._halves[chunk, None], scores, out=scores)
            for face in np.nonzero(scores.min(axis=0) < bounds)[0]:
                found[face] = self._best_two(faces[face], [*found[face], *self._rows(scores[:, face], chunk.start)])
                bounds[face] = self._bound(faces[face], found[face])
        return found

    def _rows(self, scores: Descriptors, start: int) -> list[int]:
        """The nearest rows of a chunk, enough of them to hold two people where it has two."""
        numbers, count = self._numbers[start : start + len(scores)], 4
        while True:
            count = min(count, len(scores))
            rows = np.argpartition(scores, count - 1)[:count]
            if count == len(scores) or len(set(numbers[rows])) > 1:
                return [int(row) + start for row in rows]
            count *= 4

    def _best_two(self, face: Descriptors, rows: list[int]) -> list[int]:
        order = sorted(rows, key=lambda row: self.distance(face, row))
        second = (row for row in order if self._numbers[row] != self._numbers[order[0]])
        return [order[0], *([row] if (row := next(second, None)) is not None else [])]

    def _bound(self, face: Descriptors, rows: list[int]) -> np.float32:
        """The score that a template must beat to be of interest."""
        if len(rows) < 2:
            return np.float32(np.inf)
        return np.float32(self._halves[rows[1]] - face @ self.descriptors[rows[1]])

    def distance(self, face: Descriptors, row: int) -> float:
        """Euclidean distance of a face, (length,), to one template."""
        return float(np.linalg.norm(face - self.descriptors[row]))


def propose(
    descriptors: Descriptors | Sequence[Descriptors], qualities: Sequence[Quality], register: Register, thresholds: Thresholds
) -> list[Proposal]:
    """A proposal for each face, float32 (n, length). An empty register knows nobody. Raises `BadDescriptor`."""
    if not len(descriptors):
        return []
    faces = checked(descriptors)
    if not len(register):
        return [_UNKNOWN] * len(faces)
    if faces.shape[1] != register.descriptors.shape[1]:
        raise BadDescriptor("these templates were made by another describer: enrol again")
    nearest = register.nearest(faces)
    return [
        _proposal(register, [(row, register.distance(face, row)) for row in rows], quality, thresholds)
        for face, rows, quality in zip(faces, nearest, qualities, strict=True)
    ]


def _proposal(register: Register, nearest: list[tuple[int, float]], quality: Quality, thresholds: Thresholds) -> Proposal:
    row, distance = nearest[0]
    person = register.people[row]
    second, further = (register.people[nearest[1][0]], nearest[1][1]) if len(nearest) > 1 else (None, None)
    if distance > (thresholds.unsure if quality.good else thresholds.sure):
        return Proposal(Confidence.UNKNOWN, None, distance, None, further)
    clear = further is not None and further - distance >= thresholds.margin
    sure = distance <= thresholds.sure and clear and quality.good and person not in register.look_alikes
    return Proposal(Confidence.SURE if sure else Confidence.UNSURE, person, distance, second, further)


def distances(one: Descriptors, other: Descriptors) -> NDArray[np.float32]:
    """Every Euclidean distance between two sets, (n, length) and (m, length), as float32 (n, m)."""
    squares = _squares(one)[:, None] + _squares(other) - 2 * (one @ other.T)
    return np.sqrt(np.maximum(squares, 0))
