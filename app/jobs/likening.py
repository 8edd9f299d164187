"""Compares the pictures of an event, so that of those that show the same moment somebody chooses the best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from app.jobs.workshop import Workshop
from app.media import images
from app.media.fingerprints import WIDTH, Hashes, distances, fingerprint
from app.media.refusals import Unreadable
from app.media.sharpness import sharpness
from app.vault import VaultError
from consent_store.ids import EventId, ItemId
from consent_store.operations import inquiries
from consent_store.operations import likeness as operations
from consent_store.records.queries import likeness
from consent_store.records.queries.likeness import Waiting
from consent_store.rules.likeness import FURTHEST, LINKS, Link

_AT_ONCE = 50  # pictures


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture that was looked at. One that cannot be read has no hashes: it is like none."""

    waiting: Waiting
    hashes: Hashes
    sharpness: float


def liken_missing(shop: Workshop) -> None:
    """Compare those pictures under review that were not compared yet, so many at once; what is left is found again."""
    with shop.services.db.reading() as session:
        missing = likeness.to_liken(session, _AT_ONCE)
    for event, waiting in groupby(sorted(missing, key=lambda each: (each.event, each.number)), key=lambda each: each.event):
        _liken(shop, event, [_seen(shop, each) for each in waiting])


def _seen(shop: Workshop, waiting: Waiting) -> _Seen:
    try:
        pixels = images.open_picture(b"".join(shop.services.vault.open(waiting.vault_name))).pixels
    except (VaultError, Unreadable):
        return _Seen(waiting, np.empty((0, WIDTH), np.uint8), 0.0)
    return _Seen(waiting, fingerprint(pixels), sharpness(pixels))


def _liken(shop: Workshop, event: EventId, seen: Sequence[_Seen]) -> None:
    """The hashes are kept first: of two workers at one event, whichever is later finds those of the other."""
    with shop.services.db.unit_of_work() as session:
        kept = {each.waiting.preview: (each.waiting.item, each.hashes.tobytes()) for each in seen if len(each.hashes)}
        inquiries.keep_fingerprints(session, kept)
    with shop.services.db.reading() as session:
        known = likeness.hashes_of(session, event, seen[0].waiting.number)
    links = {frozenset((link.one, link.other)): link for each in seen for link in _links(each, known)}
    with shop.services.db.unit_of_work() as session:
        operations.keep_likened(session, event, {each.waiting.item: each.sharpness for each in seen}, links.values())


def _links(seen: _Seen, known: Sequence[tuple[ItemId, bytes]]) -> Iterator[Link]:
    """Those that a picture is like, the likest: cut off a little on any side, one is found as the other is whole."""
    others = [(item, hashes) for item, hashes in known if item != seen.waiting.item]
    if not others or not len(seen.hashes):
        return
    theirs = np.frombuffer(b"".join(hashes for _, hashes in others), np.uint8).reshape(-1, WIDTH)
    starts = np.cumsum([0, *(len(hashes) // WIDTH for _, hashes in others[:-1])])
    cut_there = np.minimum.reduceat(distances(theirs, seen.hashes[:1]), starts)
    cut_here = distances(theirs[starts], seen.hashes)
    bits = np.minimum(cut_there, cut_here)
    for place in np.argsort(bits, kind="stable")[:LINKS]:
        if bits[place] <= FURTHEST:
            yield Link(seen.waiting.item, others[place][0], int(bits[place]))
