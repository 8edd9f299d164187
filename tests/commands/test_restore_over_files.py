"""A database is lost, its files are not. A backup that is brought back must not take the files along that came after it."""

from pathlib import Path

from tests.commands.conftest import BY, Registry

PASSPHRASE = ("--passphrase", "correct horse battery staple")


def test_files_that_no_database_knows_any_more_are_put_aside(registry: Registry, tmp_path: Path) -> None:
    registry.run("vault", "backup", tmp_path / "backup", *PASSPHRASE)
    later = registry.built.services.vault.put(b"a photo that came after the backup")
    registry.built.services.db.engine.dispose()
    for path in registry.home.glob("registry.db*"):
        path.unlink()
    Registry.at(registry.home).run("vault", "restore", tmp_path / "backup", "--accept-loss", *PASSPHRASE, *BY)
    assert [path.stem for path in (registry.home / "vault.before-restore").glob("??/??/*.age")] == [later.name]
    assert (registry.home / "keys.before-restore").exists()
