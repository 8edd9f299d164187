"""What cutting leaves of a recording."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.spans import Span, outside, read, remaining
from consent_store.rules.trimming import gone, left
from tests.rules.build import strip, voice
from tests.strategies import spans

LENGTH = 20_000


@pytest.mark.parametrize(
    ("when", "trims", "strip_gone", "voice_gone"),
    [
        ("1000-2000", "", False, False),
        ("", "0-20000", False, False),
        ("1000-2000", "1000-2000", True, False),
        ("1000-2000", "850-2150", True, True),
        ("1000-2000", "851-2150", True, False),
        ("1000-2000", "850-2149", True, False),
        ("1000-2000", "850-1500 1500-2150", True, True),
        ("1000-2000", "850-1499 1500-2150", False, False),
        ("1000-2000 5000-6000", "0-4000", False, False),
        ("1000-2000 5000-6000", "0-4000 4500-6500", True, True),
        ("100-2000", "0-2150", True, True),
        ("19900-20000", "19000-20000", True, True),
        ("19900-20400", "19000-20000", True, True),
        ("20000-20400", "0-20000", False, False),
    ],
)
def test_somebody_is_gone_who_is_only_where_it_is_cut(when: str, trims: str, strip_gone: bool, voice_gone: bool) -> None:
    assert gone(strip("a", None, when=when), read(trims), LENGTH) is strip_gone
    assert gone(voice("a", None, when=when), read(trims), LENGTH) is voice_gone


def test_where_the_length_is_not_known_a_voice_rings_on_past_every_end() -> None:
    assert not gone(voice("a", None, when="19900-20000"), read("0-20000"))
    assert gone(voice("a", None, when="19900-20000"), read("0-20150"))


def test_left_are_the_others() -> None:
    there, cut = strip("a", None, when="0-1000"), strip("b", None, when="5000-6000")
    assert left([there, cut], read("4000-7000"), LENGTH) == [there]


@given(st.lists(spans, max_size=3), st.lists(spans, max_size=3))
def test_whoever_is_gone_is_at_no_moment_of_what_is_left(when: Sequence[Span], trims: Sequence[Span]) -> None:
    claim = strip("a", None, when=" ".join(f"{start}-{end}" for start, end in when))
    assert gone(claim, trims) == (bool(when) and not outside(when, trims))


@given(st.lists(spans, max_size=3), st.lists(spans, max_size=3))
def test_what_remains_is_told_in_the_time_of_what_is_left(when: Sequence[Span], trims: Sequence[Span]) -> None:
    """Walked through moment by moment, in steps of 100 ms."""
    moments = [tick for tick in range(0, 8000, 100) if not any(start <= tick < end for start, end in trims)]
    there = {number for number, tick in enumerate(moments) if any(start <= tick < end for start, end in when)}
    told = remaining(when, trims)
    assert {number for number in range(len(moments)) if any(start <= number * 100 < end for start, end in told)} == there
    assert all(one.end < other.start for one, other in pairwise(told))
