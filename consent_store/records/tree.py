"""The tree over the ledger's entries, from the roots of complete blocks, so that neither a root nor a path reads a million entries."""

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from consent_store.errors import BrokenRecord
from consent_store.records.entries import BlockRow, EntryRow
from consent_store.rules import tree

BLOCK = 1024  # entries; a power of two


def complete(session: Session, size: int) -> None:
    """Keep the root of every block that is complete among the first `size` entries, under the ledger's lock."""
    start = session.scalar(select(func.count()).select_from(BlockRow)) or 0
    for number in range(start, size // BLOCK):
        session.execute(insert(BlockRow).values(number=number, hash=tree.root(_leaves(session, number, size))))


def root(session: Session, size: int) -> bytes:
    """The root over the first `size` entries, whose complete blocks are kept."""
    return tree.root(_blocks(session, size))


def paths(session: Session, numbers: Iterable[int], size: int) -> dict[int, list[bytes]]:
    """The paths from these entries to the root over the first `size`."""
    blocks, found = _blocks(session, size), dict[int, list[bytes]]()
    for number, together in groupby(sorted(numbers), key=lambda seq: (seq - 1) // BLOCK):
        leaves, above = _leaves(session, number, size), tree.path(blocks, number)
        found |= {seq: tree.path(leaves, (seq - 1) % BLOCK) + above for seq in together}
    return found


def _blocks(session: Session, size: int) -> list[bytes]:
    """The roots of the blocks, the last of which may be incomplete. Raises `BrokenRecord` where one is not kept."""
    full = size // BLOCK
    roots = list(session.scalars(select(BlockRow.hash).where(BlockRow.number < full).order_by(BlockRow.number)))
    if len(roots) != full:
        raise BrokenRecord("A block of the ledger's tree is missing.")
    return [*roots, tree.root(_leaves(session, full, size))] if size % BLOCK else roots


def _leaves(session: Session, number: int, size: int) -> list[bytes]:
    """The leaves of a block, as far as the first `size` entries go."""
    first, last = number * BLOCK + 1, min((number + 1) * BLOCK, size)
    hashes = session.scalars(select(EntryRow.hash).where(EntryRow.seq.between(first, last)).order_by(EntryRow.seq))
    return [tree.leaf(hash_) for hash_ in hashes]
