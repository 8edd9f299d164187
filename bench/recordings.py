"""Previews beside the length of what they show, the vault beside plain files, and the memory that two hours of film take.

The long films are drawn, small and slow, and all but repeat themselves, so that they are made in seconds: what grows with a film grows
with its length, its cuts and its faces. `recordings=10` takes films of ten and of one minute.
"""

import os
import subprocess
import sys
import tempfile
from itertools import chain, repeat
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, Final, cast

import cv2
import numpy as np

from app.analysis.weights import DEFAULT_CACHE
from app.demo.films import drawn_film
from app.media.film import Planes, open_film
from app.media.film_preview import make_preview
from app.media.film_writing import Coding, drafting_film
from app.media.sources import Source
from app.media.targets import Target
from app.vault import FolderVault, Keys
from bench._film import made, shots
from bench.report import Report

SECONDS: Final = 20
MINUTES: Final = 120
ROUNDS: Final = 3
SIZE: Final = (480, 270)
EACH: Final = 3.0  # seconds from one frame of a long film to the next
SCENE: Final = 100.0  # seconds after which it begins anew


def run(report: Report, minutes: int = MINUTES) -> None:
    """Every row of the table of recordings."""
    path, _ = made(DEFAULT_CACHE / "bench", SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        stored(report, path, Path(folder))
        memory(report, Path(folder), minutes)


def stored(report: Report, path: Path, folder: Path) -> None:
    """Reading and previewing a film in the vault, beside the same with plain files."""
    vault = FolderVault(folder / "vault", Keys.load_or_create(folder / "keys"))
    with path.open("rb") as file:
        name = vault.put_in_parts(file).name
    timed = [(reading(vault.reader(name)), reading(path), kept(vault, name), previewing(path, folder / "out.mp4")) for _ in range(ROUNDS)]
    served, plain, inside, outside = (float(np.median(each)) for each in zip(*timed, strict=True))
    report.row(f"every frame of {SECONDS} s of 1080p read from the vault, beside a file", served, plain)
    report.row("its preview made from the vault into it, beside files", inside, outside)
    report.row("  beside the length of the film", inside, float(SECONDS))


def reading(source: Source) -> float:
    """Seconds that every frame of a film takes."""
    begun = perf_counter()
    with open_film(source) as film:
        for _ in film:
            pass
    return perf_counter() - begun


def previewing(source: Source, out: Target) -> float:
    """Seconds that a preview takes."""
    begun = perf_counter()
    make_preview(source, out, progress=lambda _done, _of: None)
    return perf_counter() - begun


def kept(vault: FolderVault, name: str) -> float:
    """Seconds that a preview of a film in the vault takes, until it is in the vault too."""
    begun = perf_counter()
    with vault.draft() as draft:
        make_preview(vault.reader(name), cast(BinaryIO, draft), progress=lambda _done, _of: None)
        draft.seek(0)
        vault.shred(vault.put_in_parts(draft).name)
    return perf_counter() - begun


def memory(report: Report, folder: Path, minutes: int) -> None:
    """The peak of a process that finds people in a film and makes its preview, and of its largest box, beside that for a shorter film."""
    frames = scene()
    long, short = (peak(long_film(folder / f"{length}.mp4", frames, 60 * length)) for length in (minutes, max(1, minutes // 12)))
    report.row(f"peak memory of {minutes} min of film, beside {max(1, minutes // 12)} min: finding", long[0], short[0], "MB", 1000)
    report.row("  its preview", long[1], short[1], "MB", 1000)


def scene() -> list[Planes]:
    """The frames of a film that is over after `SCENE` seconds."""
    drawn = drawn_film(shots(SCENE), SIZE, 1 / EACH)
    return [np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8) for frame in drawn]


def long_film(path: Path, frames: list[Planes], seconds: float) -> Path:
    """A film that shows a scene over and over."""
    again = chain.from_iterable(repeat(frames))
    with drafting_film(path, SIZE, 1 / EACH, sound=False, coding=Coding("ultrafast", 23)) as film:
        for number in range(round(seconds / EACH)):
            film.show(number * EACH, next(again))
    return path


def peak(path: Path) -> tuple[float, float]:
    """Megabytes for finding and for the preview, each in a process of its own."""
    return measured("finding", path), measured("preview", path)


def measured(work: str, path: Path) -> float:
    """The peak of the process and of the largest box, in megabytes."""
    words = [sys.executable, "-m", "bench._film_peak", work, str(path)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ).stdout.split()[-1])
