"""Questions about receipts: every receipt about somebody, and the lines of the ledger that show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BrokenRecord, NotFound
from consent_store.ids import PersonId, PurposeCode
from consent_store.records import ledger
from consent_store.records.queries import consents, holds, reminders, school
from consent_store.records.school import PurposeRow, SchoolRow
from consent_store.rules import receipts
from consent_store.rules.chain import GENESIS, Line
from consent_store.rules.entries import NoticePublished, Word
from consent_store.rules.receipts import Receipt
from consent_store.rules.retention import Matter
from consent_store.rules.terms import Purpose


@dataclass(frozen=True, slots=True)
class Published:
    """A wording that came into force: in which entry, and the SHA-256 (hex) over all its languages."""

    seq: int
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Chained:
    """A line of the ledger, and the hash before it."""

    line: Line
    before: bytes


@dataclass(frozen=True, slots=True)
class Controller:
    """The school as a receipt names it; what it has not filled in is None. `storage` says where it keeps what it has, `days` for how
    long pictures at the most.
    """

    name: str
    origin: str
    address: str | None
    email: str | None
    storage: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms something is used for a purpose. `recipients` and `retention` in the school's own words, or None."""

    purpose: Purpose
    titles: Mapping[str, str]
    recipients: str | None
    retention: str | None


def controller(session: Session) -> Controller:
    """The school. Raises `NotFound` before the set-up."""
    row = session.get(SchoolRow, 1)
    if row is None:
        raise NotFound()
    return Controller(row.name, row.origin, row.address, row.email, row.storage, holds.schedule(session).days(Matter.ORIGINAL))


def terms(session: Session) -> dict[PurposeCode, Terms]:
    """The terms of every purpose, in use or not."""
    rows = {row.code: row for row in session.scalars(select(PurposeRow))}
    views = school.purposes(session, retired=True)
    return {view.code: Terms(view.purpose, view.titles, rows[view.code].recipients, rows[view.code].retention) for view in views}


def about(session: Session, person: PersonId, *, at: datetime) -> list[Receipt]:
    """Every receipt about somebody, the latest first. Raises `NotFound` for whoever is not in the register, or was erased."""
    purposes = {view.code: view.purpose for view in school.purposes(session, retired=True)}
    notices = ledger.read(session, kind=NoticePublished.__name__)
    return receipts.issued(ledger.about(session, person), notices, consents.register_for(session, person), purposes, at)


def one(session: Session, person: PersonId, key: str, *, at: datetime) -> Receipt:
    """The receipt of this key. Raises `NotFound`."""
    found = receipts.named(about(session, person, at=at), key)
    if found is None:
        raise NotFound()
    return found


def to_send(session: Session, matter: str, since: datetime, at: datetime) -> dict[PersonId, list[Receipt]]:
    """For everybody who decided something since a moment, and has been quiet, what they were not reminded of under this matter.

    A receipt that the moment cuts in two is left out: it was sent when it was whole.
    """
    words = ledger.read(session, kind=Word.__name__, within=(since, at))
    found: dict[PersonId, list[Receipt]] = {}
    for receipt in sorted(receipts.spoken(words), key=lambda each: each.at):
        found.setdefault(receipt.speaker, []).append(receipt)
    quiet = {who: all_ for who, all_ in found.items() if max(each.until for each in all_) <= at - receipts.PAUSE}
    whole = {who: [each for each in all_ if each.at >= since + receipts.PAUSE] for who, all_ in quiet.items()}
    sent = reminders.of(session, matter, {each.key for all_ in whole.values() for each in all_})
    left = {who: [each for each in all_ if (who, each.key) not in sent] for who, all_ in whole.items()}
    return {who: all_ for who, all_ in left.items() if all_}


def published(session: Session) -> Mapping[tuple[PurposeCode, int], Published]:
    """The publication of every wording, by purpose and version."""
    entries = ledger.read(session, kind=NoticePublished.__name__)
    bodies = [(entry, entry.body) for entry in entries if isinstance(entry.body, NoticePublished)]
    return {(body.purpose, body.version): Published(entry.seq, entry.at, body.wording) for entry, body in bodies}


def chained(session: Session, numbers: Collection[int]) -> list[Chained]:
    """The lines of these numbers, in order, each with the hash before it. Raises `BrokenRecord` where one is missing."""
    lines = ledger.numbered(session, {*numbers, *(number - 1 for number in numbers)})
    missing = [number for number in numbers if number not in lines]
    if missing:
        raise BrokenRecord(f"Entry {missing[0]} of the ledger is missing.")
    return [Chained(lines[number], lines[number - 1].hash if number > 1 else GENESIS) for number in sorted(numbers)]
