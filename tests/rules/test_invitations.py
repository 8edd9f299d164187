"""Reminders come later each time, and end by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from consent_store.rules.invitations import due_at

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(("times", "days"), [(0, 7), (1, 14), (2, 21), (3, None), (4, None)])
def test_each_is_later_and_after_three_there_are_no_more(times: int, days: int | None) -> None:
    assert due_at(AT, times, 7, 3) == (None if days is None else AT + timedelta(days=days))


def test_a_school_may_want_none() -> None:
    assert due_at(AT, 0, 7, 0) is None
