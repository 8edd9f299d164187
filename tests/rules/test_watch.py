"""Precision with its interval, and the floor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.watch import FEWEST_JUDGED, Precision, below_floor

counts = st.integers(0, 5000)


def test_wilsons_interval_as_published() -> None:
    low, high = Precision(81, 263 - 81).interval  # Newcombe (1998), table I: 81 of 263
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@given(counts, counts)
def test_the_interval_holds_the_rate_and_stays_a_share(confirmed: int, rejected: int) -> None:
    precision = Precision(confirmed, rejected)
    low, high = precision.interval
    assert 0 <= low <= high <= 1
    assert precision.rate is None or low - 1e-12 <= precision.rate <= high + 1e-12


@given(counts, counts, st.floats(0.01, 1))
def test_one_more_rejection_never_switches_it_back_on(confirmed: int, rejected: int, floor: float) -> None:
    assert not below_floor(Precision(confirmed, rejected), floor) or below_floor(Precision(confirmed, rejected + 1), floor)


def test_few_judgements_decide_nothing_and_enough_do() -> None:
    assert not below_floor(Precision(0, FEWEST_JUDGED - 1), 0.95)
    assert below_floor(Precision(FEWEST_JUDGED - 2, 2), 0.95)
    assert not below_floor(Precision(FEWEST_JUDGED - 1, 1), 0.95)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Precision(-1, 0)
    with pytest.raises(ValueError, match="floor"):
        below_floor(Precision(1, 1), 0)
