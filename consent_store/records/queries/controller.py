"""Questions about what a school says of itself on receipts, of each purpose, and how it reminds families."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import PurposeCode
from consent_store.records.school import PurposeRow, SchoolRow


@dataclass(frozen=True, slots=True)
class Controller:
    """Who is responsible: where they are, whom to ask, and where things are kept; None where the school has not said."""

    address: str | None
    email: str | None
    privacy_contact: str | None
    storage: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """Who receives what a purpose lets out, and how long it is kept; None where the school has not said."""

    recipients: str | None
    retention: str | None


@dataclass(frozen=True, slots=True)
class Reminding:
    """A family that does not answer is reminded each `days`, at most `times`."""

    days: int
    times: int


def controller(session: Session) -> Controller:
    """Who is responsible. Raises `NotFound` before the set-up."""
    row = _row(session)
    return Controller(row.address, row.email, row.privacy_contact, row.storage)


def stated(session: Session) -> dict[PurposeCode, Stated]:
    """What is said of each purpose, in use or not."""
    return {PurposeCode(row.code): Stated(row.recipients, row.retention) for row in session.scalars(select(PurposeRow))}


def reminding(session: Session) -> Reminding:
    """How families are reminded. Raises `NotFound` before the set-up."""
    row = _row(session)
    return Reminding(row.remind_days, row.remind_times)


def _row(session: Session) -> SchoolRow:
    row = session.get(SchoolRow, 1)
    if row is None:
        raise NotFound("This registry has no school yet.")
    return row
