"""When a family that does not answer is reminded: a few times, each later than the one before, and then no more."""

from datetime import datetime, timedelta


def due_at(last_at: datetime, times: int, days: int, most: int) -> datetime | None:
    """When the next reminder goes, after `times` of at most `most`, the last letter at `last_at`; None: no more.

    The first waits `days` after the invitation, the second twice as long after the first, and so on.
    """
    return last_at + timedelta(days=days * (times + 1)) if times < most else None
