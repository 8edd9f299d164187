"""Run as a program: one photo from file to proposals in a process of its own; prints its peak memory in megabytes and the faces found."""

import sys
from pathlib import Path

import numpy as np

from app.analysis.matching import Register
from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.media.boxed import open_boxed
from consent_store.ids import PersonId


def main(photo: Path) -> None:
    """Analyse `photo` once, as a worker does."""
    engine = build_engine(DEFAULT_CACHE)
    people = np.random.default_rng(1).normal(0, 0.12, (5000, 128)).astype(np.float32)
    register = Register([PersonId(str(number)) for number in range(len(people))], people)
    pixels = open_boxed(photo).pixels
    [described] = engine.describe([pixels], engine.find([pixels]))
    engine.propose([each.descriptor for each in described], [each.quality.score for each in described], register)
    print(peak() // 1024, len(described))


def peak() -> int:
    """The most memory that this process had at once, in kB. What `getrusage` says was, after a fork, that of the parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
