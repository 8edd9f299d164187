"""The honest watch over recognition: where people reject too much of what it was sure of, it switches itself off and says so."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.operations import school
from consent_store.records.queries import school as questions
from consent_store.records.queries import templates
from consent_store.rules.terms import SYSTEM
from consent_store.rules.watch import below_floor

BELOW_FLOOR = "Too much of what recognition was sure of was rejected, so it switched itself off."


def enforce_floor(session: Session, *, at: datetime) -> bool:
    """Switch recognition off for the school where its precision lies below the floor. Says whether it did so now."""
    if not questions.opened(session).recognition_on or not below_floor(templates.precision(session)):
        return False
    school.switch_recognition(session, False, why=BELOW_FLOOR, actor=SYSTEM, at=at)
    return True
