"""Faces of one person put together, so that one answer serves all pictures. It splits rather than merges: a wrong merge names a
child for another's face, a split costs one more click.

Three things go before what faces look like. What a person joined stays together, what a person took apart stays apart (the later word
counts where they contradict each other), and nobody is twice in one picture unless a person said so.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.matching import checked, distances
from app.analysis.ports import Descriptors

_Matrix = NDArray[np.float32]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bond:
    """What a person said of some faces, by index: that they are one person's (`same`), or that those of different sides are not."""

    same: bool
    sides: Mapping[int, int]


def group(descriptors: Descriptors, pictures: Sequence[Hashable], bonds: Sequence[Bond] = (), *, furthest: float) -> list[int]:
    """The number of each face's pile, counted from 0 in order of appearance. Faces are float32 (n, length), each in one of `pictures`;
    `bonds` the earliest first. Raises `BadDescriptor`.

    Complete linkage: no two faces of a pile are more than `furthest` apart, unless a person joined them, so that no chain of lookalikes
    joins two people. Distances are Euclidean.
    """
    if not len(descriptors):
        return []
    faces = checked(descriptors)
    joined, torn = _said(len(faces), bonds)
    apart = distances(faces, faces)
    apart[_same(pictures) | torn] = np.inf
    np.fill_diagonal(apart, 0)
    return _numbered(_linked(_at_one(apart, joined), furthest, joined))


def _same(pictures: Sequence[Hashable]) -> _Flags:
    """Whether two faces are in the same picture."""
    numbers: dict[Hashable, int] = {}
    of = np.array([numbers.setdefault(picture, len(numbers)) for picture in pictures])
    same: _Flags = of[:, np.newaxis] == of
    return same


def _said(count: int, bonds: Sequence[Bond]) -> tuple[NDArray[np.intp], _Flags]:
    """The unit of each face, joined by people, and which faces they took apart. The last word is heard first."""
    unit, torn = np.arange(count), np.zeros((count, count), np.bool_)
    for bond in reversed(bonds):
        faces = np.array(list(bond.sides), np.intp)
        if bond.same:
            for other in faces[1:]:
                _join(unit, torn, faces[0], other)
        else:
            side = np.array(list(bond.sides.values()))
            free = unit[faces][:, np.newaxis] != unit[faces]
            torn[np.ix_(faces, faces)] |= (side[:, np.newaxis] != side) & free
    return unit, torn


def _join(unit: NDArray[np.intp], torn: _Flags, one: np.intp, other: np.intp) -> None:
    first, second = unit == unit[one], unit == unit[other]
    if not torn[np.ix_(first, second)].any():
        unit[second] = unit[one]


def _at_one(apart: _Matrix, unit: NDArray[np.intp]) -> _Matrix:
    """Distances with each unit as far from others as its furthest face, and its own faces in one place."""
    far = apart.copy()
    for number, size in zip(*np.unique(unit, return_counts=True), strict=True):
        if size > 1:
            inside = unit == number
            furthest = far[inside].max(axis=0)
            far[inside], far[:, inside] = furthest, furthest[:, np.newaxis]
            far[np.ix_(inside, inside)] = 0
    return far


def _linked(apart: _Matrix, furthest: float, label: NDArray[np.intp]) -> NDArray[np.intp]:
    """Complete linkage on top of the labels that are there. `apart` is used up."""
    label = label.copy()
    for one, other in _near_pairs(apart, furthest):
        first, second = label[one], label[other]
        if first != second and apart[first, second] <= furthest:
            label[label == second] = first
            apart[first] = np.maximum(apart[first], apart[second])
            apart[:, first] = apart[first]
    return label


def _numbered(label: NDArray[np.intp]) -> list[int]:
    order: dict[int, int] = {}
    return [order.setdefault(int(group), len(order)) for group in label]


def _near_pairs(apart: _Matrix, furthest: float) -> list[tuple[int, int]]:
    """Pairs at most `furthest` apart, the nearest first."""
    one, other = np.nonzero(np.triu(apart <= furthest, 1))
    order = np.argsort(apart[one, other], kind="stable")
    return list(zip(one[order].tolist(), other[order].tolist(), strict=True))
