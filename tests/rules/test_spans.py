"""Spans of time, against a set of milliseconds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consent_store.rules.spans import Span, length, merged, outside, overlap, read, shared, within, written

spans = some.lists(some.builds(Span, some.integers(0, 30), some.integers(0, 30)), max_size=6)


def moments(found: "list[Span] | tuple[Span, ...]") -> set[int]:
    """Every millisecond in some spans."""
    return {moment for span in found for moment in range(span.start, span.end)}


@given(spans)
def test_merged_spans_are_the_same_time_in_order_and_apart(found: list[Span]) -> None:
    result = merged(found)
    assert moments(result) == moments(found)
    assert all(one.end < other.start for one, other in pairwise(result)) and all(one.start < one.end for one in result)


@given(spans, spans)
def test_what_is_outside_common_and_shared(ours: list[Span], theirs: list[Span]) -> None:
    one, other = moments(ours), moments(theirs)
    assert moments(outside(ours, theirs)) == one - other
    assert (length(ours), overlap(ours, theirs)) == (len(one), len(one & other))
    assert shared(ours, theirs) == (len(one & other) / len(one | other) if one | other else 0)


@given(some.builds(Span, some.integers(0, 30), some.integers(0, 30)).filter(lambda span: span.start < span.end), spans)
def test_a_span_is_within_others_taken_together(span: Span, others: list[Span]) -> None:
    assert within(span, others) == (moments([span]) <= moments(others))


@given(spans)
def test_what_is_written_is_read(found: list[Span]) -> None:
    assert read(written(found)) == tuple(found)


@pytest.mark.parametrize("text", ["1", "1-", "a-b", "1-2-3"])
def test_anything_else_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)
