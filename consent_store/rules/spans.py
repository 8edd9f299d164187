"""Spans of time, in whole milliseconds from the first frame of a film or the start of a sound."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` to `end`, which is just outside."""

    start: int
    end: int


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as there can be, in order; empty ones go."""
    result: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def within(span: Span, spans: Iterable[Span]) -> bool:
    """Whether all of a span lies in others, taken together."""
    return any(other.start <= span.start and span.end <= other.end for other in merged(spans))


def outside(spans: Iterable[Span], of: Iterable[Span]) -> tuple[Span, ...]:
    """What of `spans` lies outside `of`."""
    left = merged(spans)
    for out in merged(of):
        left = tuple(part for span in left for part in _without(span, out))
    return left


def remaining(spans: Iterable[Span], out: Iterable[Span]) -> tuple[Span, ...]:
    """What of `spans` is left without `out`, in the time of what is left."""
    cuts = merged(out)

    def later(moment: int) -> int:
        return moment - sum(min(cut.end, moment) - cut.start for cut in cuts if cut.start < moment)

    return merged(Span(later(span.start), later(span.end)) for span in outside(spans, cuts))


def overlap(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """How many milliseconds two have in common."""
    ours, theirs = merged(spans), merged(others)
    return length(ours) + length(theirs) - length([*ours, *theirs])


def length(spans: Iterable[Span]) -> int:
    """How many milliseconds they take, taken together."""
    return sum(span.end - span.start for span in merged(spans))


def shared(spans: Iterable[Span], others: Iterable[Span]) -> float:
    """How much of the time of either they have in common: intersection over union, 0 to 1."""
    ours, theirs = merged(spans), merged(others)
    union = length([*ours, *theirs])
    return overlap(ours, theirs) / union if union else 0.0


def written(spans: Iterable[Span]) -> str:
    """As text: `0-1500 2000-2400`."""
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def read(text: str) -> tuple[Span, ...]:
    """The reverse of `written`. Raises `ValueError` for anything else."""
    pairs = [part.split("-") for part in text.split()]
    return tuple(Span(int(start), int(end)) for start, end in pairs)


def _without(span: Span, out: Span) -> list[Span]:
    parts = [Span(span.start, min(span.end, out.start)), Span(max(span.start, out.end), span.end)]
    return [part for part in parts if part.start < part.end]
