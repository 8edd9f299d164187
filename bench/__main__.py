"""`make bench`: every module here that defines `run(report)`, in turn; names on the command line choose among them."""

import sys
from importlib import import_module
from pathlib import Path

from bench.report import HEADING, Report


def main(chosen: list[str]) -> None:
    """Run the benches, all of them or those that are named."""
    report = Report()
    print(HEADING)
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        if not chosen or path.stem in chosen:
            run = getattr(import_module(f"bench.{path.stem}"), "run", None)
            if run is not None:
                run(report)


if __name__ == "__main__":
    main(sys.argv[1:])
