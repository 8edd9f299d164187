"""The ledger's chain: canonical bytes, the hash of an entry, checkpoints, and what verification says.

An entry's bytes are a JSON object with sorted keys, no spaces, in UTF-8. Its hash is SHA-256 over the hash before it (32 bytes, zeros
before the first) followed by those bytes. A checkpoint is the body of a C2SP signed note (c2sp.org/tlog-checkpoint): origin, number
of entries and the root of the tree over them, a line each, and the last hash of the chain as an extension. In the first checkpoints,
which have three lines, the last hash stands where the root does now.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, get_args, get_type_hints

from consent_store.ids import PersonId
from consent_store.rules import tree
from consent_store.rules.entries import BODIES, Body, Entry

GENESIS = bytes(32)
_EXTENSION = "chain "


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is kept: text that is hashed as it stands, with the hash that was written beside it."""

    seq: int
    at: str
    actor: str
    kind: str
    person: str | None
    item: str | None
    body: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many entries, the hash of the last, and the root of the tree over them where a checkpoint names it."""

    size: int
    hash: bytes
    root: bytes | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit, and why."""

    seq: int
    why: str


def timestamp(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, to the microsecond. A moment without a zone is refused."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def line(entry: Entry, before: bytes) -> Line:
    """An entry as it is to be kept after the hash `before`."""
    body = entry.body
    person, item = getattr(body, "person", None), getattr(body, "item", None)
    kept = Line(entry.seq, timestamp(entry.at), entry.actor, type(body).__name__, person, item, body_text(body), GENESIS)
    return replace(kept, hash=link(before, kept))


def link(before: bytes, kept: Line) -> bytes:
    """The hash of a line that follows `before`."""
    return sha256(before + canonical(kept)).digest()


def canonical(kept: Line) -> bytes:
    """The bytes that are hashed. The body's text is taken as it stands, which makes a million lines quick to check."""
    head = {"actor": kept.actor, "at": kept.at}
    tail = {"item": kept.item, "kind": kept.kind, "person": kept.person, "seq": kept.seq}
    return f'{_json(head)[:-1]},"body":{kept.body},{_json(tail)[1:]}'.encode()


def body_text(body: Body) -> str:
    """A body's canonical JSON; dates as ISO text, enumerations as their value."""
    return _json({name: _plain(value) for name, value in asdict(body).items()})


def entry(kept: Line) -> Entry:
    """The entry that a line holds. Raises `ValueError` where kind, fields or values are not the ledger's."""
    return Entry(kept.seq, datetime.fromisoformat(kept.at), PersonId(kept.actor), body(kept.kind, kept.body))


@lru_cache(maxsize=20_000)
def body(kind: str, text: str) -> Body:
    """What a text says. Raises as `entry` does. Standings are folded anew at every question, and the same text always says the same."""
    if kind not in BODIES:
        raise ValueError(f"unknown kind of entry: {kind}")
    made = BODIES[kind]
    values = json.loads(text)
    types = _types(made)
    if not isinstance(values, dict) or values.keys() != types.keys():
        raise ValueError("the fields of the entry are not those of its kind")
    said: Body = made(**{name: _typed(types[name], value) for name, value in values.items()})
    return said


def verify(lines: Iterable[Line], trusted: Iterable[Head] = ()) -> Head | Broken:
    """Walk the lines from the first, in constant memory, past every trusted head. Says where it ends, or what is broken."""
    awaited: dict[int, list[Head]] = {}
    for head in trusted:
        awaited.setdefault(head.size, []).append(head)
    last_root = max((head.size for heads in awaited.values() for head in heads if head.root), default=0)
    seq, before, grown = 0, GENESIS, tree.Growing()
    if not _all_are(awaited.pop(seq, []), before, grown):
        return Broken(seq, "not what a checkpoint signed")
    for kept in lines:
        seq += 1
        if kept.seq != seq:
            return Broken(seq, "missing")
        if kept.hash != link(before, kept):
            return Broken(seq, "changed")
        before = kept.hash
        if seq <= last_root:
            grown.add(before)
        if seq in awaited and not _all_are(awaited.pop(seq), before, grown):
            return Broken(seq, "not what a checkpoint signed")
    if awaited:
        return Broken(seq + 1, "missing, though a checkpoint signed it")
    return Head(seq, before)


def _all_are(heads: Iterable[Head], hash_: bytes, grown: tree.Growing) -> bool:
    """Whether heads of one size are what the chain, and the tree grown so far, say."""
    return all(head.hash == hash_ and (head.root is None or head.root == grown.root()) for head in heads)


def checkpoint(origin: str, head: Head) -> str:
    """The text that is signed, each line ended."""
    if head.root is None:
        return f"{origin}\n{head.size}\n{b64encode(head.hash).decode()}\n"
    return f"{origin}\n{head.size}\n{b64encode(head.root).decode()}\n{_EXTENSION}{b64encode(head.hash).decode()}\n"


def parse_checkpoint(text: str, origin: str) -> Head:
    """The head that a checkpoint names. Raises `ValueError` for another origin or another form."""
    lines = text.split("\n")
    if len(lines) not in (4, 5) or not lines[1].isdecimal():
        raise ValueError("not a checkpoint of this ledger")
    hashes = [b64decode(line, validate=True) for line in (lines[2], *(line.removeprefix(_EXTENSION) for line in lines[3:-1]))]
    head = Head(int(lines[1]), hashes[-1], hashes[0] if len(hashes) == 2 else None)
    if checkpoint(origin, head) != text or any(len(each) != len(GENESIS) for each in hashes):
        raise ValueError("not a checkpoint of this ledger")
    return head


_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@cache
def _types(made: type) -> dict[str, tuple[type, ...]]:
    """For each field the type its text turns into, and `NoneType` after it where the field may be empty."""
    hints = get_type_hints(made).items()
    return {name: tuple(getattr(chosen, "__supertype__", chosen) for chosen in get_args(hint) or (hint,)) for name, hint in hints}


def _typed(types: tuple[type, ...], value: Any) -> object:
    made = types[0]
    written = made if made in (str, int, bool) else str
    if type(value) is not written and type(value) not in types[1:]:
        raise ValueError(f"not what the ledger writes: {type(value).__name__}")
    if value is None or made is written:
        return value
    return date.fromisoformat(value) if made is date else made(value)
