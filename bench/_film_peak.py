"""Run as a program: find people in one film, or make its preview, in a process of its own; prints its peak memory in megabytes, with that
of its boxes.
"""

import resource
import sys
import tempfile
from pathlib import Path

from app.analysis.film import find_people
from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.media.film_preview import make_preview
from bench._peak import peak


def main(work: str, path: Path) -> None:
    """Do it once."""
    if work == "finding":
        find_people(path, build_engine(DEFAULT_CACHE))
    else:
        with tempfile.TemporaryFile() as out:
            make_preview(path, out, progress=lambda _done, _of: None)
    print((peak() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
