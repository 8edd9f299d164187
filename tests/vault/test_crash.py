"""Killed at any step, the vault holds whole files only; what a crash left lies aside, and the check names it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from app.vault import FolderVault, Keys, check
from tests.vault.crash import Killable, crashes

OLD, NEW = b"old" * 20_000, b"new" * 50_000
LATER = timedelta(minutes=1)


def contents(vault: FolderVault) -> list[bytes]:
    return [b"".join(vault.open(name)) for name in vault.names()]


def test_put_leaves_the_whole_file_or_none(vault: FolderVault) -> None:
    old, points = vault.put(OLD), []
    for point in crashes(lambda: vault.put(Killable(NEW))):
        points.append(point)
        assert all(content in (OLD, NEW) for content in contents(vault))
        report = check(vault, [(old.name, old.sha256, old.size)])
        assert not report.missing
        assert not report.damaged
        for name in report.orphaned:
            (vault.shred if name in set(vault.names()) else lambda _: vault.tidy(datetime.now(UTC) + LATER))(name)
        assert check(vault, [(old.name, old.sha256, old.size)]).is_whole
    assert len(points) > 30
    assert contents(vault).count(NEW) == 1


def test_what_is_put_in_parts_is_there_whole_or_not_at_all(vault: FolderVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.vault.files.PART", 50_000)
    points = []
    for point in crashes(lambda: vault.put_in_parts(Killable(NEW))):
        points.append(point)
        assert set(contents(vault)) <= {NEW}
        vault.tidy(datetime.now(UTC) + LATER)
        assert not list(vault.unfinished())
    assert len(points) > 60
    assert contents(vault)[-1] == NEW


def test_a_join_that_breaks_off_leaves_its_pieces(vault: FolderVault) -> None:
    pieces, points = [vault.put_in_parts(BytesIO(data)) for data in (OLD, NEW)], []
    names = [piece.name for piece in pieces]
    for point in crashes(lambda: vault.join(pieces)):
        points.append(point)
        vault.tidy(datetime.now(UTC) + LATER)
        assert [b"".join(vault.open(name)) for name in names] == [OLD, NEW]
        assert set(contents(vault)) <= {OLD, NEW, OLD + NEW}
    assert len(points) > 20
    assert contents(vault).count(OLD + NEW) >= 1


def test_shred_leaves_the_whole_file_or_none(vault: FolderVault) -> None:
    points = []
    vault.put(NEW)
    for point in crashes(lambda: [vault.shred(name) for name in vault.names()]):
        points.append(point)
        assert contents(vault) in ([], [NEW])
        if not contents(vault):
            assert vault.tidy(datetime.now(UTC) + LATER) <= 1
            vault.put(NEW)
    assert len(points) > 8
    assert contents(vault) == []
    assert not list(vault.unfinished())


def test_keys_are_made_all_or_none(tmp_path: Path) -> None:
    folders = iter(range(1000))
    trying = [tmp_path / "0"]
    for _ in crashes(lambda: Keys.load_or_create(trying[-1])):
        made = Keys.load(trying[-1]).secret if (trying[-1] / "school").exists() else None
        assert made in (None, Keys.load_or_create(trying[-1]).secret)
        trying.append(tmp_path / f"next{next(folders)}")
    assert len(trying) > 20


def test_a_vault_is_claimed_by_one_school(tmp_path: Path, keys: Keys) -> None:
    for _ in crashes(lambda: FolderVault(tmp_path / "new", keys)):
        FolderVault(tmp_path / "new", keys).put(b"x")
