"""`flask bench`: what `make bench` runs."""

import subprocess
import sys
from pathlib import Path

import click


@click.command()
@click.argument("names", nargs=-1)
def bench(names: tuple[str, ...]) -> None:
    """Measure, side by side with what a user would run instead. NAMES choose some of the benches."""
    root = Path(__file__).parents[2]
    raise SystemExit(subprocess.run([sys.executable, "-m", "bench", *names], cwd=root, check=False).returncode)
