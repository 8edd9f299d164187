"""The tests of the rules, tested: every seeded bug must make them fail."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from tests.mutations.around import AROUND
from tests.mutations.differences import DIFFERENCES
from tests.mutations.families import FAMILIES
from tests.mutations.film import FILM
from tests.mutations.ledger import LEDGER
from tests.mutations.likeness import LIKENESS
from tests.mutations.list import MUTATIONS, Mutation
from tests.mutations.piles import PILES
from tests.mutations.seeing import SEEING
from tests.mutations.timeline import TIMELINE

HOUSE = Path(__file__).parents[2]
RULES = HOUSE / "consent_store" / "rules"
ALL = [*MUTATIONS, *AROUND, *DIFFERENCES, *FAMILIES, *FILM, *LEDGER, *LIKENESS, *PILES, *SEEING, *TIMELINE]
PASSED, FAILED = 0, 1
# Few examples and always the same: a mutation is caught today and tomorrow, or neither.
QUICK = """
from hypothesis import HealthCheck, Phase, settings
settings.register_profile("quick", max_examples=15, derandomize=True, database=None, deadline=None,
                          phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
settings.load_profile("quick")
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    """Two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield pool
        pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def outcomes(pool: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory) -> dict[Mutation | None, Future[int]]:
    """How the rules' tests end for each mutation, and for none."""
    return {mutation: pool.submit(outcome, mutation, tmp_path_factory.mktemp("house")) for mutation in (None, *ALL)}


def outcome(mutation: Mutation | None, house: Path) -> int:
    """Copy the rules and their tests, make the slip, run the tests: pytest's exit code."""
    leave = ignore_patterns("__pycache__", "records", "operations")
    copytree(HOUSE / "consent_store", house / "consent_store", ignore=leave)
    copytree(HOUSE / "tests" / "rules", house / "tests" / "rules", ignore=leave)
    for name in ("__init__.py", "strategies.py"):
        (house / "tests" / name).write_bytes((HOUSE / "tests" / name).read_bytes())
    (house / "conftest.py").write_text(QUICK)
    if mutation:
        slip(mutation, house / "consent_store" / "rules" / mutation.file)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--rootdir", str(house), "-c", "/dev/null"]
    command = [sys.executable, "-m", "pytest", *options, *quick_first(house, mutation)]
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, timeout=900, check=False).returncode


def quick_first(house: Path, mutation: Mutation | None) -> list[str]:
    """The files of tests: the mutated file's own, then tables, then searches. Most slips are caught in the first half second."""
    own = f"test_{mutation.file}" if mutation else ""

    def slowness(path: Path) -> tuple[bool, bool]:
        return path.name != own, "@given" in path.read_text("utf-8")

    return [str(path) for path in sorted((house / "tests" / "rules").glob("test_*.py"), key=slowness)]


def slip(mutation: Mutation, path: Path) -> None:
    """Make one slip in one file."""
    path.write_text(path.read_text("utf-8").replace(mutation.original, mutation.mutated), "utf-8")


def test_unchanged_rules_pass(outcomes: dict[Mutation | None, Future[int]]) -> None:
    assert outcomes[None].result() == PASSED


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: f"{mutation.file}: {mutation.harm}")
def test_every_seeded_bug_is_caught(mutation: Mutation, outcomes: dict[Mutation | None, Future[int]]) -> None:
    assert (RULES / mutation.file).read_text("utf-8").count(mutation.original) == 1, "the list no longer fits the rules"
    assert outcomes[mutation].result() == FAILED, f"{mutation.mutated} slipped through. {mutation.harm}"


def test_every_file_of_rules_that_decides_has_its_slips() -> None:
    values = {"__init__.py", "entries.py", "item_entries.py", "forms.py", "lines.py"}
    assert {mutation.file for mutation in ALL} == {path.name for path in RULES.glob("*.py")} - values
