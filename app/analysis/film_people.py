"""Tracks of one person put together across cuts: by what their best faces look like, never two that are seen at the same time."""

from collections.abc import Sequence

import numpy as np

from app.analysis.film_sights import Look, Track, apart
from app.analysis.grouping import Bond, group

_AT_ONCE = 1500  # tracks that are compared with each other; of more, those of a part are put together first
_SAFER = 0.8  # of the distance within a group, for faces too poor to recognise somebody by


def people(tracks: Sequence[Track], furthest: float) -> list[int]:
    """The number of a person for each track, counted from 0 in order of appearance.

    Complete linkage with the distance of groups, `furthest`. A track whose faces are all poor joins a person only where every look of
    that person is nearer than it must be for a good one, and nobody else is: else it stays alone, and costs one more answer.
    """
    good = [number for number, track in enumerate(tracks) if any(look.good for look in track.looks)]
    label = dict(zip(good, _linked([tracks[number] for number in good], furthest), strict=True))
    fresh = len(set(label.values()))
    for number, track in enumerate(tracks):
        if number not in label:
            found = _alike(track, tracks, label, furthest * _SAFER)
            label[number] = fresh if found is None else found
            fresh += found is None
    order: dict[int, int] = {}
    return [order.setdefault(label[number], len(order)) for number in range(len(tracks))]


def _linked(tracks: Sequence[Track], furthest: float) -> list[int]:
    """Part by part, then a track for each person of a part, until all fit into one."""
    if len(tracks) <= _AT_ONCE:
        return _grouped(tracks, furthest)
    first: list[int] = []
    for start in range(0, len(tracks), _AT_ONCE):
        known = max(first, default=-1) + 1
        first += [known + number for number in _grouped(tracks[start : start + _AT_ONCE], furthest)]
    joined = [_joined([track for track, of in zip(tracks, first, strict=True) if of == number]) for number in range(max(first) + 1)]
    if len(joined) == len(tracks):
        return first
    over = _linked(joined, furthest)
    return [over[number] for number in first]


def _joined(tracks: Sequence[Track]) -> Track:
    looks = sorted((look for track in tracks for look in track.looks), key=lambda look: -look.quality)
    sights = sorted(sight for track in tracks for sight in (track.sights[0], track.sights[-1]))
    return Track(sights, tracks[0].before, tracks[-1].after, looks[:2])


def _grouped(tracks: Sequence[Track], furthest: float) -> list[int]:
    if not tracks:
        return []
    means = np.stack([_typical(track.looks) for track in tracks])
    bonds = [Bond(False, {one: 0, other: 1}) for one, other in _together(tracks)]
    return group(means, range(len(tracks)), bonds, furthest=furthest)


def _typical(looks: Sequence[Look]) -> np.ndarray:
    """The mean of the good looks: less of it is chance than of any one."""
    some = [look for look in looks if look.good] or looks
    mean = np.mean([look.descriptor for look in some], axis=0)
    return np.asarray(mean, np.float32)


def _together(tracks: Sequence[Track]) -> list[tuple[int, int]]:
    """Pairs of tracks that are seen at the same time."""
    order = sorted(range(len(tracks)), key=lambda number: tracks[number].first)
    pairs, running = [], list[int]()
    for number in order:
        running = [other for other in running if tracks[other].last >= tracks[number].first]
        pairs += [(other, number) for other in running if _at_once(tracks[other], tracks[number])]
        running.append(number)
    return pairs


def _at_once(one: Track, other: Track) -> bool:
    """Whether both were found in the same look."""
    return bool({sight.time for sight in one.sights} & {sight.time for sight in other.sights})


def _alike(track: Track, tracks: Sequence[Track], label: dict[int, int], furthest: float) -> int | None:
    """The one person whose looks are all near those of `track`, and who is not elsewhere at the time."""
    distances: dict[int, float] = {}
    for number, person in label.items():
        other = tracks[number]
        away = float("inf") if _at_once(track, other) else _furthest(track.looks, other.looks)
        distances[person] = max(away, distances.get(person, 0.0))
    near = [person for person, away in distances.items() if away <= furthest]
    return near[0] if len(near) == 1 else None


def _furthest(ones: Sequence[Look], others: Sequence[Look]) -> float:
    return max((apart(one, other) for one in ones for other in others), default=float("inf"))
