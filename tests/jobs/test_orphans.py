"""What was put into the vault by somebody who was killed before writing it down goes after a day; nothing else ever does."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import event

from app.vault import FolderVault
from app.vault.parts import PART
from consent_store.operations import uploads
from consent_store.records.queries import files
from consent_store.records.tables import Base
from tests.jobs.conftest import FACES, World, photo


@pytest.fixture
def vault(world: World) -> FolderVault:
    """One with a photo and what was made of it, and the first piece of a file that is still on its way."""
    world.analysed(photo(FACES[:1])[1])
    kept = world.services.vault
    assert isinstance(kept, FolderVault)
    piece = kept.put_in_parts(BytesIO(bytes(PART + 1)))
    with world.services.db.unit_of_work() as session:
        upload = uploads.begin(session, world.event, about="", size=piece.size + 1, actor=world.teacher, at=world.at)
        told = {"start": 0, "size": piece.size, "sha256": piece.sha256, "vault_name": piece.name}
        uploads.add_piece(session, upload, **told, actor=world.teacher, at=world.at)  # type: ignore[arg-type]
    return kept


def written(world: World, vault: FolderVault, *, hours: int, of: str = "*") -> None:
    """Let files have been written so long ago."""
    moment = (world.at - timedelta(hours=hours)).timestamp()
    for path in vault.root.glob(f"??/??/{of}"):
        os.utime(path, (moment, moment))


def test_only_what_no_record_names_and_is_older_than_a_day_goes(world: World, vault: FolderVault) -> None:
    known = set(vault.names())
    vault.put(b"left")
    vault.put_in_parts(BytesIO(bytes(PART + 1)))
    written(world, vault, hours=25)
    fresh = vault.put(b"on its way")
    written(world, vault, hours=23, of=f"{fresh.name}*")
    world.worker.nightly()
    assert set(vault.names()) == known | {fresh.name}


def test_where_a_recorded_file_is_missing_all_stay(world: World, vault: FolderVault) -> None:
    vault.shred(next(vault.names()))
    left = vault.put(b"left")
    written(world, vault, hours=25)
    world.worker.nightly()
    assert left.name in set(vault.names())


def test_where_most_files_have_no_record_all_stay(world: World, vault: FolderVault) -> None:
    left = {vault.put(bytes([number])).name for number in range(len(set(vault.names())) + 1)}
    written(world, vault, hours=25)
    world.worker.nightly()
    assert left <= set(vault.names())


def test_every_column_that_names_a_file_is_asked(world: World) -> None:
    columns = {str(column) for table in Base.metadata.sorted_tables for column in table.columns if column.name in {"vault_name", "picture"}}
    asked: list[str] = []
    with world.services.db.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        list(files.kept(session))
    assert {column for column in columns if not any(column in query for query in asked)} == {"shreds.vault_name"}
