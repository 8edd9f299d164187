"""A backup restores to the same registry elsewhere, or to nothing."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyrage
import pytest

from app.vault import FolderVault, Keys, NotRestorable, Stored, check
from app.vault.backup import backup, restore
from app.vault.files import kept_in

DATABASE = b"names and birthdays " * 1000
RECORD = b"distances that the school set"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Stored]]:
    """A registry and its backup, made once: the passphrase costs a second of computing each time, as it should."""
    folder = tmp_path_factory.mktemp("made")
    vault = FolderVault(folder / "vault", Keys.load_or_create(folder / "keys"))
    stored = [vault.put(bytes([n]) * 50_000) for n in range(4)]
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr("app.vault.files.PART", 50_000)
        stored.append(vault.put_in_parts(BytesIO(bytes(120_000))))
    (folder / "thresholds.json").write_bytes(RECORD)
    backup(vault, folder / "keys", folder / "thresholds.json", _snapshot, folder / "backup", PASSPHRASE)
    return folder, stored


def _snapshot(path: Path) -> None:
    path.write_bytes(DATABASE)


@pytest.fixture
def stored(made: tuple[Path, list[Stored]], tmp_path: Path) -> list[Stored]:
    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    return made[1]


def restored(tmp_path: Path, passphrase: str = PASSPHRASE, examine: Callable[[Path, Keys], None] = lambda *_: None) -> Path:
    new = tmp_path / "new"
    place = lambda path: (new / "database").write_bytes(path.read_bytes()) and None  # noqa: E731
    restore(tmp_path / "backup", new / "vault", new / "keys", new / "thresholds.json", place, passphrase, examine)
    return new


def test_it_comes_back_whole(stored: list[Stored], tmp_path: Path) -> None:
    new = restored(tmp_path)
    vault = FolderVault(new / "vault", Keys.load(new / "keys"))
    assert check(vault, [(each.name, each.sha256, each.size) for each in stored]).is_whole
    assert (new / "database").read_bytes() == DATABASE
    assert Keys.load(new / "keys").secret == Keys.load(tmp_path / "keys").secret
    assert sorted(path.name for path in new.iterdir()) == ["database", "keys", "thresholds.json", "vault"]
    assert (new / "thresholds.json").read_bytes() == RECORD


def test_nothing_in_it_can_be_read_without_the_passphrase(stored: list[Stored], tmp_path: Path) -> None:
    for path in (tmp_path / "backup").rglob("*"):
        assert path.is_dir() or not any(secret in path.read_bytes() for secret in (b"birthdays", b"distances", b"SECRET", b"PRIVATE"))
        assert path.stat().st_mode & 0o077 == 0


def test_the_common_tool_checks_it(stored: list[Stored], tmp_path: Path) -> None:
    command = ["sha256sum", "--check", "--quiet", "--strict", "manifest"]
    assert subprocess.run(command, cwd=tmp_path / "backup", check=False).returncode == 0
    next(kept_in(tmp_path / "backup" / "files")).write_bytes(b"x")
    assert subprocess.run(command, cwd=tmp_path / "backup", check=False, capture_output=True).returncode != 0


def _change(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


HARMS: dict[str, Callable[[Path], object]] = {
    "a file is missing": lambda folder: next(kept_in(folder / "files")).unlink(),
    "a file is damaged": lambda folder: _change(next(kept_in(folder / "files"))),
    "a file was added": lambda folder: (folder / "files" / "aa").mkdir() or _added(folder),
    "no manifest": lambda folder: (folder / "manifest").unlink(),
    "a forged manifest": lambda folder: _forged(folder),
    "the database is damaged": lambda folder: _change(folder / "database.age"),
    "no database": lambda folder: (folder / "database.age").unlink(),
    "the record is damaged": lambda folder: _change(folder / "record.age"),
    "no record, though there was one": lambda folder: (folder / "record.age").unlink(),
    "the keys are damaged": lambda folder: _change(folder / "keys.age"),
    "no keys": lambda folder: (folder / "keys.age").unlink(),
}


def _forged(folder: Path) -> None:
    victim = next(kept_in(folder / "files"))
    lines = (folder / "manifest").read_text().splitlines(keepends=True)
    (folder / "manifest").write_text("".join(line for line in lines if victim.name not in line))
    victim.unlink()


def _added(folder: Path) -> None:
    (folder / "files" / "aa" / "bb").mkdir()
    (folder / "files" / "aa" / "bb" / "aabb.age").write_bytes(b"x")


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_backup_changes_nothing(harm: str, stored: list[Stored], tmp_path: Path) -> None:
    HARMS[harm](tmp_path / "backup")
    with pytest.raises(NotRestorable):
        restored(tmp_path)
    assert not list((tmp_path / "new").glob("**/*"))


def test_a_busy_machine_is_asked_again(stored: list[Stored], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """age times the machine before it works; interrupted in that moment, it takes it for one too slow."""
    real, busy = pyrage.passphrase.decrypt, iter(range(3))

    def decrypt(locked: bytes, passphrase: str) -> bytes:
        if next(busy, None) is not None:
            raise pyrage.DecryptError("Excessive work parameter for passphrase.")
        return real(locked, passphrase)

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    assert (restored(tmp_path) / "database").read_bytes() == DATABASE


def test_another_passphrase_changes_nothing(stored: list[Stored], tmp_path: Path) -> None:
    with pytest.raises(NotRestorable, match="passphrase"):
        restored(tmp_path, "guessed")


class Revived(Exception):
    """What the ledger says of consents that were withdrawn since."""


def test_the_ledger_may_refuse(stored: list[Stored], tmp_path: Path) -> None:
    def examine(database: Path, keys: Keys) -> None:
        assert database.read_bytes() == DATABASE
        keys.signing.sign(b"a checkpoint can be verified")
        raise Revived

    with pytest.raises(Revived):
        restored(tmp_path, examine=examine)
    assert not list((tmp_path / "new").glob("**/*"))


def test_a_database_that_cannot_be_placed_undoes_the_rest(stored: list[Stored], tmp_path: Path) -> None:
    def place(_: Path) -> None:
        raise OSError("no room")

    new = tmp_path / "new"
    with pytest.raises(OSError, match="no room"):
        restore(tmp_path / "backup", new / "vault", new / "keys", new / "thresholds.json", place, PASSPHRASE, lambda *_: None)
    assert not list(new.glob("**/*"))


@pytest.mark.parametrize("used", ["vault", "keys", "thresholds.json"])
def test_nothing_is_overwritten(used: str, stored: list[Stored], tmp_path: Path) -> None:
    (tmp_path / "new" / used).mkdir(parents=True)
    (tmp_path / "new" / used / "thesis").write_text("mine")
    with pytest.raises(NotRestorable, match="not empty"):
        restored(tmp_path)


def test_a_backup_goes_into_an_empty_folder_only(vault: FolderVault, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "thesis").write_text("mine")
    with pytest.raises(NotRestorable, match="not empty"):
        backup(vault, tmp_path / "keys", tmp_path / "none", lambda _: None, tmp_path / "used", PASSPHRASE)


def test_a_file_that_is_shredded_meanwhile_stays_gone(vault: FolderVault, tmp_path: Path) -> None:
    names = {vault.put(b"one").name, vault.put(b"two").name}

    def progress(done: int) -> None:
        for name in names if done == 1 else ():
            vault.shred(name)

    backup(vault, tmp_path / "keys", tmp_path / "none", _snapshot, tmp_path / "backup", PASSPHRASE, progress)
    assert len(list(kept_in(tmp_path / "backup" / "files"))) == 1
    assert len((tmp_path / "backup" / "manifest").read_text().splitlines()) == 3
