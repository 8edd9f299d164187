"""What signing in needs kept: accounts, second factors, codes that open one thing once, and sessions.

Secrets come in as hashes, or sealed: nothing here could open anything. Where a wrong guess must be counted, the answer is a value and
not a refusal, so that the count is committed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Update

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.operations.fields import text
from consent_store.records.accounts import AccountRow, PasskeyRow, SessionRow, TokenRow
from consent_store.records.queries.accounts import Area, Stage, TokenUse
from consent_store.rules.terms import Role

MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """A token that was good, and whose it was; the set-up's belongs to nobody."""

    person: PersonId | None


def open_account(session: Session, person: PersonId, password_hash: str | None = None) -> None:
    """Give a member of staff a way in, or open a closed one again, without second factor. Raises `BadInput` for anybody else."""
    if people.kept(session, person).role != Role.STAFF:
        raise BadInput("Only members of staff have an account.", field="person")
    row = session.get(AccountRow, person)
    if row is not None and row.closed_at is None:
        raise Conflict("This person has an account already.", code="has_account")
    if row is None:
        row = AccountRow(person_id=person)
        session.add(row)
    row.password_hash, row.totp_secret, row.totp_step, row.closed_at = password_hash, None, 0, None
    session.flush()


def close_account(session: Session, person: PersonId, *, at: datetime) -> None:
    """Take somebody's way in away, with every session, code and passkey."""
    row = _account(session, person)
    row.closed_at, row.password_hash, row.totp_secret = at, None, None
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person))
    session.execute(delete(TokenRow).where(TokenRow.person_id == person))
    end_sessions(session, person, at=at)


def set_password(session: Session, person: PersonId, password_hash: str, *, at: datetime) -> None:
    """Change a password; every session ends."""
    _account(session, person).password_hash = password_hash
    end_sessions(session, person, at=at)


def set_totp(session: Session, person: PersonId, sealed: bytes | None) -> None:
    """Keep the sealed secret of a second factor, or forget it."""
    row = _account(session, person)
    row.totp_secret, row.totp_step = sealed, 0
    session.flush()


def record_totp(session: Session, person: PersonId, step: int) -> bool:
    """Use a time step up. False where it, or a later one, was used before: a code counts once."""
    fresh = (AccountRow.person_id == person, AccountRow.closed_at.is_(None), AccountRow.totp_step < step)
    return _changed_one(session, update(AccountRow).where(*fresh).values(totp_step=step))


def add_passkey(
    session: Session, person: PersonId, *, credential: bytes, public_key: bytes, sign_count: int, label: str, at: datetime
) -> None:
    """Keep a passkey. Raises `Conflict` for one that is known."""
    people.kept(session, person)
    if session.get(PasskeyRow, credential) is not None:
        raise Conflict("This passkey is known already.", code="passkey_known")
    row = PasskeyRow(id=credential, person_id=person, public_key=public_key, sign_count=sign_count, label=text(label, "label"), added_at=at)
    session.add(row)
    session.flush()


def use_passkey(session: Session, credential: bytes, sign_count: int) -> None:
    """Note a passkey's counter. Raises `Conflict` where it did not grow, which is what a copied key does; 0 counts nothing."""
    row = session.get(PasskeyRow, credential, with_for_update=True)
    if row is None:
        raise NotFound()
    if sign_count <= row.sign_count and (sign_count, row.sign_count) != (0, 0):
        raise Conflict("This passkey looks like a copy.", code="passkey_copied")
    row.sign_count = sign_count
    session.flush()


def remove_passkey(session: Session, person: PersonId, credential: bytes) -> None:
    """Forget one of somebody's passkeys. Raises `NotFound` for another's."""
    row = session.get(PasskeyRow, credential)
    if row is None or row.person_id != person:
        raise NotFound()
    session.delete(row)
    session.flush()


def issue_token(
    session: Session, use: TokenUse, person: PersonId | None, hashed: str, expires_at: datetime, *, beside: bool = False, at: datetime
) -> None:
    """Keep a code's hash until it is spent or late. Whatever was issued before for the same use and person no longer opens anything.

    `beside`: what was issued before still does, because it may be on paper already.
    """
    if not beside:
        forget_tokens(session, use, person)
    session.add(TokenRow(hash=hashed, use=use, person_id=person, made_at=at, expires_at=expires_at))
    session.flush()


