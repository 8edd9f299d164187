"""What a school says of itself on receipts, and how it reminds families."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations.fields import email_address, optional_text
from consent_store.operations.school import school_row
from consent_store.records import ledger
from consent_store.records.queries.controller import Controller, Reminding
from consent_store.rules.entries import SettingRecorded
from consent_store.rules.terms import Setting

_LONGEST = 500
_MOST_DAYS, _MOST_TIMES = 60, 5


def say_who(session: Session, controller: Controller, *, actor: PersonId, at: datetime) -> None:
    """Keep who is responsible, whom to ask, and where things are kept. The ledger learns which of these changed. Raises `BadInput`."""
    ledger.lock(session)
    row = school_row(session)
    told = {
        "address": optional_text(controller.address, "address", _LONGEST),
        "email": email_address(controller.email),
        "privacy_contact": optional_text(controller.privacy_contact, "privacy_contact", _LONGEST),
        "storage": optional_text(controller.storage, "storage", _LONGEST),
    }
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        session.flush()
        ledger.append(session, SettingRecorded(Setting.CONTROLLER, " ".join(sorted(changed))), actor=actor, at=at)


def choose_reminding(session: Session, reminding: Reminding, *, actor: PersonId, at: datetime) -> None:
    """Choose after how many days, and how often, a family that does not answer is reminded; 0 times is never. Raises `BadInput`."""
    if not 1 <= reminding.days <= _MOST_DAYS:
        raise BadInput(f"Choose 1 to {_MOST_DAYS} days.", field="remind_days")
    if not 0 <= reminding.times <= _MOST_TIMES:
        raise BadInput(f"Remind at most {_MOST_TIMES} times.", field="remind_times")
    ledger.lock(session)
    row = school_row(session)
    if (row.remind_days, row.remind_times) != (reminding.days, reminding.times):
        row.remind_days, row.remind_times = reminding.days, reminding.times
        session.flush()
        ledger.append(session, SettingRecorded(Setting.REMINDING, f"{reminding.days} {reminding.times}"), actor=actor, at=at)
