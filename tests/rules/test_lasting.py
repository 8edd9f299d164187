"""How long a yes lasts: tables of ends, and that no choice of a school gives a yes that ends before it began."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.lasting import LONGEST, RENEWAL, Lasting, renewable

DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))
LASTING = st.builds(Lasting, months=st.integers(1, LONGEST)) | st.builds(
    lambda day: Lasting(last_day=(day.month, day.day)), st.dates(date(2001, 1, 1), date(2001, 12, 31))
)


@pytest.mark.parametrize(
    ("chosen", "said_on", "until"),
    [
        ("", "2026-11-20", None),
        ("year 07-31", "2026-11-20", "2027-08-01"),
        ("year 07-31", "2027-07-01", "2027-08-01"),
        ("year 07-31", "2027-07-02", "2028-08-01"),
        ("year 07-31", "2027-07-31", "2028-08-01"),
        ("year 07-31", "2027-08-01", "2028-08-01"),
        ("year 12-31", "2026-11-20", "2027-01-01"),
        ("year 12-31", "2026-12-20", "2028-01-01"),
        ("year 02-28", "2027-12-01", "2028-02-29"),
        ("months 12", "2026-11-20", "2027-11-20"),
        ("months 12", "2028-02-29", "2029-03-01"),
        ("months 1", "2027-01-31", "2027-03-01"),
        ("months 2", "2026-12-31", "2027-03-01"),
        ("months 24", "2026-12-01", "2028-12-01"),
    ],
)
def test_when_a_yes_ends(chosen: str, said_on: str, until: str | None) -> None:
    found = Lasting.parse(chosen).until(date.fromisoformat(said_on))
    assert found == (date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    "text", ["months", "months 0", "months 61", "months x", "year", "year 02-29", "year 13-01", "year 7-31", "never", " "]
)
def test_what_a_school_cannot_choose(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Lasting.parse(text)


@given(LASTING)
def test_its_text_says_all_of_it(lasting: Lasting) -> None:
    assert Lasting.parse(str(lasting)) == lasting


@given(LASTING, DAYS)
def test_a_yes_lasts_beyond_its_day_and_a_renewed_one_beyond_the_one_before(lasting: Lasting, day: date) -> None:
    end = lasting.until(day)
    assert end is not None
    assert end > day
    if lasting.last_day or (lasting.months or 0) > 1:
        renewed = lasting.until(end - RENEWAL + timedelta(days=1))
        assert renewed is not None
        assert renewed > end


@given(DAYS, DAYS)
def test_what_does_not_end_is_not_renewed(until: date, on: date) -> None:
    assert not renewable(None, on)
    assert renewable(until, on) == (on >= until - timedelta(days=30))
