"""A recording heard once, as a stream: how surely somebody speaks in each 32 ms, and two descriptors for each moment of speech.

Nothing else is kept, and that only in memory while the voices of this one recording are told apart: 5 kB for a second of speech, so that
hours fit.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.analysis import speech, weights
from app.analysis.diarisation import Descriptors, Moments
from app.analysis.mel import RATE, SPAN, STEP, Sound, mels
from app.analysis.runtime import session
from app.analysis.voice_networks import DESCRIPTOR

MOMENT = 0.4
"""Seconds from the middle of a moment to that of the next."""

_FRAMES = 40  # of mel in a moment
_SHORT, _LONG = 80, 160  # frames that are described from where a window begins
_BEFORE = 2  # moments of silence before the beginning, so that the first words have windows around them
_LEVEL = 0.008  # mean strength of a band in speech at -30 dBFS, which the network was trained on
_QUIETEST = 1e-9
_SPOKEN = 0.35  # how sure the detector must be that a step is speech
_SHARE = 0.2  # of the shorter window that must be speech for a moment to be described,
_CLEAR = 0.6  # and for a voice to be learnt from it
_BATCH = 24
_BLOCK = RATE * 30


class Listener:
    """Hears one recording: `hear` its samples in order, `close`, then ask. Safe for one thread at a time."""

    def __init__(self, cache: Path, threads: int) -> None:
        self._detector = speech.SpeechDetector(cache, 1)
        # A thread for each batch: threads within one would wait for each other 480 times, once a step and layer.
        self._session = session(weights.voices_onnx(cache), 1)
        self._pool = ThreadPoolExecutor(threads)
        self._sure: list[Sound] = []
        self._waiting = np.zeros(_BEFORE * _FRAMES * STEP, np.float32)
        self._first = -_BEFORE  # the moment with which what is waiting begins
        self._found: list[Moments] = []
        self.samples = 0

    def hear(self, samples: Sound) -> None:
        """The next samples, float32 (n,) at 16 kHz."""
        self.samples += len(samples)
        self._sure.append(self._detector.hear(samples))
        self._waiting = np.concatenate([self._waiting, samples])
        if len(self._waiting) >= _BLOCK:
            self._describe()

    def close(self) -> None:
        """There are no more samples."""
        self._waiting = np.concatenate([self._waiting, np.zeros((_LONG + _FRAMES) * STEP, np.float32)])
        self._describe()
        self._pool.shutdown()

    @property
    def speech(self) -> speech.Spans:
        """When somebody speaks, in seconds."""
        return [(start, min(end, self.samples / RATE)) for start, end in speech.spans(np.concatenate(self._sure or [_NOTHING]))]

    def moments(self) -> Moments:
        """Every moment of speech, with windows around the same middle: a long one begins a moment before the short one."""
        steps = np.concatenate([part.steps for part in self._found] or [np.empty(0, np.int64)])
        short, long = (np.concatenate([getattr(part, name) for part in self._found] or [_NO_VOICES]) for name in ("short", "long"))
        clear = np.concatenate([part.clear for part in self._found] or [np.empty(0, bool)])
        before = np.searchsorted(steps, steps - 1)
        there = steps[before] == steps - 1 if len(steps) else clear
        return Moments(steps, short, long[np.where(there, before, np.arange(len(steps)))], clear)

    def _describe(self) -> None:
        """Every moment whose windows are whole; what later ones need goes on waiting."""
        count = (len(self._waiting) - SPAN - (_LONG - 1) * STEP) // (_FRAMES * STEP) + 1
        shares = self._shares(count)
        spoken = np.flatnonzero(shares >= _SHARE)
        if len(spoken):
            windows = np.lib.stride_tricks.sliding_window_view(mels(self._waiting), _LONG, axis=0)[::_FRAMES].transpose(0, 2, 1)
            batches = [windows[spoken[start : start + _BATCH]] for start in range(0, len(spoken), _BATCH)]
            described = np.concatenate(list(self._pool.map(self._run, batches)))
            self._found.append(Moments(self._first + spoken, described[:, 0], described[:, 1], shares[spoken] >= _CLEAR))
        self._waiting = self._waiting[count * _FRAMES * STEP :]
        self._first += count

    def _shares(self, count: int) -> Sound:
        """The share of each moment's shorter window that is speech."""
        heard = np.concatenate([[0], np.cumsum(np.concatenate(self._sure or [_NOTHING]) >= _SPOKEN)])
        begins = (self._first + np.arange(count)) * MOMENT
        first, last = (np.clip((begins + after) / speech.STEP, 0, len(heard) - 1).astype(int) for after in (0, _SHORT * STEP / RATE))
        return np.asarray((heard[last] - heard[first]) / (_SHORT * STEP / RATE / speech.STEP), np.float32)

    def _run(self, windows: Sound) -> Descriptors:
        """Descriptors float32 (n, 2, 256) of windows (n, 160, 40), each brought to the level that the network knows."""
        level = np.maximum(windows.mean(axis=(1, 2), keepdims=True), _QUIETEST)
        (described,) = self._session.run(None, {"mels": windows * (_LEVEL / level), "ends": np.array([_SHORT - 1, _LONG - 1])})
        return np.asarray(described, np.float32)


_NOTHING = np.empty(0, np.float32)
_NO_VOICES = np.empty((0, DESCRIPTOR), np.float32)
