"""How wrong a diarisation is: the share of speech that was missed, invented, or given to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Spans = Sequence[tuple[float, float]]

_STEP = 0.01  # seconds
COLLAR = 0.25  # seconds around each true beginning and end that are not scored: nobody hears them more exactly


@dataclass(frozen=True, slots=True)
class Score:
    """Seconds of speech, of speech missed, of speech that is none or too many, and of speech under another's name."""

    speech: float
    missed: float
    invented: float
    confused: float
    mixed: float  # the most that one voice carries of somebody who is not its main speaker

    @property
    def error_rate(self) -> float:
        """Diarisation error rate, as NIST defines it; 0 where there is nothing to find and nothing was found."""
        wrong = self.missed + self.invented + self.confused
        return wrong / self.speech if self.speech else float(wrong > 0)


def score(truth: Mapping[str, Spans], found: Mapping[str, Spans], collar: float = COLLAR) -> Score:
    """Beside a known truth, voices matched to speakers in the way that agrees best; moments when several speak count for each."""
    count = 1 + int(max((end for spans in [*truth.values(), *found.values()] for _, end in spans), default=0) / _STEP)
    real, heard = _frames(truth, count), _frames(found, count)
    counted = ~_near_edges(truth, count, collar)
    real, heard = real & counted, heard & counted
    together = real.astype(np.int64) @ heard.T.astype(np.int64)
    rows, columns = linear_sum_assignment(-together)
    right = (real[rows] & heard[columns]).sum()
    said, named = real.sum(axis=0), heard.sum(axis=0)
    missed, invented = np.maximum(said - named, 0).sum(), np.maximum(named - said, 0).sum()
    confused = np.minimum(said, named).sum() - right
    return Score(*(float(frames) * _STEP for frames in (said.sum(), missed, invented, confused, _mixed(real, heard))))


def _frames(voices: Mapping[str, Spans], count: int) -> NDArray[np.bool_]:
    marked = np.zeros((len(voices), count), bool)
    for row, spans in zip(marked, voices.values(), strict=True):
        for start, end in spans:
            row[round(start / _STEP) : round(end / _STEP)] = True
    return marked


def _near_edges(truth: Mapping[str, Spans], count: int, collar: float) -> NDArray[np.bool_]:
    near = np.zeros(count, bool)
    for edge in (edge for spans in truth.values() for span in spans for edge in span):
        near[max(0, round((edge - collar) / _STEP)) : round((edge + collar) / _STEP)] = True
    return near


def _mixed(real: NDArray[np.bool_], heard: NDArray[np.bool_]) -> int:
    """Frames of a second speaker alone under one voice. Where its main speaker speaks too, the voice is rightly there."""
    most = 0
    for voice in heard:
        shares = (real & voice).sum(axis=1)
        if len(shares) > 1:
            own = real[shares.argmax()]
            most = max(most, *((other & voice & ~own).sum() for number, other in enumerate(real) if number != shares.argmax()))
    return most
