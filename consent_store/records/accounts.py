"""Who may come in: accounts of people, their duties, second factors, codes and sessions. Secrets are kept as hashes or sealed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class AccountRow(Base):
    """A member of staff's way in. `totp_secret` is sealed by the vault; `totp_step` is the last time step used."""

    __tablename__ = "accounts"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[bytes | None]
    totp_step: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]


class DutyRow(Base):
    """What a member of staff may do."""

    __tablename__ = "duties"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    duty: Mapped[str] = mapped_column(primary_key=True)


class PasskeyRow(Base):
    """A WebAuthn credential."""

    __tablename__ = "passkeys"

    id: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    label: Mapped[str]
    added_at: Mapped[datetime]


class TokenRow(Base):
    """A secret that opens one thing once: a family's code, a staff invitation, the set-up link. Only its hash is kept."""

    __tablename__ = "tokens"

    hash: Mapped[str] = mapped_column(primary_key=True)
    use: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """Somebody who is in. `stage` is `password` between the two factors and `full` after them."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    area: Mapped[str]
    stage: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
