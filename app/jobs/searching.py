"""Pictures found elsewhere: what ours are known by, and which of them a found one resembles."""

from collections.abc import Iterator, Mapping

import numpy as np
import structlog

from app.jobs import addresses
from app.jobs.filing import Filing
from app.jobs.workshop import Workshop
from app.media import images
from app.media.boxed import open_boxed
from app.media.fingerprints import WIDTH, Hashes, distances, fingerprint, likenesses
from app.media.images import Picture
from app.media.refusals import Unreadable
from app.traces import where
from app.vault import VaultError
from consent_store.ids import InquiryId, ItemId, RenditionId
from consent_store.operations import inquiries
from consent_store.records.queries import found, recalls
from consent_store.records.queries.found import Waiting

_log = structlog.get_logger()
ALIKE = 48  # bits of 256 in which a copy differs at most; see the changes of `tests/media/test_fingerprints.py`
_AT_ONCE = 100  # files
_MOST = 12  # pictures that one found is said to resemble
_SHOWN, _QUALITY = 1600, 85  # pixels along the longest side of what is kept of a found picture


class NoAnswer(Exception):
    """Nothing can be had from an address."""


def fingerprint_missing(shop: Workshop) -> None:
    """Hash every file by which pictures are known again and that has no hashes yet. One that cannot be read is tried again later."""
    last = ""
    while missing := _missing(shop, last):
        last = missing[-1][0]
        made = {rendition: (item, hashes) for rendition, item, name in missing if (hashes := _hashes(shop, name))}
        with shop.services.db.unit_of_work() as session:
            inquiries.keep_fingerprints(session, made)


def answer_waiting(shop: Workshop) -> None:
    """Look at every picture that somebody asks about. One that breaks the search stops no other, and is looked at again."""
    with shop.services.db.reading() as session:
        waiting = found.waiting(session)
    if waiting:
        fingerprint_missing(shop)
    for each in waiting:
        try:
            _answer(shop, each.id, open_boxed(_sent_in(shop, each)))
        except NoAnswer:
            _fail(shop, each.id, "no_answer")
        except Unreadable as error:
            _fail(shop, each.id, error.code)
        except VaultError:
            _fail(shop, each.id, "damaged")
        except Exception as error:
            _log.error("picture not looked for", error=type(error).__name__, where=where(error))


def alike(shop: Workshop, hashes: Hashes) -> Mapping[ItemId, int]:
    """The items that a picture resembles, the likest first, with the bits in which they differ."""
    with shop.services.db.reading() as session:
        rows = list(found.fingerprints(session))
    if not rows:
        return {}
    known = np.frombuffer(b"".join(kept for _, kept in rows), np.uint8).reshape(-1, WIDTH)
    starts = np.cumsum([0, *(len(kept) // WIDTH for _, kept in rows[:-1])])
    bits = np.minimum.reduceat(distances(known, hashes), starts)
    nearest: dict[ItemId, int] = {}
    for place in np.argsort(bits, kind="stable"):
        if bits[place] > ALIKE or len(nearest) == _MOST:
            break
        nearest.setdefault(rows[place][0], int(bits[place]))
    return nearest


def _missing(shop: Workshop, after: str) -> list[tuple[RenditionId, ItemId, str]]:
    with shop.services.db.reading() as session:
        return found.without_fingerprint(session, _AT_ONCE, after)


def _answer(shop: Workshop, inquiry: InquiryId, picture: Picture) -> None:
    nearest = alike(shop, likenesses(picture.pixels))
    with Filing(shop.services.vault) as filing:
        shown = filing.jpeg("found", images.resized(picture.pixels, _SHOWN), _QUALITY)
        with shop.services.db.unit_of_work() as session:
            inquiries.answer(session, inquiry, nearest, vault_name=shown.stored.name, at=shop.now())
        filing.keep()


def _fail(shop: Workshop, inquiry: InquiryId, why: str) -> None:
    with shop.services.db.unit_of_work() as session:
        inquiries.fail(session, inquiry, why, at=shop.now())


def _sent_in(shop: Workshop, waiting: Waiting) -> Iterator[bytes]:
    """The picture's bytes, from the vault, or from the address where the office lets addresses be asked."""
    if waiting.vault_name is not None:
        return shop.services.vault.open(waiting.vault_name)
    with shop.services.db.reading() as session:
        allowed = recalls.may_ask_addresses(session)
    there = addresses.fetch(waiting.address or "") if allowed else None
    if there is None:
        raise NoAnswer
    return iter([there])


def _hashes(shop: Workshop, vault_name: str) -> bytes | None:
    """Of one of our own files, None where it cannot be read."""
    try:
        return fingerprint(images.open_picture(b"".join(shop.services.vault.open(vault_name))).pixels).tobytes()
    except (VaultError, Unreadable):
        return None
