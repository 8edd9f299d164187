"""Run as a program: one photo from file to proposals in a process of its own; prints its peak memory in megabytes and the faces found."""

import resource
import sys
from pathlib import Path

import numpy as np

from app.analysis.matching import Register
from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.media.images import open_picture
from consent_store.ids import PersonId


def main(photo: Path) -> None:
    """Analyse `photo` once, as a worker does."""
    engine = build_engine(DEFAULT_CACHE)
    people = np.random.default_rng(1).normal(0, 0.12, (5000, 128)).astype(np.float32)
    register = Register([PersonId(str(number)) for number in range(len(people))], people)
    pixels = open_picture(photo).pixels
    [described] = engine.describe([pixels], engine.find([pixels]))
    engine.propose([each.descriptor for each in described], [each.quality.score for each in described], register)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(described))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
