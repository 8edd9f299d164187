"""Files that somebody asked for: made from the clean one or a recording, covered, cut, looked at again, and only then filed."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import structlog

from app.analysis.film_release import SomebodyUnasked
from app.jobs import making_recordings
from app.jobs.filing import Filing
from app.jobs.holding import holding
from app.jobs.labelling import Names, packet_of
from app.jobs.looking_again import shows
from app.jobs.workshop import Workshop
from app.media import images, masks
from app.media.encoding import encoded, with_packet
from app.media.framing import TooSmall, framed, window
from app.media.images import Pixels
from app.media.refusals import Unreadable
from app.media.still import Stopped
from app.media.trims import NothingLeft
from app.media.unplayable import Uncovered, Unplayable
from app.traces import where
from app.vault import Damaged, Missing
from consent_store.ids import RenditionId
from consent_store.operations import making
from consent_store.operations.making import File, Order
from consent_store.records.queries import renditions
from consent_store.rules.forms import CLEAN, Format
from consent_store.rules.releases import Use

_log = structlog.get_logger()
LEASE = timedelta(seconds=55)  # as in analysing


class Shows(Exception):
    """A masked face was found again, or matched."""


_CODES: dict[type[Exception], str] = {
    Shows: "mask_shows",
    Uncovered: "mask_shows",
    Names: "alt_names",
    TooSmall: "too_small",
    NothingLeft: "nothing_left",
    Damaged: "damaged",
    Missing: "damaged",
}


def make_wanted(shop: Workshop, *, long: bool = False) -> None:
    """Make every file that was asked for and that no other worker is making, also those that are asked for meanwhile: those that take
    `long`, or the others. One that breaks the worker stops no other, and is tried again once its lease is over.
    """
    tried = set[RenditionId]()
    while wanted := [rendition for rendition in _waiting(shop, long) if rendition not in tried]:
        tried.update(wanted)
        for rendition in wanted:
            try:
                make(shop, rendition)
            except Exception as error:
                _log.error("file not made", error=type(error).__name__, where=where(error))


def _waiting(shop: Workshop, long: bool) -> list[RenditionId]:
    with shop.services.db.reading() as session:
        return renditions.waiting(session, at=shop.now(), long=long)


def make(shop: Workshop, wanted: RenditionId) -> None:
    """Make one file, or write down why not."""
    at = shop.now()
    with shop.services.db.unit_of_work() as session:
        order = making.claim(session, wanted, until=at + LEASE, at=at)
    if order is None:
        return
    with suppress(Stopped):  # something moved meanwhile, and that is written down, or another worker is at it
        try:
            _file(shop, order)
        except (Unreadable, Unplayable) as error:
            _fail(shop, order, error.code)
        except SomebodyUnasked as held:
            making_recordings.ask(shop, order, held.found)
        except tuple(_CODES) as error:
            _fail(shop, order, next(code for kind, code in _CODES.items() if isinstance(error, kind)))


def _file(shop: Workshop, order: Order) -> None:
    with Filing(shop.services.vault) as filing:
        file = making_recordings.made(shop, order, filing) if order.moving and order.use is Use.RELEASE else _picture(shop, order, filing)
        with holding(shop, order) as session:
            filed = making.made(session, order.id, file, at=shop.now())
        if filed:
            filing.keep()


def _picture(shop: Workshop, order: Order, filing: Filing) -> File:
    if order.moving:
        data, width, height = _made(shop, *making_recordings.still(shop, order), None)
    else:
        clean = b"".join(shop.services.vault.open(order.vault_name))
        if sha256(clean).hexdigest() != order.sha256:
            raise Damaged
        data, width, height = _made(shop, order, images.open_picture(clean).pixels, clean)  # our own file, not an upload: no box
    stored = filing.put(data)
    return File(stored.name, stored.sha256, stored.size, order.media_type, width, height)


def _made(shop: Workshop, order: Order, pixels: Pixels, clean: bytes | None) -> tuple[bytes, int, int]:
    """The file's bytes, and its pixels across and down. `clean` is the file of the same pixels, where there is one."""
    part = window(pixels.shape[1], pixels.shape[0], order.form, order.shown.values(), order.crop)
    covered = pixels
    if order.masked or order.covers:
        covered = masks.masked(pixels, order.masked.values(), order.covers, order.shown.values(), order.colour)
    cut, style = framed(covered, part, order.form, shown=order.use is Use.SHOWN), Format(order.media_type, order.quality)
    packet = packet_of(shop, order.id)
    if clean is not None and cut.shape == pixels.shape and covered is pixels and style == CLEAN:
        data = with_packet(clean, packet)
    else:
        data = encoded(cut, style.media_type, style.quality, packet)
    if order.masked and shows(shop, order, pixels, part, images.open_picture(data).pixels):
        raise Shows
    return data, cut.shape[1], cut.shape[0]


def _fail(shop: Workshop, order: Order, code: str) -> None:
    with holding(shop, order) as session:
        making.failed(session, order.id, code)
