"""Run as a program: the voices of one recording in a process of its own; prints its peak memory in megabytes, with that of its box."""

import resource
import sys
from pathlib import Path

from app.analysis.voices import RATE, find
from app.analysis.weights import DEFAULT_CACHE
from app.media.sound import open_sound
from bench._peak import peak


def main(recording: Path) -> None:
    """Tell the voices of `recording` apart once."""
    with open_sound(recording, RATE, 1) as sound:
        find((piece[:, 0] for piece in sound), DEFAULT_CACHE)
    print((peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
