"""Plain values for rules that need no network."""

import numpy as np

from app.analysis.ports import Flaw, Quality
from app.analysis.thresholds import Thresholds

GOOD = Quality(size=120, sharpness=20, pose=0.1, tilt=2, light=130)
POOR = Quality(size=20, sharpness=3, pose=0.1, tilt=2, light=130, flaws=(Flaw.SMALL, Flaw.BLURRED))
LIMITS = Thresholds(describer="tests", sure=0.45, margin=0.12, unsure=0.57, group=0.45)


def at(*places: float) -> np.ndarray:
    """Descriptors on a line, so that distances can be read off: `at(0, 0.4)` are 0.4 apart."""
    rows = np.zeros((len(places), 4), np.float32)
    rows[:, 0], rows[:, 1] = places, 1
    return rows
