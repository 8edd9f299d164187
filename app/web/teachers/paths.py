"""Where a face goes through a film, for scripts that draw its box: fractions of the picture, so that it fits whatever size is played."""

from collections.abc import Iterable

from consent_store.records.views import ItemView
from consent_store.rules.sightings import Box
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight, Track

_DIGITS = 4


def path(item: ItemView, tracks: Iterable[Track], part: Span) -> list[dict[str, object]]:
    """The tracks that may be seen in a part, each with when that is (`span`) and its sights there: milliseconds, left, top, right, bottom.

    The sight before the part and the one after it come along, so that the line between two of them is whole.
    """
    shown = (track for track in tracks if track.before < part.end and part.start < track.after)
    return [{"span": list(track.span), "sights": [_written(item, sight) for sight in _around(track, part)]} for track in shown]


def _around(track: Track, part: Span) -> tuple[Sight, ...]:
    first = max((place for place, sight in enumerate(track.sights) if sight.at <= part.start), default=0)
    last = min((place for place, sight in enumerate(track.sights) if sight.at >= part.end), default=len(track.sights) - 1)
    return track.sights[first : last + 1]


def _written(item: ItemView, sight: Sight) -> list[float]:
    box, width, height = sight.box, item.width or 1, item.height or 1
    return [sight.at, *_share(box, width, height)]


def _share(box: Box, width: int, height: int) -> list[float]:
    return [round(part, _DIGITS) for part in (box.left / width, box.top / height, box.right / width, box.bottom / height)]
