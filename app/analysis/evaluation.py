"""How well faces are told apart: false matches and false non-matches at every distance, from labelled pairs.

Terms as in ISO/IEC 19795-1. Distances are counted in bins of a thousandth, so that a hundred million pairs need no more memory than ten.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.analysis.matching import checked, distances
from app.analysis.ports import Descriptors

_STEP = 0.001
_BINS = 4000
_BLOCK = 2048

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """How many pairs lie at each distance: of one person (mated) and of two (non-mated), (4000,) each, in steps of 0.001."""

    mated: Counts
    non_mated: Counts

    @classmethod
    def of(cls, apart: NDArray[np.float32], same: NDArray[np.bool_]) -> "Comparisons":
        """Count pairs from their distances (n,) and whether each shows one person (n,)."""
        bins = np.minimum(apart * np.float32(1 / _STEP), _BINS - 1).astype(np.int64)
        return cls(np.bincount(bins[same], minlength=_BINS), np.bincount(bins[~same], minlength=_BINS))

    def __add__(self, other: "Comparisons") -> "Comparisons":
        return Comparisons(self.mated + other.mated, self.non_mated + other.non_mated)

    @property
    def false_match_rate(self) -> NDArray[np.float64]:
        """Share of pairs of two people that are nearer than each step's upper edge, (4000,). NaN where there are no such pairs."""
        return _shares(self.non_mated)

    @property
    def false_non_match_rate(self) -> NDArray[np.float64]:
        """Share of pairs of one person that are further than each step's upper edge, (4000,). NaN where there are no such pairs."""
        return 1 - _shares(self.mated)

    @property
    def equal_error_rate(self) -> float:
        """The rate at which both errors are as frequent, between two steps their mean."""
        row = int(np.argmin(np.abs(self.false_match_rate - self.false_non_match_rate)))
        return float(self.false_match_rate[row] + self.false_non_match_rate[row]) / 2

    def suffice_for(self, false_match_rate: float) -> bool:
        """Whether there are pairs enough to speak of such a rate: with fewer than 3 / rate none wrong proves nothing (rule of three)."""
        return bool(self.non_mated.sum() * false_match_rate >= 3)

    def threshold_at(self, false_match_rate: float) -> float:
        """The largest distance at which no more than that share of these pairs of two people match."""
        return float(np.count_nonzero(self.false_match_rate <= false_match_rate)) * _STEP

    def misses_at(self, threshold: float) -> float:
        """Share of pairs of one person that lie further apart than a distance."""
        return float(self.mated[round(threshold / _STEP) :].sum() / max(1, self.mated.sum()))

    def nearest_strangers(self) -> float | None:
        """The smallest distance between two people, rounded down to a thousandth; None without such pairs."""
        rows = np.flatnonzero(self.non_mated)
        return float(rows[0]) * _STEP if len(rows) else None


def _shares(counts: Counts) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        shares: NDArray[np.float64] = np.cumsum(counts) / counts.sum()
    return shares


def every_pair(descriptors: Descriptors, people: Sequence[str]) -> Comparisons:
    """Every pair among labelled faces, float32 (n, length), block by block. Raises `BadDescriptor`."""
    faces, numbers = checked(descriptors), np.unique(np.array(people), return_inverse=True)[1]
    total = Comparisons(np.zeros(_BINS, np.int64), np.zeros(_BINS, np.int64))
    for rows, columns in _blocks(len(faces)):
        upper = np.arange(rows.start, rows.stop)[:, None] < np.arange(columns.start, columns.stop)
        same = numbers[rows, None] == numbers[columns]
        total += Comparisons.of(distances(faces[rows], faces[columns])[upper], same[upper])
    return total


def _blocks(count: int) -> Iterator[tuple[slice, slice]]:
    edges = [slice(*ends) for ends in pairwise([*range(0, count, _BLOCK), count])]
    return ((rows, columns) for step, rows in enumerate(edges) for columns in edges[step:])


def figures(compared: Comparisons) -> dict[str, float | int | bool | None]:
    """The figures of a comparison by name. `enough_for_fmr_*` says whether the pairs can carry the figure beside it.

    Raises `ValueError` where there are no pairs of one person, or none of two.
    """
    if not (compared.mated.any() and compared.non_mated.any()):
        raise ValueError("measuring needs pairs of one person and pairs of two")
    found: dict[str, float | int | bool | None] = {
        "mated": int(compared.mated.sum()),
        "non_mated": int(compared.non_mated.sum()),
        "equal_error_rate": compared.equal_error_rate,
        "nearest_strangers": compared.nearest_strangers(),
    }
    for name, rate in (("1e-3", 1e-3), ("1e-4", 1e-4)):
        limit = compared.threshold_at(rate)
        found[f"threshold_at_fmr_{name}"] = round(limit, 3)
        found[f"fnmr_at_fmr_{name}"] = compared.misses_at(limit)
        found[f"enough_for_fmr_{name}"] = compared.suffice_for(rate)
    return found
