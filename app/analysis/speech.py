"""Where somebody speaks: Silero's voice detector, run over a stream, and the spans that its numbers make."""

from pathlib import Path

import numpy as np

from app.analysis import weights
from app.analysis.mel import RATE, Sound
from app.analysis.runtime import session
from app.analysis.voice_networks import CONTEXT, STATE, WINDOW

STEP = WINDOW / RATE  # seconds between two numbers

_BEGINS = 0.5  # how sure the detector must be that somebody begins to speak,
_ENDS = 0.35  # and below which they have stopped
_PAUSE = 0.3  # seconds: a shorter silence is a breath
_SHORTEST = 0.15  # seconds: what is shorter is a click
_MARGIN = 0.06  # seconds around what was heard: words begin and end softly

Spans = list[tuple[float, float]]


class SpeechDetector:
    """Hears one recording, piece by piece, in order."""

    def __init__(self, cache: Path, threads: int) -> None:
        self._session = session(weights.speech_onnx(cache), threads)
        self._state = [np.zeros((1, 1, STATE), np.float32)] * 2
        self._rest = np.zeros(CONTEXT, np.float32)

    def hear(self, samples: Sound) -> Sound:
        """How surely somebody speaks in each 32 ms that are now whole, float32 (n,), for samples float32 at 16 kHz."""
        heard = np.concatenate([self._rest, samples])
        count = (len(heard) - CONTEXT) // WINDOW
        self._rest = heard[count * WINDOW :]
        if not count:
            return np.empty(0, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(heard, CONTEXT + WINDOW)[: count * WINDOW : WINDOW]
        hidden, cell = self._state
        sure, *self._state = self._session.run(None, {"windows": windows, "hidden": hidden, "cell": cell})
        return np.asarray(sure, np.float32)


def spans(sure: Sound) -> Spans:
    """When somebody speaks, in seconds, for what the detector said of each 32 ms."""
    found: Spans = []
    for start, end in _runs(sure):
        if found and start - found[-1][1] < _PAUSE:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    last = len(sure) * STEP
    return [(max(0.0, start - _MARGIN), min(last, end + _MARGIN)) for start, end in found if end - start >= _SHORTEST]


def _runs(sure: Sound) -> Spans:
    """Stretches that begin where the detector is sure and end where it is not any more."""
    state = np.where(sure >= _BEGINS, 1, np.where(sure < _ENDS, 0, -1))
    known = np.maximum.accumulate(np.where(state >= 0, np.arange(len(sure)), -1))
    speaking = np.where(known >= 0, state[np.maximum(known, 0)], 0)
    edges = np.flatnonzero(np.diff(speaking, prepend=0, append=0))
    return [(float(start) * STEP, float(end) * STEP) for start, end in edges.reshape(-1, 2)]
