"""Attack: somebody who may write into the vault's folder, and knows the public key in it, puts other bytes in the place of a film's."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from random import Random

import pyrage
import pytest

from app.vault import Damaged, FolderVault, Keys, check, parts
from app.vault.parts import Index

FILM, OTHER = (Random(seed).randbytes(2500) for seed in (1, 2))


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderVault:
    """A vault of small parts."""
    monkeypatch.setattr("app.vault.files.PART", 1000)
    return FolderVault(tmp_path / "vault", Keys.load_or_create(tmp_path / "keys"))


def refused(vault: FolderVault, name: str) -> None:
    """Neither whole nor here and there does anything of it come out that was not put in."""
    report = check(vault, [(name, None, None)])
    assert report.damaged == (name,)
    with pytest.raises(Damaged):
        vault.reader(name).read_at(1500, 10)


def folder(vault: FolderVault, name: str) -> Path:
    return vault.root / name[:2] / name[2:4] / f"{name}.parts"


def put(vault: FolderVault, data: bytes) -> str:
    return vault.put_in_parts(BytesIO(data)).name


def written(vault: FolderVault, data: bytes) -> bytes:
    """As anybody can who reads the vault's public key."""
    return pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str((vault.root / "recipient").read_text())])


def test_two_parts_of_one_film_are_swapped(vault: FolderVault) -> None:
    name = put(vault, FILM)
    one, two = (parts.place_of(folder(vault, name), number) for number in (0, 1))
    one.rename(aside := one.with_name("aside"))
    two.rename(one)
    aside.rename(two)
    refused(vault, name)


def test_a_part_of_another_film_is_put_in(vault: FolderVault) -> None:
    name, other = put(vault, FILM), put(vault, OTHER)
    shutil.copy(parts.place_of(folder(vault, other), 1), parts.place_of(folder(vault, name), 1))
    refused(vault, name)


def test_a_part_of_ones_own_is_put_in(vault: FolderVault) -> None:
    name = put(vault, FILM)
    parts.place_of(folder(vault, name), 1).write_bytes(written(vault, bytes(1000)))
    refused(vault, name)


def test_a_part_is_taken_away(vault: FolderVault) -> None:
    name = put(vault, FILM)
    parts.place_of(folder(vault, name), 1).unlink()
    refused(vault, name)


def test_the_index_of_another_film_comes_with_all_its_parts(vault: FolderVault) -> None:
    name, other = put(vault, FILM), put(vault, OTHER)
    shutil.rmtree(folder(vault, name))
    shutil.copytree(folder(vault, other), folder(vault, name))
    refused(vault, name)


@pytest.mark.parametrize("mark", [bytes(32), b""])
def test_an_index_of_ones_own_comes_with_parts_of_ones_own(vault: FolderVault, mark: bytes) -> None:
    name, told = put(vault, FILM), [parts.part_of(bytes(1000)), parts.part_of(bytes(1000))]
    lie = Index(name, parts.part_of(bytes(2000)).sha256, tuple(told))
    said = json.dumps([lie.name, lie.sha256, [[part.sha256, part.size] for part in told]]).encode()
    (folder(vault, name) / parts.INDEX).write_bytes(written(vault, mark + said))
    for number in (0, 1):
        parts.place_of(folder(vault, name), number).write_bytes(written(vault, bytes(1000)))
    refused(vault, name)
