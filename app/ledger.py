"""The ledger's signature: checkpoints made with the school's key, and the check against them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.vault import Keys, disk, notes
from consent_store.errors import BrokenRecord
from consent_store.records import ledger, tree
from consent_store.records.queries import school
from consent_store.rules import chain
from consent_store.rules.chain import Broken, Head, Line

_STEP = 10_000  # lines between two words to whoever watches


def origin(session: Session) -> str:
    """The name under which this school's ledger is signed. Raises `NotFound` before the first run."""
    return school.opened(session).origin


def sign_head(session: Session, keys: Keys, beside: Path, *, at: datetime) -> Head:
    """Keep a checkpoint over the ledger as it stands, unless the last one covers it. A copy is written to `beside`, outside the
    database: a backup that is brought back later cannot take that along into the past.
    """
    ledger.lock(session)
    head, name = ledger.head(session), origin(session)
    last = ledger.latest_checkpoint(session)
    if head.size and (last is None or last.size < head.size):
        tree.complete(session, head.size)
        head = replace(head, root=tree.root(session, head.size))
        note = notes.sign(chain.checkpoint(name, head), name, keys.signing)
        ledger.keep_checkpoint(session, head.size, note, at)
        _put_beside(note, beside)
    return head


def _put_beside(note: str, beside: Path) -> None:
    """Whole or not at all: half a note would be taken for a forged one."""
    part = beside.with_name(f"{beside.name}.part")
    part.unlink(missing_ok=True)
    with disk.written(part) as file:
        file.write(note.encode())
    disk.move(part, beside)


def is_ours(session: Session, keys: Keys) -> bool:
    """Whether these keys signed the last checkpoint, where there is one. Others open no file and no template of this registry."""
    last = ledger.latest_checkpoint(session)
    try:
        return last is None or bool(notes.opened(last.note, origin(session), keys.signing.public_key()))
    except notes.NotSigned:
        return False


@dataclass(frozen=True, slots=True)
class Signed:
    """The last checkpoint: over how many entries, since when, and whether signature and ledger still agree with it."""

    size: int
    at: datetime
    holds: bool


def last_signed(session: Session, keys: Keys) -> Signed | None:
    """What is signed so far, held against the one entry that it names; `verify` walks them all."""
    last = ledger.latest_checkpoint(session)
    if last is None:
        return None
    try:
        text = notes.opened(last.note, origin(session), keys.signing.public_key())
        named = chain.parse_checkpoint(text, origin(session))
    except ValueError:
        return Signed(last.size, last.at, False)
    line = next(ledger.lines(session, last.size), None)
    return Signed(last.size, last.at, line is not None and (line.seq, line.hash) == (named.size, named.hash))


def verify(session: Session, keys: Keys, watch: Callable[[int], None] = lambda _: None) -> Head | Broken:
    """Walk the whole ledger and hold it against every checkpoint that is kept; `watch` is told how many lines went by."""
    return chain.verify(_watched(ledger.lines(session), watch), trusted_heads(session, keys))


def trusted_heads(session: Session, keys: Keys) -> list[Head]:
    """What the checkpoints say, each signature checked. Raises `BrokenRecord` for one that the school did not sign."""
    name, public = origin(session), keys.signing.public_key()
    try:
        texts = [notes.opened(note, name, public) for note in ledger.checkpoint_notes(session)]
        return [chain.parse_checkpoint(text, name) for text in texts]
    except ValueError as error:
        raise BrokenRecord("A checkpoint of the ledger does not carry the school's signature.") from error


def _watched(lines: Iterable[Line], watch: Callable[[int], None]) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        yield line
        if number % _STEP == 0:
            watch(_STEP)
