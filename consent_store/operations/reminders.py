"""A letter goes out by itself: that is written down before it leaves, so that a crash loses a letter rather than doubles it."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records.reminders import ReminderRow


def record(session: Session, matter: str, person: PersonId, about: str = "", *, at: datetime) -> None:
    """Write down that somebody is reminded of a matter."""
    row = session.get(ReminderRow, (matter, person, about))
    if row is None:
        row = ReminderRow(matter=matter, person_id=person, about=about, times=0)
        session.add(row)
    row.times, row.last_at = row.times + 1, at
    session.flush()
