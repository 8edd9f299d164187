"""What Resemblyzer's network hears: the strength of 40 bands of pitch, a hundred times a second.

Windows of 25 ms (Hann), their power on Slaney's mel scale up to 8 kHz, each band divided by its width; no logarithm. The same numbers as
`librosa.feature.melspectrogram`, from the first sample on instead of around it.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
STEP = 160  # samples from one frame to the next
SPAN = 400  # samples that a frame covers
BANDS = 40

Sound = NDArray[np.float32]

_LINEAR_UP_TO = 1000.0  # hertz; from there on the scale is logarithmic
_PER_MEL = 200 / 3
_LOG_STEP = np.log(6.4) / 27


def mels(samples: Sound) -> Sound:
    """Samples float32 (n,) at 16 kHz, at least 400, as frames float32 (1 + (n - 400) // 160, 40)."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, SPAN)[::STEP]
    waves = np.fft.rfft(frames * _hann(), axis=1)
    power = np.square(waves.real) + np.square(waves.imag)
    return np.asarray(power @ _filters(), np.float32)


@cache
def _hann() -> Sound:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SPAN) / SPAN)).astype(np.float32)


@cache
def _filters() -> Sound:
    """Triangles of area 1 between neighbours on the mel scale, float32 (201, 40)."""
    edges = _hertz(np.linspace(0, _mel(RATE / 2), BANDS + 2))
    pitch = np.fft.rfftfreq(SPAN, 1 / RATE)[:, None]
    rising = (pitch - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - pitch) / (edges[2:] - edges[1:-1])
    return (np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])).astype(np.float32)


def _mel(hertz: float) -> float:
    return float(_LINEAR_UP_TO / _PER_MEL + np.log(hertz / _LINEAR_UP_TO) / _LOG_STEP)


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    bend = _LINEAR_UP_TO / _PER_MEL
    return np.where(mel < bend, mel * _PER_MEL, _LINEAR_UP_TO * np.exp(_LOG_STEP * (mel - bend)))
