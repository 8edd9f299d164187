"""Somebody is invited to answer, by e-mail or by a letter on paper. Words and links are made elsewhere; here is kept that it was sent."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations import accounts, reminders
from consent_store.records import ledger
from consent_store.records.queries import people
from consent_store.records.queries.accounts import TokenUse
from consent_store.records.queries.invitations import MATTER, Way
from consent_store.records.reminders import ReminderRow

CODE_LASTS = timedelta(days=60)


def invite(session: Session, invited: Collection[PersonId], way: Way, *, at: datetime) -> None:
    """Keep that these people are invited. Raises `BadInput` for whoever is not in the register, or has no address to write to."""
    ledger.lock(session)
    known = people.people(session, invited)
    if any(person not in known or known[person].erased for person in invited):
        raise BadInput("Somebody among these is no longer in the register.", field="people")
    if way is Way.MAIL and any(known[person].email is None for person in invited):
        raise BadInput("Somebody among these has no e-mail address.", field="people")
    earlier = list(session.scalars(select(ReminderRow).where(ReminderRow.matter == MATTER)))  # kept in hand: one query for all
    for person in dict.fromkeys(invited):
        reminders.record(session, MATTER, person, way, at=at)
    del earlier


def issue_code(session: Session, person: PersonId, hashed: str, *, at: datetime) -> datetime:
    """Keep the hash of a code that is printed on a letter, and say until when it works.

    Codes on letters printed earlier go on working: nobody can call paper back. Using one ends all.
    """
    until = at + CODE_LASTS
    accounts.issue_token(session, TokenUse.LETTER, person, hashed, until, beside=True, at=at)
    return until


def spend_code(session: Session, hashed: str, *, at: datetime) -> PersonId | None:
    """Use a letter's code up, with every other letter's for the same person; None where it is wrong, used or late."""
    spent = accounts.spend_token(session, TokenUse.LETTER, hashed, at=at)
    if spent is None or spent.person is None:
        return None
    accounts.forget_tokens(session, TokenUse.LETTER, spent.person)
    return spent.person
