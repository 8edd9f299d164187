"""Conversations with a known truth: people take turns, now and then speak at once, and it is not quite silent around them."""

import io
import subprocess
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

RATE = 16_000

Sound = NDArray[np.float32]
Spans = list[tuple[float, float]]

_FRAME = RATE // 100
_QUIET = 0.03  # of a clip's loudest hundredth of a second: below it nobody speaks,
_FLOOR = 2.5  # nor below so many times what its quietest tenth is
_PAUSE = 0.3  # seconds of quiet inside a sentence that still belong to it
_LOUDNESS = 0.05
# Voices of espeak-ng that are as far apart as those of real people, found by trying a hundred: voice, pitch, words a minute.
_VOICES = (
    ("de+Marco", 30, 175), ("nl+aunty", 90, 155), ("en-us+m1", 15, 145), ("en-us+marcelo", 45, 165), ("de+anikaRobot", 60, 175),
    ("en-us+pablo", 90, 165), ("en-us+Hugo", 45, 145), ("fr+steph3", 30, 165),
)  # fmt: skip
_SENTENCES = (
    "Good morning everybody, today we go to the museum by bus, and everyone brings a lunch.",
    "I saw a heron by the pond this morning, standing very still among the reeds.",
    "Who has the key of the gym? The lights are still on and the door is locked.",
    "Our play begins at seven, and the second act is a little longer than the first.",
    "We measured the river at three places, and it was deepest near the old bridge.",
    "My grandmother bakes bread on Sundays, and the whole house smells of it.",
    "Please put the chairs back in rows of eight before you leave the hall.",
    "The train was late again, so we walked along the canal and counted boats.",
    "Nobody expected the younger team to win, but they played very well together.",
    "Write your name at the top of the page, and leave the last question for later.",
)


@dataclass(slots=True)
class Conversation:
    """A recording at 16 kHz, and when each speaker really speaks, in seconds."""

    samples: Sound
    truth: dict[str, Spans] = field(default_factory=dict)


def spoken(count: int, sentences: int = len(_SENTENCES)) -> dict[str, list[Sound]]:
    """So many sentences by each of `count` voices of espeak-ng, by the voice's name. Raises `FileNotFoundError` without espeak-ng."""
    return {voice: [_said(text, voice, pitch, pace) for text in _SENTENCES[:sentences]] for voice, pitch, pace in _VOICES[:count]}


def _said(text: str, voice: str, pitch: int, pace: int) -> Sound:
    command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(pace), "--stdout", text]
    with wave.open(io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)) as file:
        data, rate = np.frombuffer(file.readframes(10**9), "<i2"), file.getframerate()
    sound = data.astype(np.float32) / 32768
    times = np.arange(int(len(sound) / rate * RATE)) / RATE
    return np.interp(times, np.arange(len(sound)) / rate, sound).astype(np.float32)


def conversation(
    clips: Mapping[str, Sequence[Sound]], seconds: float, seed: int = 1, overlap: float = 0.15, noise: float = 20
) -> Conversation:
    """People of `clips` in turn, the same never twice, a share of `overlap` of the turns beginning before the last has ended, in pink
    noise so many decibels below the speech.
    """
    chance = np.random.default_rng(seed)
    made = Conversation(np.zeros(int(seconds * RATE), np.float32), {name: [] for name in clips})
    loudness = {name: _LOUDNESS * 10 ** chance.uniform(-0.2, 0.2) for name in clips}
    end, last = 0.5, ""
    while True:
        name = str(chance.choice([each for each in clips if each != last or len(clips) == 1]))
        clip = clips[name][chance.integers(len(clips[name]))]
        gap = -chance.uniform(0.8, 2.5) if chance.random() < overlap and last else chance.uniform(0.2, 1.0)
        start = max(0.0, end + gap)
        if start + len(clip) / RATE + 0.5 > seconds:
            break
        _place(made, name, clip * (loudness[name] / _level(clip)), start)
        end, last = max(end, start + len(clip) / RATE), name
    made.samples += _pink(len(made.samples), chance) * _LOUDNESS * 10 ** (-noise / 20)
    return made


def _place(made: Conversation, name: str, clip: Sound, start: float) -> None:
    first = int(start * RATE)
    made.samples[first : first + len(clip)] += clip
    made.truth[name] += [(start + one, start + other) for one, other in audible(clip)]


def audible(clip: Sound) -> Spans:
    """When there is something to hear in a clean clip, short pauses included."""
    frames = clip[: len(clip) // _FRAME * _FRAME].reshape(-1, _FRAME)
    loud = np.sqrt((frames**2).mean(axis=1))
    spans: Spans = []
    for frame in np.flatnonzero(loud > max(_QUIET * loud.max(), _FLOOR * np.quantile(loud, 0.1))).tolist():
        if spans and frame / 100 - spans[-1][1] <= _PAUSE:
            spans[-1] = (spans[-1][0], (frame + 1) / 100)
        else:
            spans.append((frame / 100, (frame + 1) / 100))
    return spans


def _level(clip: Sound) -> float:
    return float(np.sqrt((clip[np.abs(clip) > 0.01 * np.abs(clip).max()] ** 2).mean()))


def _pink(count: int, chance: np.random.Generator) -> Sound:
    """Noise with the same power in each octave, of level 1."""
    spectrum = np.fft.rfft(chance.normal(size=count)) / np.sqrt(np.maximum(np.arange(count // 2 + 1), 1))
    noise = np.fft.irfft(spectrum, count)
    return (noise / noise.std()).astype(np.float32)
