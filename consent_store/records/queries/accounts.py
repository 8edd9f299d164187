"""Questions about ways in: accounts, passkeys and sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records.accounts import AccountRow, PasskeyRow, SessionRow


class TokenUse(StrEnum):
    """What a code opens."""

    SET_UP = "set_up"
    STAFF_INVITATION = "staff_invitation"
    FAMILY_CODE = "family_code"
    LETTER = "letter"
    ADDRESS_CODE = "address_code"


class Area(StrEnum):
    """Which pages a session is for: somebody who is both, is in one at a time."""

    STAFF = "staff"
    FAMILY = "family"


class Stage(StrEnum):
    """How far in: between the two factors, or after them."""

    PASSWORD = "password"  # noqa: S105  (the name of a stage)
    FULL = "full"


@dataclass(frozen=True, slots=True)
class AccountView:
    """A member of staff's way in. `totp_secret` is sealed."""

    person: PersonId
    password_hash: str | None
    totp_secret: bytes | None
    has_passkey: bool

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone is not enough."""
        return self.totp_secret is not None or self.has_passkey


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A WebAuthn credential."""

    id: bytes
    person: PersonId
    public_key: bytes
    sign_count: int
    label: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class SessionView:
    """Somebody who is in."""

    person: PersonId
    area: Area
    stage: Stage
    started_at: datetime
    seen_at: datetime

    def lasts(self, at: datetime, *, idle: timedelta, longest: timedelta) -> bool:
        """Whether it still counts: neither left alone for too long, nor too old."""
        return at < self.seen_at + idle and at < self.started_at + longest


def account(session: Session, person: PersonId) -> AccountView | None:
    """Somebody's open account."""
    row = session.get(AccountRow, person)
    if row is None or row.closed_at is not None:
        return None
    return AccountView(person, row.password_hash, row.totp_secret, bool(passkeys_of(session, person)))


def passkey(session: Session, credential: bytes) -> PasskeyView | None:
    """The passkey of this credential id."""
    row = session.get(PasskeyRow, credential)
    return _passkey(row) if row else None


def passkeys_of(session: Session, person: PersonId) -> list[PasskeyView]:
    """Somebody's passkeys, the oldest first."""
    rows = session.scalars(select(PasskeyRow).where(PasskeyRow.person_id == person).order_by(PasskeyRow.added_at))
    return [_passkey(row) for row in rows]


def session_of(session: Session, hashed: str) -> SessionView | None:
    """The session of this hash, unless it was ended. Whether it still `lasts` is for whoever knows the limits."""
    row = session.get(SessionRow, hashed)
    return _session(row) if row is not None and row.ended_at is None else None


def sessions_of(session: Session, person: PersonId) -> list[SessionView]:
    """Where somebody is in, the latest seen first."""
    rows = session.scalars(select(SessionRow).where(SessionRow.person_id == person, SessionRow.ended_at.is_(None)))
    return sorted(map(_session, rows), key=lambda view: view.seen_at, reverse=True)


def _passkey(row: PasskeyRow) -> PasskeyView:
    return PasskeyView(row.id, PersonId(row.person_id), row.public_key, row.sign_count, row.label, row.added_at)


def _session(row: SessionRow) -> SessionView:
    return SessionView(PersonId(row.person_id), Area(row.area), Stage(row.stage), row.started_at, row.seen_at)
