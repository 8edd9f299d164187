"""Faces of one stranger put together, so that one answer serves all pictures. It splits rather than merges: a wrong merge names a
child for another's face, a split costs one more click.
"""

import numpy as np

from app.analysis.matching import checked, distances
from app.analysis.ports import Descriptors


def groups(descriptors: Descriptors, furthest: float) -> list[int]:
    """A group number for each face, float32 (n, length), counted from 0 in order of appearance.

    Complete linkage: no two faces of a group are more than `furthest` apart, so that no chain of lookalikes joins two people.
    Raises `BadDescriptor`.
    """
    if not len(descriptors):
        return []
    faces = checked(descriptors)
    apart = distances(faces, faces)
    label = np.arange(len(faces))
    for one, other in _near_pairs(apart, furthest):
        first, second = label[one], label[other]
        if first != second and apart[first, second] <= furthest:
            label[label == second] = first
            apart[first] = np.maximum(apart[first], apart[second])
            apart[:, first] = apart[first]
    order: dict[int, int] = {}
    return [order.setdefault(int(group), len(order)) for group in label]


def _near_pairs(apart: Descriptors, furthest: float) -> list[tuple[int, int]]:
    """Pairs at most `furthest` apart, the nearest first."""
    one, other = np.nonzero(np.triu(apart <= furthest, 1))
    order = np.argsort(apart[one, other], kind="stable")
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))
