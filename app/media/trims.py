"""What is left of a recording from which parts are cut out: moments of the one in the time of the other, and back."""

from collections.abc import Iterable
from math import floor

from consent_store.rules.spans import Span, merged, outside

__all__ = ["Left", "NothingLeft"]

_SECOND, _ROUNDED = 1000, 1e-6  # milliseconds, and of one what a fraction may lack: at 8.04 s are 8039.9… of them


class NothingLeft(Exception):
    """All of a recording would be cut out."""


class Left:
    """What `trims` leave, as a time of its own without them."""

    def __init__(self, trims: Iterable[Span]) -> None:
        self.trims = merged(trims)

    def keeps(self, time: float) -> bool:
        """Whether the moment at `time`, in seconds of the whole, is not cut out: whole milliseconds count, as of who is seen."""
        moment = floor(time * _SECOND + _ROUNDED)
        return not any(start <= moment < end for start, end in self.trims)

    def after(self, time: float) -> float:
        """When the moment at `time` is in what is left, in seconds; of one that is cut out: when that cut is."""
        return time - sum(min(time, end / _SECOND) - start / _SECOND for start, end in self.trims if start / _SECOND < time)

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """What is left of `spans`, in the time of what is left."""
        return merged(Span(self._moved(span.start), self._moved(span.end)) for span in outside(spans, self.trims))

    def _moved(self, moment: int) -> int:
        return moment - sum(min(moment, end) - start for start, end in self.trims if start < moment)
