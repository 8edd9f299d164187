"""Drawn voices: a hum from the throat, coloured by a mouth that moves from vowel to vowel. Nobody speaks, and it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

# The first three resonances of a child's mouth, in hertz, for a, e, i, o, u.
VOWELS = ((1000, 1500, 3000), (650, 2300, 3200), (380, 2900, 3600), (600, 1000, 3000), (420, 950, 2900))
_WIDTH = 110  # hertz, of each
_HISS = 0.03  # seconds for which a consonant is heard
_HIGHEST = 5000  # hertz
_SYLLABLE = 0.22  # seconds


@dataclass(frozen=True, slots=True)
class Voice:
    """`pitch` in hertz; `mouth` is how long the mouth is beside a child's: larger sounds lower."""

    pitch: float
    mouth: float = 1.0


def speech(voice: Voice, seconds: float, rate: int, seed: int) -> Samples:
    """So many seconds of one voice, float32 (n,), between -1 and 1."""
    draw = np.random.default_rng((seed, 83))
    count = round(seconds / _SYLLABLE)
    sound = np.concatenate([_syllable_of(voice, VOWELS[draw.integers(len(VOWELS))], rate, draw) for _each in range(count)])
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def mixed(parts: Sequence[tuple[float, Samples]], seconds: float, rate: int) -> Samples:
    """Pieces of sound, each from its second on, over the murmur of a hall; float32 (n,)."""
    whole = np.random.default_rng(89).normal(0, 0.002, round(seconds * rate)).astype(np.float32)
    for start, part in parts:
        first = round(start * rate)
        whole[first : first + len(part)] += part[: len(whole) - first]
    return whole


def _syllable_of(voice: Voice, vowel: Sequence[int], rate: int, draw: np.random.Generator) -> Samples:
    """One swell: the tones of the throat, each as loud as the mouth lets it through."""
    times = np.arange(round(_SYLLABLE * rate)) / rate
    pitch = voice.pitch * (1 + draw.uniform(-0.12, 0.12)) * (1 + 0.06 * np.sin(2 * np.pi * 2.3 * times))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    tones = np.arange(1, int(_HIGHEST / voice.pitch))
    at = tones * voice.pitch * voice.mouth
    through = [1 / np.hypot(1 - (at / top) ** 2, at * _WIDTH / top**2) for top in vowel]
    sound = np.sin(np.outer(tones, phase)).T @ (np.prod(through, axis=0) / tones)
    hiss = np.diff(draw.normal(0, 0.3, len(times) + 1)) * np.exp(-times / _HISS) * np.abs(sound).max() / 4
    return np.asarray(sound * np.sin(np.pi * times / _SYLLABLE) ** 0.6 + hiss, np.float32)
