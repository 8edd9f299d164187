"""Habits that no linter knows: one place commits, the domain has no clock, nothing is left undone."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOCKS = {"now", "utcnow", "today", "time", "monotonic"}


def _calls(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text())
    return [(node.lineno, node.func.attr) for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]


def _where(room: str, names: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} .{name}()"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, name in _calls(path)
        if name in names
    ]


def test_nobody_commits_but_the_unit_of_work() -> None:
    assert _where("consent_store", {"commit"}) + _where("app", {"commit"}) == []
    assert "session.begin()" in (ROOT / "app" / "db.py").read_text()


def test_the_domain_has_no_clock() -> None:
    assert _where("consent_store", CLOCKS) == []


def test_nothing_is_left_undone() -> None:
    words = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"]))
    files = [path for room in ("consent_store", "app", "tests", "migrations", "bench") for path in (ROOT / room).rglob("*.py")]
    assert [str(path.relative_to(ROOT)) for path in files if words.search(path.read_text())] == []


def test_public_functions_say_what_they_do() -> None:
    silent = []
    for room in ("consent_store", "app"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.parse(path.read_text()).body:
                public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                if public and not ast.get_docstring(node):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


def test_rules_stand_on_the_standard_library_alone() -> None:
    imported = set()
    for path in (ROOT / "consent_store" / "rules").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                imported |= {name.partition(".")[0] for name in names}
    assert imported - sys.stdlib_module_names == {"consent_store"}


def test_nobody_but_operations_writes_the_ledger() -> None:
    written = re.compile(r"\bledger\.append\(|\bappend\(session, |from consent_store\.records\.ledger import")
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "consent_store" / "records").rglob("*.py")]
    assert [path.name for path in files if written.search(path.read_text())] == []
