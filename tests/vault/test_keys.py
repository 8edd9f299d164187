"""Keys are made once, kept shut, and never quietly replaced."""

import threading
from pathlib import Path

import pytest

from app.vault import Keys, KeysIncomplete, OpenToOthers
from app.vault.errors import VaultError

NAMES = ["vault.age", "checkpoints.pem", "sessions.key"]


def test_they_are_the_same_the_next_time(tmp_path: Path) -> None:
    first, second = Keys.load_or_create(tmp_path / "keys"), Keys.load_or_create(tmp_path / "keys")
    assert str(first.vault) == str(second.vault)
    assert first.secret == second.secret
    assert len(first.secret) == 32
    second.signing.public_key().verify(first.signing.sign(b"head"), b"head")


def test_every_school_has_its_own(tmp_path: Path) -> None:
    first, second = Keys.load_or_create(tmp_path / "a"), Keys.load_or_create(tmp_path / "b")
    assert str(first.recipient) != str(second.recipient)
    assert first.secret != second.secret


def test_nothing_of_them_is_shown(tmp_path: Path) -> None:
    keys = Keys.load_or_create(tmp_path / "keys")
    assert repr(keys) == "Keys()"
    assert repr(keys.secret) not in f"{keys}"


def test_the_folder_and_the_files_are_shut(tmp_path: Path) -> None:
    Keys.load_or_create(tmp_path / "keys")
    assert sorted(path.name for path in (tmp_path / "keys" / "school").iterdir()) == sorted(NAMES)
    for path in (tmp_path / "keys").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize("opened", ["", "school", *(f"school/{name}" for name in NAMES)])
def test_what_others_may_read_is_refused(opened: str, tmp_path: Path) -> None:
    Keys.load_or_create(tmp_path / "keys")
    (tmp_path / "keys" / opened).chmod(0o644)
    with pytest.raises(OpenToOthers, match="chmod"):
        Keys.load_or_create(tmp_path / "keys")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "binary"])
def test_a_lost_key_is_not_replaced(name: str, harm: str, tmp_path: Path) -> None:
    Keys.load_or_create(tmp_path / "keys")
    path = tmp_path / "keys" / "school" / name
    path.unlink() if harm == "missing" else path.write_bytes({"empty": b"", "garbage": b"garbage\n", "binary": b"\xff"}[harm])
    with pytest.raises(KeysIncomplete, match=name):
        Keys.load_or_create(tmp_path / "keys")


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    found: list[bytes] = []
    starters = [threading.Thread(target=lambda: found.append(Keys.load_or_create(tmp_path / "keys").secret)) for _ in range(8)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_each_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in VaultError.__subclasses__()]
    assert len(set(codes)) == len(codes)
