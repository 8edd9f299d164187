"""Whether what was posted is still there: its address is asked, where the office allows that."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound
from consent_store.ids import PersonId, PostingId
from consent_store.operations.school import school_row
from consent_store.records import ledger
from consent_store.records.releases import PostingRow
from consent_store.rules.entries import SettingRecorded
from consent_store.rules.recalls import Found
from consent_store.rules.terms import Setting


def switch_asking(session: Session, on: bool, *, actor: PersonId, at: datetime) -> None:
    """Choose whether a worker may ask the addresses of postings. Off, it calls nobody."""
    ledger.lock(session)
    row = school_row(session)
    if (row.addresses_asked_since is not None) == on:
        return
    row.addresses_asked_since = at if on else None
    session.flush()
    ledger.append(session, SettingRecorded(Setting.ADDRESSES, "on" if on else "off"), actor=actor, at=at)


def ask_again(session: Session, posting: PostingId, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Want an address asked anew, soon. Raises `Conflict` where nobody may ask."""
    if school_row(session).addresses_asked_since is None:
        raise Conflict("The office has not switched this on.", code="asking_off")
    row = _posting(session, posting)
    row.asked_at = row.found = None
    session.flush()


def answered(session: Session, posting: PostingId, found: Found, *, at: datetime) -> None:
    """Keep what an address answered."""
    row = _posting(session, posting)
    row.found, row.asked_at = found, at
    session.flush()


def _posting(session: Session, posting: PostingId) -> PostingRow:
    row = session.get(PostingRow, posting)
    if row is None:
        raise NotFound()
    return row
