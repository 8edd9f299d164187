"""Crops of faces that people drew by hand, and of those whose crop a crash lost."""

from itertools import groupby

from app.jobs.analysing import crop_of, fail
from app.jobs.filing import Filing
from app.jobs.workshop import Workshop
from app.media.boxed import open_boxed
from app.media.refusals import Unreadable
from app.vault import VaultError
from consent_store.ids import ItemId, SightingId
from consent_store.records.queries import media as queries
from consent_store.rules.sightings import Box

_AT_ONCE = 200


def make_missing(shop: Workshop) -> None:
    """Cut out every face that has a place and no crop yet."""
    with shop.services.db.reading() as session:
        missing = queries.without_crop(session, _AT_ONCE)
    for item, faces in groupby(sorted(missing, key=lambda each: each[1]), key=lambda each: each[1]):
        _crop(shop, item, [(sighting, box) for sighting, _, box in faces])


def _crop(shop: Workshop, item: ItemId, faces: list[tuple[SightingId, Box]]) -> None:
    with shop.services.db.reading() as session:
        name = queries.vault_name(session, item)
    if name is None:
        return
    try:
        picture = open_boxed(shop.services.vault.open(name))
    except Unreadable as error:
        fail(shop, item, error.code)
        return
    except VaultError:
        fail(shop, item, "damaged")
        return
    with Filing(shop.services.vault) as filing:
        crops = [(sighting, crop_of(filing, picture, box)) for sighting, box in faces]
        with shop.services.db.unit_of_work() as session:
            for sighting, filed in crops:
                filed.record(session, item, sighting, shop.now())
        filing.keep()
