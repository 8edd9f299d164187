"""Everybody on a machine sees what its programs are started with: no password of the database may stand there."""

import os
import shutil
from pathlib import Path

import pytest

from app.backup import Place, back_up
from app.db import Database, make_engine
from app.vault import FolderVault, Keys
from tests.databases import PostgresServer
from tests.school import School


def test_a_backup_hands_the_password_over_out_of_sight(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(postgres_server.copy().replace("postgres@", "postgres:geheim@"))
    with Database(engine).unit_of_work() as session:
        School.open(session)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "pg_dump"
    program.write_text(f'#!/bin/sh\necho "$0 $@" > {tmp_path}/seen\necho "$PGPASSWORD" > {tmp_path}/told\n{shutil.which("pg_dump")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    keys = Keys.load_or_create(tmp_path / "keys")
    FolderVault(tmp_path / "vault", keys)
    place = Place(engine, tmp_path / "vault", tmp_path / "keys", tmp_path / "thresholds.json", tmp_path / "note")
    back_up(place, keys, tmp_path / "backup", "correct horse", lambda _: None)
    engine.dispose()
    assert "--format=custom" in (tmp_path / "seen").read_text() and "geheim" not in (tmp_path / "seen").read_text()
    assert (tmp_path / "told").read_text() == "geheim\n"
