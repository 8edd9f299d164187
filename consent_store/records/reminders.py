"""Which letters went out by themselves, so that nobody is reminded twice of one thing."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class ReminderRow(Base):
    """That somebody was reminded of a matter, how often and when last. `about` is an id or a date, where the matter says too little."""

    __tablename__ = "reminders"

    matter: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    about: Mapped[str] = mapped_column(primary_key=True, default="")
    times: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
