"""The ledger: append and read. The only writer of entries; triggers refuse whatever else is tried.

Appending waits for its turn (`lock`), so that there is one chain however many write. Whoever decides by what the ledger says and then
writes, takes the lock before reading: then a withdrawal and a download that meet have an order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, insert, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import BrokenRecord
from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.records.entries import CheckpointRow, EntryRow
from consent_store.records.school import SchoolRow
from consent_store.rules import chain
from consent_store.rules.chain import GENESIS, Head, Line
from consent_store.rules.entries import Body, Entry, Word

_LOCK = 0x6265656C64  # any number of our own: PostgreSQL's advisory locks are numbers
_BATCH = 1000
_COLUMNS = tuple(field.name for field in fields(Line))
_TABLE: Table = EntryRow.metadata.tables[EntryRow.__tablename__]
_OF_A_WORD = ("seq", "person", "at", "actor", "body")  # as little as can be: a class has thousands of them


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed note that is kept, over the first `size` entries."""

    size: int
    note: str
    at: datetime


def lock(session: Session) -> None:
    """Wait until nobody else is writing, until this transaction ends. SQLite's BEGIN IMMEDIATE has done it already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def append(session: Session, body: Body, *, actor: PersonId, at: datetime) -> Entry:
    """Write the next entry. Raises `ValueError` for a moment without a time zone."""
    return append_many(session, [body], actor=actor, at=at)[0]


def append_many(session: Session, bodies: Iterable[Body], *, actor: PersonId, at: datetime) -> list[Entry]:
    """Write the next entries, in order, at once. Raises likewise."""
    lock(session)
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    last, moment = head(session), at.astimezone(UTC)
    entries = [Entry(seq, moment, actor, body) for seq, body in enumerate(bodies, last.size + 1)]
    kept = list(_chained(entries, last.hash))
    for start in range(0, len(kept), _BATCH):
        session.execute(insert(EntryRow), [{name: getattr(line, name) for name in _COLUMNS} for line in kept[start : start + _BATCH]])
    return entries


def read(
    session: Session,
    *,
    person: PersonId | None = None,
    item: ItemId | None = None,
    kind: str | None = None,
    within: tuple[datetime, datetime] | None = None,
    before: int | None = None,
    limit: int | None = None,
) -> list[Entry]:
    """The newest `limit` entries that fit, newest last; `within`: from the first moment up to, not with, the second; with `before`,
    only those under that number."""
    conditions: list[ColumnElement[bool]] = []
    for column, value in ((EntryRow.person, person), (EntryRow.item, item), (EntryRow.kind, kind)):
        if value is not None:
            conditions.append(column == value)
    if within is not None:
        first, end = map(chain.timestamp, within)
        conditions += [EntryRow.at >= first, EntryRow.at < end]
    if before is not None:
        conditions.append(EntryRow.seq < before)
    newest = _columns().where(*conditions).order_by(EntryRow.seq.desc()).limit(limit)
    return [_entry(row) for row in reversed(session.execute(newest).all())]


def about(session: Session, person: PersonId) -> list[Entry]:
    """Every word about one person, in order."""
    return words(session, [person]).get(person, [])


def words(session: Session, people: Iterable[PersonId], purpose: PurposeCode | None = None) -> dict[PersonId, list[Entry]]:
    """The words about each of these people, in order; with `purpose`, only those that may touch it."""
    query = select(*(_TABLE.c[name] for name in _OF_A_WORD)).where(_TABLE.c.kind == Word.__name__, _TABLE.c.person.in_(list(people)))
    if purpose is not None:  # a look at the canonical text spares reading most of the words; the rules look again
        query = query.where(or_(*(_TABLE.c.body.contains(f'"purpose":{text}', autoescape=True) for text in (f'"{purpose}"', "null"))))
    found: dict[PersonId, list[Entry]] = {}
    rows = sorted(session.execute(query).all(), key=itemgetter(0))  # here: asked for an order, SQLite walks all words of everybody
    for seq, person, *rest in rows:
        found.setdefault(PersonId(person), []).append(_word(seq, *rest))
    return found


def lines(session: Session, start: int = 1) -> Iterator[Line]:
    """The lines from number `start`, as they are kept, streamed in constant memory."""
    rows = session.execute(_columns().where(EntryRow.seq >= start).order_by(EntryRow.seq).execution_options(yield_per=_BATCH))
    return map(_line, rows)


def numbered(session: Session, numbers: Collection[int]) -> dict[int, Line]:
    """The lines of these numbers, as they are kept."""
    return {row.seq: _line(row) for row in session.execute(_columns().where(EntryRow.seq.in_(numbers)))}


def head(session: Session) -> Head:
    """Where the chain ends now."""
    last = session.execute(select(EntryRow.seq, EntryRow.hash).order_by(EntryRow.seq.desc()).limit(1)).first()
    return Head(last.seq, last.hash) if last else Head(0, GENESIS)


def heads(session: Session) -> list[Head]:
    """The heads that checkpoints name. Their signatures are for whoever holds the key. Raises `BrokenRecord` where one is no checkpoint."""
    origin = session.scalar(select(SchoolRow.origin)) or ""
    return [_head(row, origin) for row in session.scalars(select(CheckpointRow).order_by(CheckpointRow.size))]


def keep_checkpoint(session: Session, size: int, note: str, at: datetime) -> None:
    """Keep a signed note over the first `size` entries."""
    session.execute(insert(CheckpointRow).values(size=size, note=note, at=at))


def checkpoint_notes(session: Session) -> list[str]:
    """Every signed note that is kept, over the fewest entries first."""
    return list(session.scalars(select(CheckpointRow.note).order_by(CheckpointRow.size)))


def checkpoints_over(session: Session, seq: int) -> Iterator[Checkpoint]:
    """The signed notes that cover an entry, over the fewest entries first."""
    rows = session.scalars(
        select(CheckpointRow).where(CheckpointRow.size >= seq).order_by(CheckpointRow.size).execution_options(yield_per=10)
    )
    return (Checkpoint(row.size, row.note, row.at) for row in rows)


def latest_checkpoint(session: Session) -> Checkpoint | None:
    """The signed note over the most entries."""
    row = session.scalar(select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(1))
    return Checkpoint(row.size, row.note, row.at) if row else None


def _chained(entries: Iterable[Entry], before: bytes) -> Iterator[Line]:
    """The lines to keep, each bound to the one before it."""
    for entry in entries:
        kept = chain.line(entry, before)
        before = kept.hash
        yield kept


def _columns() -> Select[Any]:
    return select(*(getattr(EntryRow, name) for name in _COLUMNS))


def _line(row: Sequence[Any]) -> Line:
    return Line(*row)


def _entry(row: Sequence[Any]) -> Entry:
    kept = _line(row)
    return _word(kept.seq, kept.at, kept.actor, kept.body, kept.kind)


def _word(seq: int, at: str, actor: str, body: str, kind: str = Word.__name__) -> Entry:
    try:
        return Entry(seq, datetime.fromisoformat(at), PersonId(actor), chain.body(kind, body))
    except (ValueError, TypeError) as error:
        raise BrokenRecord(f"Entry {seq} of the ledger cannot be read.") from error


def _head(row: CheckpointRow, origin: str) -> Head:
    """A signed note is its text, an empty line, and signatures."""
    text, _, _ = row.note.partition("\n\n")
    try:
        named = chain.parse_checkpoint(f"{text}\n", origin)
    except ValueError as error:
        raise BrokenRecord(f"The checkpoint at {row.size} is not one of this ledger.") from error
    if named.size != row.size:
        raise BrokenRecord(f"The checkpoint at {row.size} speaks of {named.size} entries.")
    return named
