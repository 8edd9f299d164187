"""The SHA-256 of what arrived of each file so far, so that a large one need not be read again once it is all there.

It is known to the process that took the bytes. Where another takes the last ones, they are read again.
"""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Final, Protocol, Self

from consent_store.ids import UploadId

_MOST: Final = 1000  # files on their way at once


class Hash(Protocol):
    """A hash that is fed, as `hashlib` makes them."""

    def update(self, data: bytes, /) -> None:
        """Feed it."""

    def hexdigest(self) -> str:
        """Of all that it was fed."""

    def copy(self) -> Self:
        """Another that goes on from here."""


class Sums:
    """For each file how many bytes of it are kept, and what they hash to."""

    def __init__(self) -> None:
        self._known: OrderedDict[UploadId, tuple[int, Hash]] = OrderedDict()
        self._lock = Lock()

    def so_far(self, upload: UploadId | None, received: int) -> Hash | None:
        """A hash to feed what follows to, or None where it is not known what these bytes hash to."""
        if not received:
            return hashlib.sha256()
        with self._lock:
            known, sum_ = self._known.get(upload, (0, None)) if upload else (0, None)
            return sum_.copy() if sum_ and known == received else None

    def keep(self, upload: UploadId, received: int, sum_: Hash | None) -> None:
        """So many bytes are kept for good, and hash to this."""
        with self._lock:
            self._known.pop(upload, None)
            if sum_:
                self._known[upload] = (received, sum_)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
