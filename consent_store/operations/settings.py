"""What a school sets besides its policy. Nothing that was said before changes by it."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations.school import school_row
from consent_store.records import ledger
from consent_store.rules.entries import SettingRecorded
from consent_store.rules.lasting import Lasting
from consent_store.rules.terms import Onlookers, Setting


def choose_lasting(session: Session, text: str, *, actor: PersonId, at: datetime) -> None:
    """Choose how long every yes lasts that is said from now on; `text` as `Lasting` writes it. Raises `BadInput`."""
    try:
        lasting = Lasting.parse(text)
    except ValueError as error:
        raise BadInput("Choose a number of months from 1 to 60, or a day that every year has.", field="yes_lasts") from error
    ledger.lock(session)
    row = school_row(session)
    if row.yes_lasts != str(lasting):
        row.yes_lasts = str(lasting)
        session.flush()
        ledger.append(session, SettingRecorded(Setting.YES_LASTS, str(lasting)), actor=actor, at=at)


def choose_onlookers(session: Session, onlookers: Onlookers, *, actor: PersonId, at: datetime) -> None:
    """Choose what guardians without authority see."""
    ledger.lock(session)
    row = school_row(session)
    if row.onlookers_see != onlookers:
        row.onlookers_see = onlookers
        session.flush()
        ledger.append(session, SettingRecorded(Setting.ONLOOKERS_SEE, onlookers.value), actor=actor, at=at)
