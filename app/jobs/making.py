"""Files that somebody asked for: made from the clean one, covered, cut, looked at again, and only then filed."""

from datetime import timedelta
from hashlib import sha256

import structlog

from app.jobs.filing import Filing
from app.jobs.labelling import label
from app.jobs.looking_again import shows
from app.jobs.workshop import Workshop
from app.media import images, masks
from app.media.encoding import encoded, with_packet
from app.media.framing import TooSmall, framed, window
from app.media.labels import packet
from app.media.refusals import Unreadable
from app.traces import where
from app.vault import Damaged, VaultError
from consent_store.ids import RenditionId
from consent_store.operations import making
from consent_store.operations.making import File, Order
from consent_store.records.queries import labels as labels_of
from consent_store.records.queries import renditions
from consent_store.rules.forms import CLEAN, Format
from consent_store.rules.releases import Use

_log = structlog.get_logger()
LEASE = timedelta(seconds=55)  # as in analysing


class Shows(Exception):
    """A masked face was found again, or matched."""


class Names(Exception):
    """The words in the file would name somebody."""


def make_wanted(shop: Workshop) -> None:
    """Make every file that was asked for and that no other worker is making, also those that are asked for meanwhile. One that breaks
    the worker stops no other, and is tried again once its lease is over.
    """
    tried = set[RenditionId]()
    while wanted := [rendition for rendition in _waiting(shop) if rendition not in tried]:
        tried.update(wanted)
        for rendition in wanted:
            try:
                make(shop, rendition)
            except Exception as error:
                _log.error("file not made", error=type(error).__name__, where=where(error))


def _waiting(shop: Workshop) -> list[RenditionId]:
    with shop.services.db.reading() as session:
        return renditions.waiting(session, at=shop.now())


def make(shop: Workshop, wanted: RenditionId) -> None:
    """Make one file, or write down why not."""
    at = shop.now()
    with shop.services.db.unit_of_work() as session:
        order = making.claim(session, wanted, until=at + LEASE, at=at)
    if order is None:
        return
    try:
        _file(shop, order)
    except Shows:
        _fail(shop, wanted, "mask_shows")
    except Names:
        _fail(shop, wanted, "alt_names")
    except TooSmall:
        _fail(shop, wanted, "too_small")
    except Unreadable as error:
        _fail(shop, wanted, error.code)
    except VaultError:
        _fail(shop, wanted, "damaged")


def _file(shop: Workshop, order: Order) -> None:
    clean = b"".join(shop.services.vault.open(order.vault_name))
    if sha256(clean).hexdigest() != order.sha256:
        raise Damaged
    data, width, height = _made(shop, order, clean)
    with Filing(shop.services.vault) as filing:
        stored = filing.put(data)
        file = File(stored.name, stored.sha256, stored.size, order.media_type, width, height)
        with shop.services.db.unit_of_work() as session:
            filed = making.made(session, order.id, file, at=shop.now())
        if filed:
            filing.keep()


def _made(shop: Workshop, order: Order, clean: bytes) -> tuple[bytes, int, int]:
    """The file's bytes, and its pixels across and down."""
    pixels = images.open_picture(clean).pixels  # our own file, not somebody's upload: no box
    part = window(pixels.shape[1], pixels.shape[0], order.form, order.shown.values(), order.crop)
    covered = pixels
    if order.masked or order.covers:
        covered = masks.masked(pixels, order.masked.values(), order.covers, order.shown.values(), order.colour)
    cut, style = framed(covered, part, order.form, shown=order.use is Use.SHOWN), Format(order.media_type, order.quality)
    if cut.shape == pixels.shape and covered is pixels and style == CLEAN:
        data = with_packet(clean, _packet(shop, order))
    else:
        data = encoded(cut, style.media_type, style.quality, _packet(shop, order))
    if order.masked and shows(shop, order, pixels, part, images.open_picture(data).pixels):
        raise Shows
    return data, cut.shape[1], cut.shape[0]


def _packet(shop: Workshop, order: Order) -> bytes:
    """What is written into a released file; nothing into any other."""
    with shop.services.db.reading() as session:
        about = labels_of.about(session, order.id)
    if about and about.names:
        raise Names
    return packet(label(about)) if about else b""


def _fail(shop: Workshop, wanted: RenditionId, code: str) -> None:
    with shop.services.db.unit_of_work() as session:
        making.failed(session, wanted, code)
