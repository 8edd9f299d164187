"""The tree over the entries: every entry's path leads to the root, and nothing else does."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules import tree

sizes = st.integers(1, 600)


def entries(size: int) -> list[bytes]:
    """As many entries' hashes."""
    return [sha256(number.to_bytes(4, "big")).digest() for number in range(size)]


def by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def test_the_roots_of_the_standards_own_test_vectors() -> None:
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    known = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    for size, root in known.items():
        assert tree.root([tree.leaf(bytes.fromhex(text)) for text in data[:size]]).hex() == root


@given(sizes)
def test_level_by_level_and_leaf_by_leaf_it_is_the_tree_of_the_book(size: int) -> None:
    grown = tree.Growing()
    for entry in entries(size):
        grown.add(entry)
    assert tree.root([tree.leaf(entry) for entry in entries(size)]) == by_the_book(entries(size)) == grown.root()


@given(sizes, st.integers(0, 6))
def test_blocks_stand_for_their_leaves(size: int, power: int) -> None:
    leaves, block = [tree.leaf(entry) for entry in entries(size)], 2**power
    blocks = [tree.root(leaves[start : start + block]) for start in range(0, size, block)]
    assert tree.root(blocks) == tree.root(leaves)
    index = size // 2
    inside = tree.path(leaves[index // block * block :][:block], index % block)
    assert inside + tree.path(blocks, index // block) == tree.path(leaves, index)


@given(sizes, st.data())
def test_every_entry_climbs_to_the_root(size: int, data: st.DataObject) -> None:
    leaves, index = [tree.leaf(entry) for entry in entries(size)], data.draw(st.integers(0, size - 1))
    path = tree.path(leaves, index)
    assert tree.climb(leaves[index], index, size, path) == tree.root(leaves)
    assert len(path) <= (size - 1).bit_length()


@given(sizes.filter(lambda size: size > 1), st.data())
def test_any_change_leads_elsewhere(size: int, data: st.DataObject) -> None:
    leaves, index = [tree.leaf(entry) for entry in entries(size)], data.draw(st.integers(0, size - 1))
    path, root = tree.path(leaves, index), tree.root(leaves)
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    assert tree.climb(leaves[other], index, size, path) != root
    step, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    changed = (int.from_bytes(path[step], "big") ^ 1 << bit).to_bytes(32, "big")
    assert tree.climb(leaves[index], index, size, [*path[:step], changed, *path[step + 1 :]]) != root
    for wrong in (path[:-1], [*path, root]):
        with pytest.raises(ValueError, match="too"):
            tree.climb(leaves[index], index, size, wrong)
    for nowhere in (-1, size):
        with pytest.raises(ValueError, match="no leaf"):
            tree.climb(leaves[index], nowhere, size, path)