def forget_tokens(session: Session, use: TokenUse, person: PersonId | None) -> None:
    """Nothing that was issued for a use and person opens anything any more."""
    session.execute(delete(TokenRow).where(TokenRow.use == use, TokenRow.person_id == person))


def spend_token(session: Session, use: TokenUse, hashed: str, *, guessing_at: Collection[PersonId] = (), at: datetime) -> Spent | None:
    """Use a code up, once; None where it is wrong, used, late, or was guessed at too often.

    A wrong one counts against the codes of `guessing_at`, the people for whom it was tried; commit to keep that count.
    """
    open_now = (TokenRow.use == use, TokenRow.used_at.is_(None), TokenRow.expires_at > at, TokenRow.attempts < MOST_ATTEMPTS)
    meant = TokenRow.person_id.in_(guessing_at) if guessing_at else TokenRow.hash == hashed
    if _changed_one(session, update(TokenRow).where(*open_now, TokenRow.hash == hashed, meant).values(used_at=at)):
        owner = session.scalar(select(TokenRow.person_id).where(TokenRow.hash == hashed))
        return Spent(PersonId(owner) if owner else None)
    guessed = update(TokenRow).where(*open_now, TokenRow.person_id.in_(guessing_at))
    session.execute(guessed.values(attempts=TokenRow.attempts + 1))
    return None


def start_session(session: Session, hashed: str, person: PersonId, area: Area, stage: Stage, *, at: datetime) -> None:
    """Somebody is in, or half in."""
    people.kept(session, person)
    session.add(SessionRow(hash=hashed, person_id=person, area=area, stage=stage, started_at=at, seen_at=at))
    session.flush()


def touch_session(session: Session, hashed: str, *, at: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SessionRow).where(SessionRow.hash == hashed, SessionRow.ended_at.is_(None)).values(seen_at=at))


def promote_session(session: Session, hashed: str, renewed: str, *, at: datetime) -> None:
    """From half in to in, under a new name, so that a name planted or seen before is worth nothing. Raises `NotFound`."""
    row = session.get(SessionRow, hashed)
    if row is None or row.ended_at is not None or row.stage != Stage.PASSWORD:
        raise NotFound()
    row.ended_at = at
    start_session(session, renewed, PersonId(row.person_id), Area(row.area), Stage.FULL, at=at)


def end_session(session: Session, hashed: str, *, at: datetime) -> None:
    """Somebody is out."""
    session.execute(update(SessionRow).where(SessionRow.hash == hashed, SessionRow.ended_at.is_(None)).values(ended_at=at))


def end_sessions(session: Session, person: PersonId, *, at: datetime) -> None:
    """Somebody is out everywhere."""
    session.flush()
    session.execute(update(SessionRow).where(SessionRow.person_id == person, SessionRow.ended_at.is_(None)).values(ended_at=at))


def end_all(session: Session, *, at: datetime) -> None:
    """Everybody is out everywhere, and no code opens anything any more."""
    session.execute(update(SessionRow).where(SessionRow.ended_at.is_(None)).values(ended_at=at))
    session.execute(delete(TokenRow))


def sweep(session: Session, before: datetime) -> None:
    """Forget sessions that ended, and codes that ran out, before a moment."""
    session.execute(delete(SessionRow).where(SessionRow.ended_at < before))
    session.execute(delete(SessionRow).where(SessionRow.seen_at < before))
    session.execute(delete(TokenRow).where(TokenRow.expires_at < before))


def _account(session: Session, person: PersonId) -> AccountRow:
    row = session.get(AccountRow, person)
    if row is None or row.closed_at is not None:
        raise NotFound()
    return row


def _changed_one(session: Session, change: Update) -> bool:
    """Whether a change found its row in the state it asks for: one statement, so that of two at once one finds nothing."""
    result = session.execute(change)
    return isinstance(result, CursorResult) and result.rowcount == 1
