"""What trimming leaves has a time of its own: nothing of what is cut out is in it, and everything else is, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.media.sound_covers import inside
from app.media.trims import Left
from consent_store.rules.spans import Span

WHOLE = 3000  # milliseconds
spans = st.lists(st.builds(lambda start, length: Span(start, start + length), st.integers(0, WHOLE), st.integers(1, 900)), max_size=5)


def samples(which: list[Span]) -> np.ndarray:
    """One for each millisecond."""
    marked = np.zeros(WHOLE, bool)
    for start, end in which:
        marked[start:end] = True
    return marked


@given(spans, spans)
def test_spans_are_where_their_samples_are_once_the_others_are_gone(trims: list[Span], covered: list[Span]) -> None:
    kept = samples(covered)[~samples(trims)]
    assert np.array_equal(inside(Left(trims).spans(covered), 0, len(kept), 1000), kept)


@given(spans, st.integers(0, WHOLE - 1))
def test_a_moment_comes_after_as_much_as_is_left_before_it(trims: list[Span], moment: int) -> None:
    left = Left(trims)
    assert left.keeps(moment / 1000) == (not samples(trims)[moment])
    assert round(left.after(moment / 1000) * 1000) == (~samples(trims)[:moment]).sum()


def test_a_cut_begins_with_the_very_frame_at_its_moment() -> None:
    moments = range(0, 4 * 3_600_000, 997)
    assert [moment for moment in moments if Left([Span(moment, moment + 1)]).keeps(moment / 1000)] == []
    assert [moment for moment in moments if not Left([Span(moment - 1, moment)]).keeps(moment / 1000)] == []


@given(spans, st.integers(0, WHOLE), st.integers(1, 200), st.sampled_from([8000, 44_100, 48_000]))
def test_pieces_of_sound_know_which_of_their_samples_are_inside(which: list[Span], start: int, length: int, rate: int) -> None:
    first, count = start * rate // 1000, length * rate // 1000
    merged = Left(which).trims
    whole = inside(merged, 0, 5 * rate, rate)
    assert np.array_equal(inside(merged, first, count, rate), whole[first : first + count])
    assert abs(whole.sum() - sum(span.end - span.start for span in merged) * rate / 1000) <= len(merged)
