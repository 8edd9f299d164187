"""Letters that go out by themselves, by day. Each round reads who is due, writes that down, and posts only then."""

from collections.abc import Callable
from datetime import datetime

import structlog

from app.jobs import answering, asking, coming_of_age, inviting, recalling, receipting, renewing
from app.jobs.workshop import Workshop
from app.traces import where
from consent_store.records.queries import school

_log = structlog.get_logger()
_FROM, _UNTIL = 8, 20  # o'clock on the school's wall: nobody is woken by a school
Round = Callable[[Workshop], None]
ROUNDS: tuple[Round, ...] = (
    asking.remind_asked,
    asking.warn_office,
    asking.let_guests_go,
    answering.tell,
    inviting.remind_unanswered,
    inviting.ask_again,
    recalling.remind,
    recalling.tell,
    coming_of_age.invite,
    coming_of_age.ask,
    renewing.ask,
    renewing.tell,
    receipting.send,
)


def remind(shop: Workshop, rounds: tuple[Round, ...] = ROUNDS) -> None:
    """Every round, once there is a school and while it is day there. One that fails stops no other: it comes again in an hour."""
    if not _by_day(shop, shop.now()):
        return
    for each in rounds:
        try:
            each(shop)
        except Exception as error:
            _log.error("round failed", round=each.__module__, error=type(error).__name__, where=where(error))


def _by_day(shop: Workshop, at: datetime) -> bool:
    with shop.services.db.reading() as session:
        return school.school(session) is not None and _FROM <= at.astimezone(school.policy(session).zone).hour < _UNTIL
