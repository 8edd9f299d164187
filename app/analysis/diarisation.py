"""Telling the voices of one recording apart. It splits rather than merges: a wrong merge puts two people under one name.

Each 0.4 s of speech is described twice: by the 0.8 s and by the 1.6 s around it. The longer ones are grouped by average linkage, which
a few mixed ones do not mislead. Groups that are two others at once are dissolved, groups that are one voice in two moods joined. Then
each moment goes to the voice that it is most like, not changing without reason (Viterbi); and where it is plainly more like two
voices at once, to both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Descriptors = NDArray[np.float32]
Numbers = NDArray[np.int64]

# Similarities are cosines. Windows of one person agree by 0.72 to 0.87 in the mean, of two people by less than 0.60.
_SAME = 0.66  # mean similarity above which two groups are one voice
_JOINED = 0.84  # similarity of the middles of two larger groups that are one voice; two people's are below 0.80
_MIXED = 0.80  # similarity to two others together above which a small group is no voice of its own
_FEWEST = 3  # moments that make a voice
_OWN = 32  # moments from which on nobody doubts that a voice is one
_SHARES = (0.4, 0.7, 1.0, 1.4, 2.5)  # how loud the second of two voices may be beside the first
_BLOCK = 1500  # moments that are compared with each other at once: ten minutes of speech
_CHANGING = 0.35  # similarity that it costs to go from one voice to another
_SHORT = 0.6  # weight of the shorter window of a moment; it sees changes sharper, the longer one voices
_BOTH = -0.21  # what a second voice must add to be heard too: similarity, less
_UNLIKE = 0.3  # this share of how like one voice the moment is;
_LEAST = 1e-6  # of a squared length
_NEAR = 8  # moments within which it must be heard alone


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of speech in order: where each is (in steps of 0.4 s), and its two descriptors, float32 (n, 256), each of length 1.

    `clear` says which are speech for long enough to learn a voice from.
    """

    steps: Numbers
    short: Descriptors
    long: Descriptors
    clear: NDArray[np.bool_]


def attribute(moments: Moments) -> NDArray[np.bool_]:
    """Who speaks when: for each voice a row, for each moment a column; every column has one voice or two."""
    middles = voices(moments.long[moments.clear] if moments.clear.any() else moments.long)
    alike = _SHORT * (moments.short @ middles.T) + (1 - _SHORT) * (moments.long @ middles.T)
    path = _path(alike, moments.steps)
    heard = _second(moments, middles, path)
    heard[path, np.arange(len(path))] = True
    return heard


def voices(described: Descriptors) -> Descriptors:
    """The middles of the voices in descriptors float32 (n, 256), each of length 1, the one heard most first. At least one."""
    groups = _grouped(described)
    some = max(1, sum(count >= _FEWEST for _, count in groups))  # the largest come first
    middles = _unit(np.array([total for total, _ in groups[:some]]))
    alike = middles @ middles.T
    kept: list[int] = []
    for number, (_, count) in enumerate(groups[:some]):
        if not kept or count >= _OWN or not _is_mixture(alike[number, kept], alike[np.ix_(kept, kept)]):
            kept.append(number)
    return middles[kept]


def _grouped(described: Descriptors) -> list[tuple[Descriptors, int]]:
    """Sum and size of each group, the largest first. Blocks first, then what they gave: average linkage needs no more than means."""
    totals, counts = described, np.ones(len(described), np.int64)
    while True:
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(totals), _BLOCK)]
        parts = [_linked(totals[block], counts[block]) for block in blocks]
        before, totals = len(totals), np.concatenate([part[0] for part in parts])
        counts = np.concatenate([part[1] for part in parts])
        if len(blocks) == 1 or len(totals) == before:
            return _joined(totals, counts)


