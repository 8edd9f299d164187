"""Somebody who is covered in a film, and is there once more as one whom nobody can recognise, or as no face."""

from collections.abc import Callable, Iterable, Sequence

from app.analysis.film_covers import Covers
from app.analysis.film_release import in_seconds
from app.analysis.ports import DescribedFace
from app.jobs.film_files import frame_at
from app.jobs.looking_again import distances
from app.jobs.workshop import Workshop
from app.media.sources import Readable
from consent_store.operations.making import Order
from consent_store.records.queries.moving import Moving
from consent_store.rules.sightings import Box
from consent_store.rules.timeline import Sight, Track

_THERE = 0.25  # overlap of a face that is found with the one that was, which was found in a smaller picture
_SECOND = 1000


def waved_through(shop: Workshop, order: Order, moving: Moving, film: Readable, ask: Callable[[], None]) -> bool:
    """Whether a face that would go out, and that needs no consent as somebody said, is good enough to tell after all and surely is that of
    somebody who is masked. Each is looked at where it was seen best and is not covered. Raises Stopped, Unplayable, VaultError.
    """
    covers = Covers([in_seconds(track) for tracks in moving.masked.values() for track in tracks], [cut / _SECOND for cut in moving.cuts])

    def leaves(sight: Sight) -> bool:
        places = [*covers.at(sight.at / _SECOND), *order.covers]
        cut_out = any(span.start <= sight.at < span.end for span in moving.cut_out)
        return not cut_out and not any(place.overlap(sight.box) for place in places)

    nameless = [_best(moving.shown[each], order.shown.get(each), leaves) for each in sorted(order.nameless & moving.shown.keys())]
    seen = _faces(shop, film, filter(None, nameless), ask) if moving.masked else []
    if not seen:
        return False
    masked = [_best(tracks, order.masked.get(each), lambda _: True) for each, tracks in moving.masked.items()]
    known = _faces(shop, film, filter(None, masked), ask)
    return bool((distances(known, seen) <= shop.engine.thresholds.sure).any())


def _best(tracks: Sequence[Track], box: Box | None, fits: Callable[[Sight], bool]) -> Sight | None:
    """The sight that has the strip's own box, or else the largest, of those that fit."""
    sights = [sight for track in tracks for sight in track.sights]
    sights.sort(key=lambda sight: (sight.box != box, -sight.box.width * sight.box.height))
    return next(filter(fits, sights), None)


def _faces(shop: Workshop, film: Readable, sights: Iterable[Sight], ask: Callable[[], None]) -> list[DescribedFace]:
    return [face for sight in sights for face in _face(shop, film, sight, ask) if face.quality.good]


def _face(shop: Workshop, film: Readable, sight: Sight, ask: Callable[[], None]) -> list[DescribedFace]:
    """The face that is found there, described; none where none is."""
    ask()
    pixels = frame_at(film, sight.at)
    with shop.turn:
        [found] = shop.engine.find([pixels])
        nearest = max(found, key=lambda face: face.box.overlap(sight.box), default=None)
        there = nearest is not None and nearest.box.overlap(sight.box) >= _THERE
        return shop.engine.describe([pixels], [[nearest]])[0] if nearest and there else []
