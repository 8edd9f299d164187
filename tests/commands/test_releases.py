"""A zip that left is held against its signed list: whole, changed, missing, strange, or another's."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from app import ledger as signing
from app import manifest
from app.manifest import Beside, Line
from consent_store.records import ledger
from consent_store.rules.chain import Head
from tests.commands.conftest import Registry

CAPTIONS = b"file"
FILES = {"sports-day-001.jpg": b"first" * 100, "sports-day-002.jpg": b"second" * 100}


def note(registry: Registry, head: Head | None = None) -> str:
    """The list of `FILES`, as the school signs it now."""
    told = ("website", "news", False, "masked", 2, "2026-11-20T12:00:00+00:00")
    lines = [Line(name, sha256(data).hexdigest(), "release", *told) for name, data in FILES.items()]
    beside = Beside("captions.csv", sha256(CAPTIONS).hexdigest())
    services = registry.built.services
    with services.db.reading() as session:
        return manifest.signed([*lines, beside], head or ledger.head(session), signing.origin(session), services.keys)


def packed(path: Path, signed: str, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in {"captions.csv": CAPTIONS, manifest.NAME: signed.encode(), **files}.items():
            made.writestr(name, data)
    return path


def test_what_is_as_it_left_is_said(registry: Registry, tmp_path: Path) -> None:
    told = registry.run("release", "verify", packed(tmp_path / "a.zip", note(registry), FILES)).output
    assert told.count("whole: ") == 3 and "signed by school.test/ledger" in told


def test_a_picture_that_was_taken_out_is_missing_and_no_fault(registry: Registry, tmp_path: Path) -> None:
    kept = dict(list(FILES.items())[:1])
    assert "missing: sports-day-002.jpg" in registry.run("release", "verify", packed(tmp_path / "a.zip", note(registry), kept)).output


@pytest.mark.parametrize(
    "other", [{"sports-day-001.jpg": b"First" * 100}, {"another.jpg": b"x"}, {"captions.csv": b"File"}, {"a.txt": b"x"}]
)
def test_a_changed_or_strange_file_is_named(registry: Registry, tmp_path: Path, other: dict[str, bytes]) -> None:
    told = registry.run("release", "verify", packed(tmp_path / "a.zip", note(registry), FILES | other), code=1).output
    assert f": {next(iter(other))}" in told and "not those that left" in told


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed.replace('"masks": 2', '"masks": 0'),
        lambda signed: signed.replace("school.test", "other.test"),
        lambda signed: signed[:-6] + "AAAA=\n",
        lambda _signed: "nothing of the kind",
        lambda _signed: "",
    ],
)
def test_a_list_that_was_changed_is_no_list(registry: Registry, tmp_path: Path, change: object) -> None:
    changed = change(note(registry))  # type: ignore[operator]
    assert "was changed" in registry.run("release", "verify", packed(tmp_path / "a.zip", changed, FILES), code=1).output


def test_two_files_of_one_name_are_no_zip_of_ours(registry: Registry, tmp_path: Path) -> None:
    """Some programs show the first, some the last: nobody could say which one is held against the list."""
    path, [name, *_] = packed(tmp_path / "a.zip", note(registry), {}), FILES
    with zipfile.ZipFile(path, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        for data in (b"something else", FILES[name]):
            made.writestr(name, data)
    assert "no zip with a manifest" in registry.run("release", "verify", path, code=1).output


def test_a_torn_zip_is_none(registry: Registry, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", note(registry), FILES)
    path.write_bytes(path.read_bytes()[:500])
    assert "broke off" in registry.run("release", "verify", path, code=1).output


def test_a_list_under_a_ledger_that_is_not_ours_is_refused(registry: Registry, tmp_path: Path) -> None:
    for head in (Head(1, b"x" * 32), Head(10_000, b"x" * 32)):
        path = packed(tmp_path / "a.zip", note(registry, head), FILES)
        assert "no longer holds" in registry.run("release", "verify", path, code=1).output
