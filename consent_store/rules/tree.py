"""The Merkle tree over the ledger's entries (RFC 6962, section 2.1), whose root a checkpoint signs.

Whoever holds the root can be shown that one entry is under it by the hashes along a path, and learns nothing of the others. What is
hashed into a leaf is the entry's hash in the chain. A complete block of 2**n leaves is a node of the tree: the functions that take
`nodes` take leaves or the roots of such blocks, of which the last may be smaller.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256().digest()


def leaf(entry: bytes) -> bytes:
    """The hash of a leaf, from an entry's hash."""
    return sha256(b"\x00" + entry).digest()


def root(nodes: Sequence[bytes]) -> bytes:
    """The root over nodes."""
    while len(nodes) > 1:
        nodes = _above(nodes)
    return nodes[0] if nodes else EMPTY


def path(nodes: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from one node, counted from 0, up to the root."""
    beside: list[bytes] = []
    while len(nodes) > 1:
        beside += nodes[index ^ 1 : (index ^ 1) + 1]
        nodes, index = _above(nodes), index >> 1
    return beside


def climb(found: bytes, index: int, size: int, beside: Sequence[bytes]) -> bytes:
    """The root that a path leads to from the leaf `index` of `size`. Raises `ValueError` for a path of another length."""
    if not 0 <= index < size:
        raise ValueError("no leaf of this tree")
    steps = list(beside)
    while size > 1:
        if index ^ 1 < size:
            if not steps:
                raise ValueError("the path is too short")
            other = steps.pop(0)
            found = _node(other, found) if index & 1 else _node(found, other)
        index, size = index >> 1, size + 1 >> 1
    if steps:
        raise ValueError("the path is too long")
    return found


class Growing:
    """A tree that leaves are added to, of which only the roots of its complete parts are kept: as many as its size has bits."""

    def __init__(self) -> None:
        self._size = 0
        self._parts: list[bytes] = []

    def add(self, entry: bytes) -> None:
        """Add the next entry's hash."""
        part, size = leaf(entry), self._size
        while size & 1:
            part, size = _node(self._parts.pop(), part), size >> 1
        self._parts.append(part)
        self._size += 1

    def root(self) -> bytes:
        """The root over all that was added."""
        if not self._parts:
            return EMPTY
        found = self._parts[-1]
        for part in reversed(self._parts[:-1]):
            found = _node(part, found)
        return found


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _above(nodes: Sequence[bytes]) -> list[bytes]:
    """The nodes one level up; one that is left over rises as it is."""
    paired = [_node(nodes[i], nodes[i + 1]) for i in range(0, len(nodes) - 1, 2)]
    return [*paired, nodes[-1]] if len(nodes) % 2 else paired
