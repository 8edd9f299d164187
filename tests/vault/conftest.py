"""A vault with its keys, fresh for each test."""

from pathlib import Path

import pytest

from app.vault import FolderVault, Keys


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.load_or_create(tmp_path / "keys")


@pytest.fixture
def vault(tmp_path: Path, keys: Keys) -> FolderVault:
    return FolderVault(tmp_path / "vault", keys)
