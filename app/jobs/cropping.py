"""Crops of faces that people drew by hand, and of those whose crop a crash lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from app.jobs.analysing import QUALITY
from app.jobs.filing import Filing
from app.jobs.film_files import frame_at
from app.jobs.workshop import Workshop
from app.media import images
from app.media.boxed import open_boxed
from app.media.images import Pixels
from app.media.refusals import Unreadable
from app.media.unplayable import Unplayable
from app.vault import VaultError
from consent_store.ids import ItemId, SightingId
from consent_store.operations import media
from consent_store.records.queries import media as queries
from consent_store.records.queries import recordings
from consent_store.rules.sightings import Box
from consent_store.rules.timeline import Sight

_AT_ONCE = 200

Cut = tuple[SightingId, Pixels]
"""Whose face, and it alone: many frames of a film do not fit into memory."""


def make_missing(shop: Workshop) -> None:
    """Cut out every face that has a place and no crop yet."""
    with shop.services.db.reading() as session:
        missing = queries.without_crop(session, _AT_ONCE)
        in_films = recordings.faces_to_cut(session, _AT_ONCE)
    for item, faces in groupby(sorted(missing, key=lambda each: each[1]), key=lambda each: each[1]):
        _crop(shop, item, partial(_of_photo, shop, [(sighting, box) for sighting, _, box in faces]))
    for item, strips in groupby(in_films, key=lambda each: each[1]):
        _crop(shop, item, partial(_of_film, shop, [(sighting, sight) for sighting, _, sight in strips]))


def _crop(shop: Workshop, item: ItemId, cut: Callable[[str], Iterable[Cut]]) -> None:
    """File what `cut` makes of the item's bytes, which it is given by their name in the vault."""
    with shop.services.db.reading() as session:
        name = queries.vault_name(session, item)
    if name is None:
        return
    try:
        cuts = list(cut(name))
    except (Unreadable, Unplayable) as error:
        _fail(shop, item, error.code)
        return
    except VaultError:
        _fail(shop, item, "damaged")
        return
    with Filing(shop.services.vault) as filing:
        crops = [(sighting, filing.jpeg("crop", pixels, QUALITY)) for sighting, pixels in cuts]
        with shop.services.db.unit_of_work() as session:
            for sighting, filed in crops:
                filed.record(session, item, sighting, shop.now())
        filing.keep()


def _fail(shop: Workshop, item: ItemId, code: str) -> None:
    with shop.services.db.unit_of_work() as session:
        media.record_failure(session, item, code, at=shop.now())


def _of_photo(shop: Workshop, faces: Sequence[tuple[SightingId, Box]], name: str) -> Iterator[Cut]:
    picture = open_boxed(shop.services.vault.open(name))
    return ((sighting, images.portrait(picture.pixels, box)) for sighting, box in faces)


def _of_film(shop: Workshop, faces: Sequence[tuple[SightingId, Sight]], name: str) -> Iterator[Cut]:
    film = shop.services.vault.reader(name)
    return ((sighting, images.portrait(frame_at(film, sight.at), sight.box).copy()) for sighting, sight in faces)
