"""Voices: who speaks when in minutes of talk by several people, with overlap and noise, beside its own length and Resemblyzer's recipe.

The people are espeak-ng's, so where each of them speaks is known. Resemblyzer's recipe is told a sentence of each speaker beforehand; its
network runs in ONNX Runtime here, which is faster than torch. `python -m bench.voices FOLDER` does the same with sentences of
real people, NAME/*.flac.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from app.analysis import voices
from app.analysis.mel import STEP, mels
from app.analysis.runtime import session
from app.analysis.weights import DEFAULT_CACHE, voices_onnx
from app.commands.recordings import Progress
from app.media.sound import open_sound
from app.media.sound_masks import mask_sound
from app.media.sound_writing import writing_sound
from bench._conversation import RATE, Conversation, Sound, Spans, audible, conversation, spoken
from bench._diarisation import Score, score
from bench._processor import processor
from bench.faces import together
from bench.report import Report

MINUTES: Final = 10
SPEAKERS: Final = 5
EXCERPT: Final = 60  # seconds that the recipe gets: it describes sixteen windows a second
_PER_SECOND: Final = 16
_WINDOW: Final = 160  # frames
_LIKE: Final = 0.65  # from here on the recipe calls a moment a speaker's
_LEVEL: Final = 10 ** (-30 / 20)

Clips = Mapping[str, Sequence[Sound]]


def run(report: Report, minutes: int = MINUTES) -> None:
    """Every row of the table of voices."""
    measure(report, spoken(SPEAKERS), minutes)


def measure(report: Report, clips: Clips, minutes: int) -> None:
    """The same for anybody's sentences."""
    talk = conversation(clips, minutes * 60.0)
    with tempfile.TemporaryDirectory() as folder:
        recording = saved(talk.samples, Path(folder) / "talk.m4a")
        found = finding(report, recording, talk, minutes)
        masking(report, recording, found)
        memory(report, talk.samples, recording)
    beside_the_recipe(report, clips)


def saved(samples: Sound, path: Path) -> Path:
    """The samples as a file, as a phone makes it."""
    with writing_sound(path, path.suffix, RATE, 1) as writer:
        for start in range(0, len(samples), RATE):
            writer.write(samples[start : start + RATE, None])
    return path


def finding(report: Report, recording: Path, talk: Conversation, minutes: int) -> voices.Recording:
    """How long, and how wrong."""
    computed, started = processor(), perf_counter()
    with open_sound(recording, RATE, 1) as sound:
        found = voices.find((piece[:, 0] for piece in sound), DEFAULT_CACHE)
    seconds = minutes * 60.0
    took, work = perf_counter() - started, processor() - computed
    report.row(f"voices in {minutes} min of talk, file to spans, beside its length", took, seconds, goal=seconds / 40)
    report.row("  the same in processor time, box and all", work, seconds, goal=2 * seconds / 40)
    rows(report, score(talk.truth, spans_of(found)), len(found.voices), len(talk.truth))
    return found


def rows(report: Report, result: Score, found: int, speakers: int) -> None:
    """What is wrong with an answer."""
    report.row("  diarisation error rate", 100 * result.error_rate, None, "%", 10)
    report.row("    of it missed, where two speak at once", 100 * result.missed / result.speech, None, "%")
    report.row("  most speech of a second person under one name", result.mixed, None, "s", 2)
    report.row("  voices found", found, None, "voices", speakers)


def spans_of(found: voices.Recording) -> dict[str, Spans]:
    """As the score takes it."""
    return {str(voice.number): list(voice.spans) for voice in found.voices}


def masking(report: Report, recording: Path, found: voices.Recording) -> None:
    """Covering the first voice, the check of every second included."""
    started = perf_counter()
    mask_sound(recording, recording.with_name("out.m4a"), found.voices[0].spans, steps=quietly)
    report.row("  covering a voice and hearing it through, beside its length", perf_counter() - started, found.duration)


