"""The tree from its kept blocks is the tree over all entries, and nobody changes a block."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consent_store.errors import BrokenRecord
from consent_store.ids import PersonId
from consent_store.records import ledger, triggers
from consent_store.records import tree as kept
from consent_store.rules import tree
from consent_store.rules.entries import PersonRegistered
from consent_store.rules.terms import SYSTEM
from tests.school import NOON


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of four, so that few entries fill several."""
    monkeypatch.setattr(kept, "BLOCK", 4)


@pytest.mark.usefixtures("small")
def test_at_every_size_root_and_paths_are_those_of_the_entries(session: Session) -> None:
    leaves: list[bytes] = []
    for size in range(1, 19):
        ledger.append(session, PersonRegistered(PersonId(f"p{size}")), actor=SYSTEM, at=NOON)
        leaves.append(tree.leaf(ledger.head(session).hash))
        if size % 3 == 0:  # a checkpoint now and then, not at every entry
            kept.complete(session, size)
            assert kept.root(session, size) == tree.root(leaves)
            for seq, path in kept.paths(session, range(1, size + 1), size).items():
                assert tree.climb(leaves[seq - 1], seq - 1, size, path) == tree.root(leaves)
            assert kept.paths(session, [1], size - 1) == {1: tree.path(leaves[:-1], 0)}


@pytest.mark.usefixtures("small")
def test_a_block_that_is_not_kept_gives_no_root(session: Session) -> None:
    for number in range(5):
        ledger.append(session, PersonRegistered(PersonId(f"p{number}")), actor=SYSTEM, at=NOON)
    with pytest.raises(BrokenRecord):
        kept.root(session, 5)


@pytest.mark.usefixtures("small")
def test_the_database_refuses_to_change_a_block(session: Session) -> None:
    for number in range(4):
        ledger.append(session, PersonRegistered(PersonId(f"p{number}")), actor=SYSTEM, at=NOON)
    kept.complete(session, 4)
    session.commit()
    for attempt in ("UPDATE blocks SET number = 7", "DELETE FROM blocks"):
        with pytest.raises(DBAPIError, match=triggers.REFUSAL):
            session.execute(text(attempt))
        session.rollback()
