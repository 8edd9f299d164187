"""`make bench`: every module here that defines `run(report)`, in turn.

Names on the command line choose among them; with a number, as in `intake=20`, a bench is run at another size.
"""

import sys
from importlib import import_module
from pathlib import Path

from bench.report import HEADING, Report


def main(chosen: list[str]) -> None:
    """Run the benches, all of them or those that are named."""
    report, sizes = Report(), dict(name.partition("=")[::2] for name in chosen)
    print(HEADING)
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        run = getattr(import_module(f"bench.{path.stem}"), "run", None) if not chosen or path.stem in sizes else None
        if run is not None:
            run(report, *([int(sizes[path.stem])] if sizes.get(path.stem) else []))


if __name__ == "__main__":
    main(sys.argv[1:])
