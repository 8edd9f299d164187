"""`flask vault check`: what is missing, damaged, or nobody's."""

import json
import os
from pathlib import Path

from app.vault import FolderVault
from consent_store.operations import media
from consent_store.rules.terms import Kind
from tests.commands.conftest import Registry

HOURS_AGO = 1_600_000_000


def _photos(registry: Registry, count: int) -> list[Path]:
    """Photos that came in; where they lie."""
    event, vault = registry.event(), registry.built.services.vault
    assert isinstance(vault, FolderVault)
    stored = [vault.put(b"\xff\xd8\xff" + bytes([number])) for number in range(count)]
    with registry.school() as school:
        for each in stored:
            file = {"kind": Kind.PHOTO, "label": "a", "sha256": each.sha256, "size": each.size, "vault_name": each.name}
            media.admit(school.session, event, **file, actor=school.admin, at=school.at)  # type: ignore[arg-type]
    return [next(vault.root.rglob(f"{each.name}.age")) for each in stored]


def test_a_whole_vault_is_called_whole(registry: Registry) -> None:
    _photos(registry, 2)
    assert "2 files: 0 missing, 0 damaged, 0 orphaned" in registry.run("vault", "check").stdout


def test_each_harm_is_named_as_what_it_is(registry: Registry) -> None:
    missing, damaged, _ = _photos(registry, 3)
    missing.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-1])
    orphan, on_its_way = (registry.built.services.vault.put(data) for data in (b"nobody's", b"an upload that has no row yet"))
    os.utime(next(registry.home.rglob(f"{orphan.name}.age")), (HOURS_AGO, HOURS_AGO))
    found = json.loads(registry.run("vault", "check", "--json", code=1).stdout)
    assert found == {"files": 3, "missing": [missing.stem], "damaged": [damaged.stem], "orphaned": [orphan.name]}
    words = registry.run("vault", "check", code=1).stdout
    assert f"missing  {missing.stem}\n" in words and on_its_way.name not in words
