"""Who a face looks like: exact, one matrix product against every template of those who agreed to be recognised.

`sure` needs four things: a small distance, a clear margin to the second person, a face of good quality, and nobody who is known to look
alike. Without a second person there is no margin, and so nothing is sure. A poor face is proposed only at the small distance.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.analysis.ports import POOR, Descriptors
from app.analysis.thresholds import Thresholds
from consent_store.ids import PersonId
from consent_store.rules.sightings import Confidence, Proposal

_SCORES = 1_000_000  # of templates and faces at a time: 4 MB, which stay in the processor's cache
_GROUPS = 64
_ROUNDING = 1e-4  # of a score, by far more than single precision loses
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

    def nearest(self, faces: Descriptors) -> list[list[int]]:
        """For each face the row of the nearest template, and that of the nearest template of anybody else; fewer where there are fewer.

        The product with every template says which few groups of rows can hold the two: only those are looked at one by one.
        """
        step = max(1, _SCORES // (_GROUPS * len(faces))) * _GROUPS
        step = min(step, -(-len(self) // _GROUPS) * _GROUPS)
        return [self._two(face, least, step) for face, least in zip(faces, self._least(faces, step).T, strict=True)]

    def _least(self, faces: Descriptors, step: int) -> Descriptors:
        """The least score in each group of rows, (groups, faces); each `step` rows are dealt out over `_GROUPS` groups in turn.

        A score is half the squared distance, less half the square of the face. Everything is written into one buffer, templates are
        the rows of the product, and the minimum is taken over long rows: each the faster way by a fifth or more.
        """
        columns, room, found = np.ascontiguousarray(faces.T), np.empty((step, len(faces)), np.float32), []
        for start in range(0, len(self), step):
            halves = self._halves[start : start + step]
            scores = room[: len(halves)]
            np.matmul(self.descriptors[start : start + step], columns, out=scores)
            np.subtract(halves[:, np.newaxis], scores, out=scores)
            room[len(halves) :] = np.inf
            found.append(room.reshape(-1, _GROUPS * len(faces)).min(axis=0).reshape(_GROUPS, len(faces)))
        return np.concatenate(found)

    def _two(self, face: Descriptors, least: Descriptors, step: int) -> list[int]:
        """The best rows of two people, from the most promising groups until no other can hold a better one."""
        found: list[int] = []
        for group in np.argsort(least).tolist():
            if len(found) == 2 and least[group] > self._halves[found[1]] - face @ self.descriptors[found[1]] + _ROUNDING:
                break
            start = group // _GROUPS * step
            rows = range(start + group % _GROUPS, min(start + step, len(self)), _GROUPS)
            found = self._best_two(face, np.array([*found, *rows], np.intp))
        return found

    def _best_two(self, face: Descriptors, rows: NDArray[np.intp]) -> list[int]:
        order = rows[np.argsort(np.linalg.norm(self.descriptors[rows] - face, axis=1), kind="stable")]
        others = order[self._numbers[order] != self._numbers[order[0]]]
        return [int(order[0]), *map(int, others[:1])]

    def distance(self, face: Descriptors, row: int) -> float:
        """Euclidean distance of a face, (length,), to one template."""
        return float(np.linalg.norm(face - self.descriptors[row]))


def propose(
    descriptors: Descriptors | Sequence[Descriptors], qualities: Sequence[float], register: Register, thresholds: Thresholds
) -> list[Proposal]:
    """A proposal for each face, float32 (n, length), with its `Quality.score`. An empty register knows nobody. Raises `BadDescriptor`."""
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


def _proposal(register: Register, nearest: list[tuple[int, float]], quality: float, thresholds: Thresholds) -> Proposal:
    row, distance = nearest[0]
    person = register.people[row]
    second, further = (register.people[nearest[1][0]], nearest[1][1]) if len(nearest) > 1 else (None, None)
    good = quality > POOR
    if distance > (thresholds.unsure if good else thresholds.sure):
        return Proposal(Confidence.UNKNOWN, None, distance, None, further)
    clear = further is not None and further - distance >= thresholds.margin
    sure = distance <= thresholds.sure and clear and good and person not in register.look_alikes
    return Proposal(Confidence.SURE if sure else Confidence.UNSURE, person, distance, second, further)


def distances(one: Descriptors, other: Descriptors) -> NDArray[np.float32]:
    """Every Euclidean distance between two sets, (n, length) and (m, length), as float32 (n, m)."""
    squares = _squares(one)[:, None] + _squares(other) - 2 * (one @ other.T)
    return np.sqrt(np.maximum(squares, 0))