def _linked(totals: Descriptors, counts: Numbers) -> tuple[Descriptors, Numbers]:
    """Average linkage of groups of which sums and sizes are given."""
    totals, counts = totals.copy(), counts.copy()
    means = totals / counts[:, None]
    alike = means @ means.T
    np.fill_diagonal(alike, -1)
    nearest = alike.argmax(axis=1)
    highest = alike[np.arange(len(alike)), nearest]
    while highest.max(initial=-1) >= _SAME:
        one = int(highest.argmax())
        other = int(nearest[one])
        row = (counts[one] * alike[one] + counts[other] * alike[other]) / (counts[one] + counts[other])
        row[[one, other]] = -1
        row[counts == 0] = -1
        totals[one] += totals[other]
        counts[one], counts[other] = counts[one] + counts[other], 0
        alike[one], alike[:, one], alike[other], alike[:, other] = row, row, -1, -1
        highest[other] = -1
        for changed in np.flatnonzero((counts > 0) & ((nearest == one) | (nearest == other) | (row > highest))):
            nearest[changed] = alike[changed].argmax()
            highest[changed] = alike[changed, nearest[changed]]
    return totals[counts > 0], counts[counts > 0]


def _joined(totals: Descriptors, counts: Numbers) -> list[tuple[Descriptors, int]]:
    """The groups, those whose middles are alike joined; a mean of many says more than any window."""
    while True:
        order = np.argsort(-counts, kind="stable")
        totals, counts = totals[order], counts[order]
        middles = _unit(totals[counts >= _FEWEST])
        alike = np.triu(middles @ middles.T, 1)
        one, other = np.unravel_index(alike.argmax(), alike.shape) if len(alike) else (0, 0)
        if not len(alike) or alike[one, other] < _JOINED:
            return list(zip(totals, counts.tolist(), strict=True))
        totals[one] += totals[other]
        counts[one] += counts[other]
        totals, counts = np.delete(totals, other, 0), np.delete(counts, other)


def _is_mixture(to_middle: Descriptors, between: Descriptors) -> bool:
    """Whether it is what two of the others sound like at once, or one of them in passing: how alike it is `to_middle` of each, and they
    `between` each other. In a crowd there are too many pairs to write their mixtures down.
    """
    pairs = np.triu(np.ones(between.shape, bool), 1)
    mixed = (
        (to_middle[:, None] + share * to_middle) / np.sqrt(np.maximum(1 + share * share + 2 * share * between, _LEAST)) for share in _SHARES
    )
    return bool(to_middle.max() >= _MIXED or any(alike[pairs].max(initial=-1) >= _MIXED for alike in mixed))


def _path(alike: Descriptors, steps: Numbers) -> Numbers:
    """The voice of each moment, float32 (n, voices) likeness in, by Viterbi. After a pause a change costs less."""
    costs = _CHANGING / np.maximum(1, np.diff(steps))
    best, came = alike[0].copy(), np.zeros(alike.shape, np.int64)
    stay = np.arange(alike.shape[1])
    for moment, cost in enumerate(costs, 1):
        top = int(best.argmax())
        changes = best[top] - cost > best
        came[moment] = np.where(changes, top, stay)
        best = np.where(changes, best[top] - cost, best) + alike[moment]
    path = np.empty(len(alike), np.int64)
    path[-1] = best.argmax()
    for moment in range(len(alike) - 1, 0, -1):
        path[moment - 1] = came[moment, path[moment]]
    return path


def _second(moments: Moments, middles: Descriptors, path: Numbers) -> NDArray[np.bool_]:
    """Voices that are heard beside the one of the path: near in time, and adding plainly to what the moment is like."""
    both = np.zeros((len(middles), len(path)), bool)
    for moment, (step, voice) in enumerate(zip(moments.steps, path, strict=True)):
        first, last = np.searchsorted(moments.steps, (step - _NEAR, step + _NEAR + 1))
        others = np.setdiff1d(path[first:last], [voice])
        if len(others):
            pairs = _unit(middles[voice] + middles[others])
            seen = (moments.short[moment] + moments.long[moment]) / 2
            gain = seen @ pairs.T - (1 + _UNLIKE) * (seen @ middles[voice])
            both[others[gain.argmax()], moment] = gain.max() >= _BOTH
    return both


def _unit(vectors: Descriptors) -> Descriptors:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)
