"""How quickly the ledger takes an entry, and how long a million take to verify, in how much memory."""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.db import Database, make_engine
from bench.report import Report
from consent_store.ids import PersonId, PurposeCode
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.records.tables import Base
from consent_store.rules import chain
from consent_store.rules.chain import GENESIS, Head
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.terms import Kind

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
MANY = 1_000_000
BATCH = 1_000
APPENDS = 300


def run(report: Report) -> None:
    """Appending, a transaction each and many in one; then a full verification, in processor time, beside only reading the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        database = Database(make_engine(f"sqlite:///{path}"))
        Base.metadata.create_all(database.engine)
        report.row("ledger append, a transaction each", _appends(database, APPENDS, 1), unit="per second")
        report.row("ledger append, a hundred a transaction", _appends(database, APPENDS, 100), unit="per second")
        with database.unit_of_work() as session:
            fill(session, MANY)
        _verify(report, database, path)


def _verify(report: Report, database: Database, path: Path) -> None:
    before = getrusage(RUSAGE_SELF).ru_maxrss
    start = process_time()
    with database.reading() as session:
        head = chain.verify(ledger.lines(session))
        seconds = process_time() - start
        if head != ledger.head(session):
            raise AssertionError(f"the ledger of the bench is broken: {head}")
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    report.row(f"verify {MANY:,} entries, beside reading them", seconds, _only_read(path), unit="s", goal=60)
    report.row("memory that verifying took on top", grown, unit="MB", goal=20)


def _appends(database: Database, total: int, each: int) -> float:
    start = perf_counter()
    for _ in range(total // each):
        with database.unit_of_work() as session:
            for number in range(each):
                ledger.append(session, word(number), actor=PersonId("guardian"), at=NOW)
    return total / (perf_counter() - start)


def _only_read(path: Path) -> float:
    """Seconds in which the database module alone fetches every row."""
    start = process_time()
    connection = sqlite3.connect(path)
    for _ in connection.execute("SELECT * FROM entries ORDER BY seq"):
        pass
    connection.close()
    return process_time() - start


def word(number: int, speaker: str = "guardian", person: str | None = None) -> Word:
    """A yes or a no about one of two thousand people."""
    say, about = (Say.YES, Say.NO)[number % 2], PersonId(person or f"person-{number % 2000}")
    return Word(PersonId(speaker), about, say, PurposeCode("website"), Kind.PHOTO, notice=1, language="nl")


def fill(session: Session, upto: int) -> Head:
    """Bring the ledger to so many entries, a chain like any other, written in bulk."""
    head = ledger.head(session)
    rows: list[dict[str, object]] = []
    for row in _rows(head, upto):
        rows.append(row)
        if len(rows) == BATCH:
            session.execute(insert(EntryRow), rows)
            rows.clear()
    if rows:
        session.execute(insert(EntryRow), rows)
    return ledger.head(session)


def _rows(head: Head, upto: int) -> Iterator[dict[str, object]]:
    before = head.hash or GENESIS
    for seq in range(head.size + 1, upto + 1):
        at = NOW + timedelta(seconds=seq)
        kept = chain.line(Entry(seq, at, PersonId("guardian"), word(seq)), before)
        before = kept.hash
        yield asdict(kept)
