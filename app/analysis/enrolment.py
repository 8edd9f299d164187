"""Which pictures of a person are kept as references: good ones that differ, and none that seems to show somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.analysis.matching import checked, distances
from app.analysis.ports import Descriptors, Quality
from app.analysis.thresholds import Thresholds

MOST_REFERENCES = 5
_ALIKE = 0.12  # two pictures of one moment: the second adds nothing


class Aside(StrEnum):
    """Why a picture is not kept as a reference."""

    POOR = "poor"
    OUTLIER = "outlier"
    ALIKE = "alike"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A face that may become a reference. `key` is the caller's own name for it; `descriptor` is float32 (length,)."""

    key: str
    descriptor: Descriptors = field(repr=False, compare=False)
    quality: Quality


@dataclass(frozen=True, slots=True)
class Choice:
    """The references to keep, the best first, and every other candidate with the reason. `kept` may be empty."""

    kept: tuple[Candidate, ...]
    aside: tuple[tuple[Candidate, Aside], ...]


def choose(candidates: Sequence[Candidate], thresholds: Thresholds, most: int = MOST_REFERENCES) -> Choice:
    """References of one person, at most `most`. Raises `matching.BadDescriptor`.

    1. Poor faces go first: their flaws are in their quality.
    2. An outlier lies further than `unsure` from more than half of the others: probably somebody else. Of two that disagree nobody
       can say which is wrong, so both are set aside.
    3. Starting with the best, the one that differs most from those kept is added, as long as it differs at all.
    """
    if not candidates:
        return Choice((), ())
    apart = _apart(candidates)
    aside = {row: Aside.POOR for row, candidate in enumerate(candidates) if not candidate.quality.good}
    good = [row for row in range(len(candidates)) if row not in aside]
    aside |= dict.fromkeys(_outliers(apart, good, thresholds.unsure), Aside.OUTLIER)
    kept = _spread(candidates, apart, [row for row in good if row not in aside], most)
    for row in set(range(len(candidates))) - set(kept) - set(aside):
        aside[row] = Aside.ALIKE if kept and apart[row, kept].min() < _ALIKE else Aside.ENOUGH
    return Choice(tuple(candidates[row] for row in kept), tuple((candidates[row], aside[row]) for row in sorted(aside)))


def _apart(candidates: Sequence[Candidate]) -> NDArray[np.float32]:
    descriptors = checked(np.stack([candidate.descriptor for candidate in candidates]))
    return distances(descriptors, descriptors)


def _outliers(apart: NDArray[np.float32], rows: list[int], furthest: float) -> list[int]:
    """A single candidate is no outlier: there is nothing to differ from."""
    others = {row: [other for other in rows if other != row] for row in rows}
    return [row for row in rows if others[row] and np.mean(apart[row, others[row]] > furthest) > 0.5]


def _spread(candidates: Sequence[Candidate], apart: NDArray[np.float32], rows: list[int], most: int) -> list[int]:
    kept: list[int] = []
    waiting = sorted(rows, key=lambda row: -candidates[row].quality.score)
    while waiting and len(kept) < most:
        best = max(waiting, key=lambda row: apart[row, kept].min()) if kept else waiting[0]
        if kept and apart[best, kept].min() < _ALIKE:
            break
        kept.append(best)
        waiting.remove(best)
    return kept