def quietly(step: str) -> Progress:
    """Tells nobody."""
    del step
    return lambda *_: None


def beside_the_recipe(report: Report, clips: Clips) -> None:
    """A minute, ours and Resemblyzer's way."""
    talk = conversation(clips, EXCERPT, seed=2)
    references = {
        name: np.concatenate([each[0][int(a * RATE) : int(b * RATE)] for a, b in audible(each[0])]) for name, each in clips.items()
    }
    ours, theirs = together(lambda: voices.find([talk.samples], DEFAULT_CACHE), partial(recipe, talk.samples, references), rounds=1)
    report.row(f"voices in {EXCERPT} s, beside Resemblyzer's recipe in ONNX", ours.seconds, theirs.seconds)
    wrong = [100 * score(talk.truth, answer).error_rate for answer in (spans_of(ours.answer), theirs.answer)]
    report.row("  diarisation error rate; the recipe knows all speakers", *wrong, "%", 10)


def recipe(samples: Sound, references: Mapping[str, Sound]) -> dict[str, Spans]:
    """Resemblyzer's second demo: windows of 1.6 s, sixteen a second, each its likest speaker's who was introduced beforehand."""
    network = session(voices_onnx(DEFAULT_CACHE), 2)
    introduced: Sound = np.array([described(network, each, 1.3).mean(axis=0) for each in references.values()])
    introduced /= np.linalg.norm(introduced, axis=1, keepdims=True)
    alike = described(network, samples, _PER_SECOND) @ introduced.T
    middle = _WINDOW * STEP / RATE / 2
    spans: dict[str, Spans] = {name: [] for name in references}
    for number, (likest, how) in enumerate(zip(alike.argmax(axis=1), alike.max(axis=1), strict=True)):
        if how >= _LIKE:
            at = middle + number / _PER_SECOND
            spans[list(references)[likest]].append((at - 0.5 / _PER_SECOND, at + 0.5 / _PER_SECOND))
    return spans


def described(network: object, samples: Sound, per_second: float) -> Sound:
    """A descriptor for each of so many windows a second, float32 (n, 256)."""
    frames = mels(samples * max(1.0, _LEVEL / float(np.sqrt(np.square(samples).mean()))))
    starts = np.arange(0, len(frames) - _WINDOW, RATE / STEP / per_second).astype(int)
    batches = [np.stack([frames[start : start + _WINDOW] for start in starts[first : first + 64]]) for first in range(0, len(starts), 64)]
    ends = np.array([_WINDOW - 1])
    return np.concatenate([network.run(None, {"mels": batch, "ends": ends})[0][:, 0] for batch in batches])  # type: ignore[attr-defined]


def memory(report: Report, samples: Sound, recording: Path) -> None:
    """What three times as much talk takes on top."""
    longer = saved(np.tile(samples, 3), recording.with_name("longer.m4a"))
    few, many = (peak_of(path) for path in (recording, longer))
    minutes = len(samples) / RATE / 60
    report.row(f"memory for {3 * minutes:.0f} min of talk, beside {minutes:.0f} min", many, few, "MB", 1000)
    report.row("  so that four hours would take", few + (many - few) / (2 * minutes) * (240 - minutes), None, "MB", 1000)


def peak_of(recording: Path) -> float:
    """Megabytes."""
    answer = subprocess.run([sys.executable, "-m", "bench._voices_peak", str(recording)], capture_output=True, text=True, check=True)
    return float(answer.stdout.split()[0])


def sentences_in(folder: Path) -> Clips:
    """NAME/*.flac."""
    found: dict[str, list[Sound]] = {}
    for path in sorted(folder.glob("*/*.flac")):
        with open_sound(path, RATE, 1) as sound:
            found.setdefault(path.parent.name, []).append(np.concatenate([piece[:, 0] for piece in sound]))
    return found


if __name__ == "__main__":
    measure(Report(), sentences_in(Path(sys.argv[1])), MINUTES)
