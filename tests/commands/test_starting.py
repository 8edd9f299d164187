"""The command as a shell runs it: whatever keeps it from starting is a sentence, and no trace."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _flask(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ours = {"FLASK_APP": "wsgi:app", "BEELDPOORT_HOME": str(home)} | {f"BEELDPOORT_{name}": text for name, text in settings.items()}
    environ = {name: text for name, text in os.environ.items() if not name.startswith("BEELDPOORT_")} | ours
    command = [sys.executable, "-m", "flask", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    done = _flask(tmp_path, "ledger", "verify", PORT="http", DATABASE_URL="mysql://db", THREADS="0", COLOUR="green")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    named = {f"BEELDPOORT_{name}" for name in ("PORT", "DATABASE_URL", "THREADS", "COLOUR")}
    assert named <= set(done.stderr.split())


def test_keys_that_others_can_read_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o755)
    done = _flask(tmp_path, "ledger", "verify")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "chmod 700" in done.stderr


def test_a_registry_that_is_not_made_yet_says_what_to_run(tmp_path: Path) -> None:
    done = _flask(tmp_path, "ledger", "verify")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "flask upgrade" in done.stderr


def test_the_passphrase_of_a_backup_may_come_from_the_environment(tmp_path: Path) -> None:
    done = _flask(tmp_path, "vault", "backup", str(tmp_path / "backup"), BACKUP_PASSPHRASE="correct horse")
    assert "is not a setting" not in done.stderr and "flask upgrade" in done.stderr


def test_a_place_where_nothing_can_be_kept_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = _flask(tmp_path / "file" / "home", "ledger", "verify")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_nobody_else_on_the_machine_reads_the_registry(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert _flask(tmp_path, "upgrade").returncode == 0
    assert [path.name for path in tmp_path.iterdir() if path.stat().st_mode & 0o077] == []


def test_a_database_of_a_newer_beeldpoort_is_left_alone(tmp_path: Path) -> None:
    assert _flask(tmp_path, "upgrade").returncode == 0
    with closing(sqlite3.connect(tmp_path / "registry.db")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    done = _flask(tmp_path, "upgrade")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "newer" in done.stderr
