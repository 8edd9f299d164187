"""Run as a program: find people in one film in a process of its own; prints its peak memory in megabytes, with that of its boxes."""

import resource
import sys
from pathlib import Path

from app.analysis.film import find_people
from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from bench._peak import peak


def main(path: Path) -> None:
    """Find once."""
    find_people(path, build_engine(DEFAULT_CACHE))
    print((peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
