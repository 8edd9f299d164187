"""Functions and files stay short: the figures of the house plan."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
CODE = sorted(path for room in ("consent_store", "app", "migrations", "bench") for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def _functions(paths: list[Path]) -> Iterator[tuple[str, int]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _share(sizes: list[int], most: int) -> float:
    return sum(size <= most for size in sizes) / len(sizes)


def test_functions_are_short() -> None:
    functions = dict(_functions(CODE))
    sizes = list(functions.values())
    assert [name for name, size in functions.items() if size > 50] == []
    assert median(sizes) <= 8
    assert _share(sizes, 25) >= 0.9


def test_no_test_function_is_long() -> None:
    assert [name for name, size in _functions(TESTS) if size > 50] == []


def test_files_are_short() -> None:
    sizes = {path: path.read_text().count("\n") for path in CODE + TESTS}
    assert [str(path.relative_to(ROOT)) for path, size in sizes.items() if size > 400] == []
    assert _share(list(sizes.values()), 250) >= 0.9
