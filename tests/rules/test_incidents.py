"""By when a case wants an answer."""

from datetime import date

import pytest

from consent_store.rules.incidents import due


@pytest.mark.parametrize(
    ("opened", "wanted"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # a Monday
        (date(2026, 11, 27), date(2026, 12, 4)),  # a Friday
        (date(2026, 11, 28), date(2026, 12, 4)),  # a Saturday
        (date(2026, 11, 29), date(2026, 12, 4)),  # a Sunday
    ],
)
def test_an_answer_is_due_after_five_working_days(opened: date, wanted: date) -> None:
    assert due(opened) == wanted
