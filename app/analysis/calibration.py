"""Thresholds from labelled faces: a school's own confirmed ones, or a public set.

Every face is tried against all others twice, as in use: with its own person enrolled (who should be named) and without (when anybody
named is a false match).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.evaluation import every_pair, figures
from app.analysis.matching import checked, distances
from app.analysis.ports import Descriptors
from app.analysis.thresholds import ThresholdError, Thresholds

GOAL = 1e-4  # false matches per comparison of two people
FEWEST_PEOPLE = 5

_GUARD = 0.1  # kept from the nearest two people where there are too few of them to measure the goal
# Few pairs look better than life, and sets of adults better than children: however good the data, no wider than this. dlib's author
# proposes 0.6 for adults, at which one stranger in a few thousand matches; a school has as many people.
_CEILING_SURE, _CEILING_UNSURE = 0.45, 0.57
_LEAST_MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class Trials:
    """For each face, (n,): distance to its own person's other pictures, to the nearest other person, and to the second nearest."""

    own: NDArray[np.float32]
    stranger: NDArray[np.float32]
    second: NDArray[np.float32]


def calibrate(descriptors: Descriptors, people: Sequence[str], describer: str) -> Thresholds:
    """Thresholds for a describer from faces float32 (n, length) and who each shows, with the record of how they were found.

    `sure` is the distance at which one comparison of two people in 10,000 matches; where there are too few pairs to measure
    that, the nearest two people less a tenth. `unsure` is where one in 1,000 matches, or the nearest two people. The margin is wider
    than that of any stranger who came as near as `unsure`. Raises `BadDescriptor`, or `ThresholdError` where there is too little to
    learn from.
    """
    if len(set(people)) < FEWEST_PEOPLE or len(set(people)) == len(people):
        raise ThresholdError(f"calibrating needs at least {FEWEST_PEOPLE} people, some of them in more than one picture")
    compared = every_pair(descriptors, people)
    nearest = compared.nearest_strangers() or 0.0
    sure = min(compared.threshold_at(GOAL) if compared.suffice_for(GOAL) else nearest - _GUARD, _CEILING_SURE)
    unsure = min(compared.threshold_at(10 * GOAL) if compared.suffice_for(10 * GOAL) else nearest, _CEILING_UNSURE)
    if sure <= 0:
        raise ThresholdError("two people in these pictures are almost the same to this describer: are the names right?")
    trials = _trials(descriptors, people)
    margin = _margin(trials, unsure)
    measured = {"faces": len(people), "people": len(set(people)), "sure_is_the_ceiling": sure == _CEILING_SURE}
    found = figures(compared) | measured | _outcome(trials, sure, margin, unsure)
    return Thresholds(describer, _floor(sure), margin, _floor(max(sure, unsure)), _floor(sure), found)


def _trials(descriptors: Descriptors, people: Sequence[str]) -> Trials:
    order = np.argsort(people, kind="stable")
    faces, names = checked(descriptors)[order], np.array(people)[order]
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    own, strangers = [], []
    for row, person in enumerate(np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(names)]))):
        apart = distances(faces[row : row + 1], faces)[0]
        apart[row] = np.inf
        nearest = np.minimum.reduceat(apart, starts)
        own.append(nearest[person])
        strangers.append(np.sort(np.delete(nearest, person))[:2])
    return Trials(np.array(own), np.array(strangers)[:, 0], np.array(strangers)[:, 1])


def _margin(trials: Trials, unsure: float) -> float:
    """A little more than any stranger's lead over the next, among those near enough to be proposed."""
    leads = (trials.second - trials.stranger)[trials.stranger <= unsure]
    return round(max(_LEAST_MARGIN, float(leads.max(initial=0)) + 0.02), 3)


def _outcome(trials: Trials, sure: float, margin: float, unsure: float) -> dict[str, float | int]:
    """What these thresholds would have said about the very faces they were found on."""
    enrolled = np.isfinite(trials.own)
    right = (trials.own <= sure) & (trials.stranger - trials.own >= margin)
    wrong = (trials.stranger <= sure) & (trials.second - trials.stranger >= margin)
    return {
        "tried_enrolled": int(enrolled.sum()),
        "sure_and_right": int(right.sum()),
        "tried_not_enrolled": len(trials.stranger),
        "false_sure": int(wrong.sum()),
        "false_unsure": int((trials.stranger <= unsure).sum() - wrong.sum()),
    }


def _floor(value: float) -> float:
    return int(value * 1000) / 1000
