"""Any bytes of a file in the vault, in any order, without reading what stands before them."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import accumulate
from threading import Lock
from typing import Final

_AT_HAND: Final = 4  # parts that stay deciphered


class Reader:
    """A file that is read here and there, from any thread: `size` in bytes, `sha256` (hexadecimal) of the whole.

    A few parts of it stay in memory.
    """

    def __init__(self, sha256: str, sizes: Sequence[int], load: Callable[[int], bytes]) -> None:
        """Of parts of these sizes; `load` gives the one with a number, and raises VaultError."""
        self.sha256 = sha256
        self._starts = [0, *accumulate(sizes)]
        self.size = self._starts[-1]
        self._load = load
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._lock = Lock()

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset` (>= 0) on, fewer only at the end. Raises Damaged or Missing: then nothing is given."""
        end = min(offset + length, self.size)
        taken = bytearray()
        while offset + len(taken) < end:
            at = offset + len(taken)
            number = bisect_right(self._starts, at) - 1
            first = at - self._starts[number]
            taken += self._part(number)[first : first + end - at]
        return bytes(taken)

    def _part(self, number: int) -> bytes:
        with self._lock:
            if number not in self._kept:
                self._kept[number] = self._load(number)
            self._kept.move_to_end(number)
            if len(self._kept) > _AT_HAND:
                self._kept.popitem(last=False)
            return self._kept[number]
