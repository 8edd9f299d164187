"""Questions with an end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.asking import answer_by, is_open


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-22", "2026-12-22"),
        ("2026-12-22", "2027-01-22"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-12-31", "2027-01-31"),
        ("2026-05-31", "2026-06-30"),
    ],
)
def test_the_law_wants_an_answer_a_month_later(asked: str, due: str) -> None:
    assert answer_by(date.fromisoformat(asked)) == date.fromisoformat(due)


@given(st.dates(date(2020, 1, 1), date(2099, 1, 1)))
def test_never_more_than_a_month(asked: date) -> None:
    assert timedelta(days=28) <= answer_by(asked) - asked <= timedelta(days=31)


@pytest.mark.parametrize(("cancelled", "on", "open_"), [(False, 28, True), (False, 29, False), (False, 30, False), (True, 28, False)])
def test_until_when_a_yes_to_one_picture_may_be_said(cancelled: bool, on: int, open_: bool) -> None:
    assert is_open(date(2026, 11, 29), cancelled, date(2026, 11, on)) is open_
