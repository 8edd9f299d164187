"""Somebody with the database's password rewrites history: the database refuses, and without its triggers the chain tells."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records import ledger, triggers
from consent_store.rules import chain
from consent_store.rules.chain import Broken
from consent_store.rules.entries import PersonRegistered
from consent_store.rules.terms import SYSTEM
from tests.school import NOON

REFUSED = [
    "UPDATE entries SET actor = 'somebody else' WHERE seq = 3",
    "UPDATE entries SET seq = 99 WHERE seq = 5",
    "DELETE FROM entries WHERE seq = 5",
    "DELETE FROM entries",
    "UPDATE checkpoints SET note = 'another'",
    "DELETE FROM checkpoints",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO entries SELECT seq, at, 'somebody else', kind, person, item, body, hash FROM entries WHERE seq = 3",
    "REPLACE INTO checkpoints SELECT size, 'another', at FROM checkpoints",
    "UPDATE OR REPLACE entries SET seq = 2 WHERE seq = 3",
]
ON_POSTGRESQL = [
    "TRUNCATE entries CASCADE",
    "TRUNCATE checkpoints",
    "INSERT INTO entries SELECT * FROM entries WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET actor = 'somebody else'",
]
FOUND = [
    ("UPDATE entries SET body = replace(body, 'person-3', 'person-4') WHERE seq = 3", Broken(3, "changed")),
    ("UPDATE entries SET person = 'person-4' WHERE seq = 3", Broken(3, "changed")),
    ("UPDATE entries SET actor = 'somebody else' WHERE seq = 3", Broken(3, "changed")),
    ("UPDATE entries SET at = '2020-01-01T00:00:00.000000+00:00' WHERE seq = 3", Broken(3, "changed")),
    ("UPDATE entries SET kind = 'PersonErased' WHERE seq = 3", Broken(3, "changed")),
    ("UPDATE entries SET item = 'an item' WHERE seq = 3", Broken(3, "changed")),
    ("DELETE FROM entries WHERE seq = 3", Broken(3, "missing")),
    ("DELETE FROM entries WHERE seq = 5", Broken(5, "missing, though a checkpoint signed it")),
    ("DELETE FROM entries", Broken(1, "missing, though a checkpoint signed it")),
]


@pytest.fixture
def history(session: Session) -> Session:
    """Five entries, the five of them under a checkpoint."""
    for number in range(1, 6):
        ledger.append(session, PersonRegistered(PersonId(f"person-{number}")), actor=SYSTEM, at=NOON)
    ledger.keep_checkpoint(session, 5, "a note", NOON)
    session.commit()
    return session


def _attempts(dialect: str) -> list[str]:
    return [*REFUSED, *(ON_SQLITE if dialect == "sqlite" else ON_POSTGRESQL)]


def test_the_database_refuses(history: Session) -> None:
    before = list(ledger.lines(history))
    for attempt in _attempts(history.get_bind().dialect.name):
        with pytest.raises(DBAPIError, match=triggers.REFUSAL):
            history.execute(text(attempt))
        history.rollback()
    assert list(ledger.lines(history)) == before


def test_without_triggers_the_chain_tells(history: Session) -> None:
    signed = [ledger.head(history)]
    _drop_triggers(history)
    for attempt, broken in FOUND:
        history.execute(text(attempt))
        assert chain.verify(ledger.lines(history), signed) == broken, attempt
        history.rollback()
    assert chain.verify(ledger.lines(history), signed) == signed[0]


def test_swapped_entries_are_found(history: Session) -> None:
    _drop_triggers(history)
    for old, new in ((3, 99), (4, 3), (99, 4)):
        history.execute(text(f"UPDATE entries SET seq = {new} WHERE seq = {old}"))
    assert chain.verify(ledger.lines(history)) == Broken(3, "changed")


def test_a_chain_made_anew_is_found_by_its_checkpoint(history: Session) -> None:
    signed = [ledger.head(history)]
    _drop_triggers(history)
    history.execute(text("DELETE FROM entries"))
    for number in (1, 2, 3, 5, 4, 6):
        ledger.append(history, PersonRegistered(PersonId(f"person-{number}")), actor=SYSTEM, at=NOON)
    assert chain.verify(ledger.lines(history)) == ledger.head(history)
    assert chain.verify(ledger.lines(history), signed) == Broken(5, "not what a checkpoint signed")


def _drop_triggers(session: Session) -> None:
    for statement in triggers.removal(session.get_bind().dialect.name):
        session.execute(text(statement))
    session.commit()
