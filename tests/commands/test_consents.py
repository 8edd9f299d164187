"""`flask consent`: paper words with their scan, and what stands."""

import hashlib
import json
from pathlib import Path

import pytest

from consent_store.ids import PersonId
from consent_store.records import ledger
from consent_store.rules.entries import Method, Word
from tests.commands.conftest import BY, Registry


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A form on paper."""
    path = tmp_path / "form.pdf"
    path.write_bytes(b"%PDF-1.7 a form")
    return path


def _standings(registry: Registry, person: PersonId) -> dict[tuple[str, str], str]:
    rows = json.loads(registry.run("consent", "show", person, "--json").stdout)
    return {(row["purpose"], row["kind"]): row["state"] for row in rows}


def test_a_paper_word_stands_with_its_scan(registry: Registry, scan: Path) -> None:
    child, parent = registry.family()
    assert _standings(registry, child)["website", "photo"] == "never_asked"
    for purpose in ("website", "newsletter"):
        registry.run("consent", "paper", child, "yes", "--speaker", parent, "--purpose", purpose, "--scan", scan, *BY)
    standings = _standings(registry, child)
    assert {pair for pair, state in standings.items() if state == "given"} == {("website", "photo"), ("newsletter", "photo")}
    with registry.built.services.db.reading() as session:
        words = [entry.body for entry in ledger.about(session, child)]
    assert {(word.method, word.scan) for word in words if isinstance(word, Word)} == {
        (Method.PAPER, hashlib.sha256(scan.read_bytes()).hexdigest())
    }
    [name] = registry.built.services.vault.names()  # one form, one file
    assert b"".join(registry.built.services.vault.open(name)) == scan.read_bytes()


@pytest.mark.parametrize(
    ("speaker", "more", "sentence"),
    [
        ("somebody else", (), "cannot decide"),
        ("parent", ("--until", "2020-01-01"), "not in the future"),
        ("parent", ("--purpose", "billboard"), "no notice"),
        ("parent", ("--kind", "film"), ""),
        ("parent", ("--wording", "1", "--language", "ar"), ""),
        ("parent", ("--wording", "9"), "wording does not exist"),
    ],
)
def test_a_word_that_does_not_count_leaves_no_scan_behind(
    registry: Registry, scan: Path, speaker: str, more: tuple[str, ...], sentence: str
) -> None:
    child, parent = registry.family()
    stranger, _ = registry.family()
    who = parent if speaker == "parent" else stranger
    code = 0 if sentence == "" else 1
    told = ("--speaker", who, "--purpose", "website", "--scan", scan, *BY)
    result = registry.run("consent", "paper", child, "yes", *told, *more, code=code)
    assert sentence in result.stderr
    assert len(list(registry.built.services.vault.names())) == 1 - code


def test_a_scan_is_a_picture_or_a_pdf(registry: Registry, tmp_path: Path) -> None:
    child, parent = registry.family()
    note = tmp_path / "note.txt"
    note.write_text("yes")
    told = ("--speaker", parent, "--purpose", "website", "--scan", note, *BY)
    assert "PDF" in registry.run("consent", "paper", child, "yes", *told, code=1).stderr


def test_what_stands_is_shown_in_words_too(registry: Registry) -> None:
    child, _ = registry.family()
    assert "website" in registry.run("consent", "show", child).stdout
    assert registry.run("consent", "show", "nobody", code=1).stderr.startswith("Error: ")
