"""`flask vault backup` and `restore`: a registry to another home; and an older one is not let back in silence."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consent_store.errors import NotCleared
from consent_store.ids import EventDoorId, PersonId
from consent_store.operations import accounts, guests, links
from consent_store.operations import people as people_done
from consent_store.records import ledger
from consent_store.records.accounts import SessionRow, TokenRow
from consent_store.records.queries import guests as guest_queries
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, Stage, TokenUse
from consent_store.rules.entries import RegistryRestored, Word
from consent_store.rules.sightings import Answer
from tests.commands.conftest import BY, Registry
from tests.gallery import Gallery
from tests.school import WEBSITE

PASSPHRASE = ("--passphrase", "correct horse battery staple")


@pytest.fixture
def child(registry: Registry, tmp_path: Path) -> PersonId:
    """A child whose parent agreed, backed up, and withdrew afterwards."""
    registry.built.services.vault.put(b"a photo")
    with registry.school() as school:
        child, parent = school.family()
        school.gives(parent, child)
    registry.run("vault", "backup", tmp_path / "backup", *PASSPHRASE)
    with registry.school() as school:
        school.withdraws(parent, child)
    registry.run("ledger", "sign")
    return child


def _says(registry: Registry, child: PersonId) -> list[str]:
    with registry.built.services.db.reading() as session:
        return [entry.body.say.value for entry in ledger.about(session, child) if isinstance(entry.body, Word)]


def _restored(registry: Registry) -> list[RegistryRestored]:
    with registry.built.services.db.reading() as session:
        return [entry.body for entry in ledger.read(session, kind="RegistryRestored") if isinstance(entry.body, RegistryRestored)]


def _website(registry: Registry, child: PersonId) -> str:
    rows = json.loads(registry.run("consent", "show", child, "--json").stdout)
    return next(row["state"] for row in rows if (row["purpose"], row["kind"]) == (WEBSITE, "photo"))


def test_another_machine_gets_it_whole(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    Registry.at(tmp_path / "new").run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY)
    new = Registry.at(tmp_path / "new")
    assert _says(new, child) == ["yes"]
    new.run("ledger", "verify")
    new.run("vault", "check")
    assert [b"".join(new.built.services.vault.open(name)) for name in new.built.services.vault.names()] == [b"a photo"]
    [restored] = _restored(new)
    assert restored.revived == 0


def test_an_older_backup_says_what_comes_back_to_life_and_is_refused(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    result = registry.run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY, code=1)
    assert "1 entries would be lost" in result.stderr and "1 refusals or withdrawals" in result.stderr
    again = Registry.at(registry.home)
    assert _says(again, child) == ["yes", "withdrawn"] and _restored(again) == []
    again.run("ledger", "verify")
    again.run("vault", "check")


def test_a_newer_note_beside_an_older_backup_hides_nothing(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    shutil.copyfile(registry.home / "checkpoint.note", tmp_path / "backup" / "checkpoint.note")
    result = registry.run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY, code=1)
    assert "1 refusals or withdrawals" in result.stderr


def test_with_the_loss_accepted_it_is_written_down(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    with registry.built.services.db.reading() as session:
        name = people.person(session, child).name
    said = registry.run("vault", "restore", tmp_path / "backup", "--accept-loss", *PASSPHRASE, *BY).stdout
    assert "Ask those people again" in said and f"{name}: withdrawn for website, photo" in said
    again = Registry.at(registry.home)
    assert _says(again, child) == ["yes"] and _website(again, child) == "given"
    [restored] = _restored(again)
    assert restored.revived == 1
    again.run("ledger", "verify")
    assert (registry.home / "registry.db.before-restore").exists()


def test_whatever_else_ended_since_is_named(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    """A child who went into hiding after the backup would be shown again, and nobody would know."""
    with registry.school() as school:
        people_done.set_locatable(school.session, child, True, actor=school.admin, at=school.at)
    result = registry.run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY, code=1)
    assert "1 refusals or withdrawals" in result.stderr and "what 1 others ended" in result.stderr
    said = registry.run("vault", "restore", tmp_path / "backup", "--accept-loss", *PASSPHRASE, *BY).stdout
    assert "whereabouts became secret" in said
    [restored] = _restored(Registry.at(registry.home))
    assert restored.revived == 1


def test_what_was_handed_out_is_shut(registry: Registry, tmp_path: Path) -> None:
    """It may have been ended by hand, or used up, after the backup."""
    with registry.school() as school:
        gallery = Gallery.open(school)
        release = gallery.release(gallery.photo_of(Answer.UNRECOGNISABLE)[0])
        told = {"recipient": "A newspaper", "until": school.at.date(), "most": 1, "actor": gallery.comms, "at": school.at}
        link = links.make(school.session, release, **told)
        accounts.start_session(school.session, "session", gallery.comms, Area.STAFF, Stage.FULL, at=school.at)
        days = {"opens_on": school.at.date(), "closes_on": school.at.date(), "actor": gallery.teacher, "at": school.at}
        guests.open_door(school.session, gallery.event, EventDoorId("door"), "hash", **days)
        accounts.issue_token(school.session, TokenUse.FAMILY_CODE, gallery.comms, "code", school.at + timedelta(days=1), at=school.at)
    registry.run("vault", "backup", tmp_path / "backup", *PASSPHRASE)
    with registry.school() as school:
        links.end(school.session, link, actor=gallery.comms, at=school.at)
    said = registry.run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY).stdout
    assert "1 links that were handed out have ended" in said
    with Registry.at(registry.home).school() as school:
        with pytest.raises(NotCleared):
            links.take(school.session, link, at=school.at)
        assert school.session.scalars(select(SessionRow.ended_at)).all() != [None]
        assert school.session.scalars(select(TokenRow)).all() == []
        assert guest_queries.door(school.session, "hash", on=school.at.date()) is None


def test_the_thresholds_that_a_school_set_come_along(registry: Registry, tmp_path: Path) -> None:
    record = registry.home / "thresholds.json"
    record.write_text("{}")
    registry.run("vault", "backup", tmp_path / "backup", *PASSPHRASE)
    record.write_text("others")
    for home in (registry.home, tmp_path / "new"):
        Registry.at(home).run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY)
        assert (home / "thresholds.json").read_text() == "{}"
    assert (registry.home / "thresholds.json.before-restore").read_text() == "others"


def test_a_note_alone_remembers_what_a_lost_database_cannot(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    note = (registry.home / "checkpoint.note").read_text()
    new = Registry.at(tmp_path / "new")
    (new.home / "checkpoint.note").write_text(note)
    refused = new.run("vault", "restore", tmp_path / "backup", *PASSPHRASE, *BY, code=1)
    assert "older than the last checkpoint" in refused.stderr
    assert list(new.built.services.vault.names()) == []


@pytest.mark.parametrize("wrong", [("--passphrase", "another", *BY), (*PASSPHRASE, "--by", "nobody@school.test")])
def test_a_restore_that_fails_leaves_what_stood_there(registry: Registry, child: PersonId, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    before = sorted(path.name for path in registry.home.iterdir() if not path.name.endswith(("-wal", "-shm")))
    result = registry.run("vault", "restore", tmp_path / "backup", "--accept-loss", *wrong, code=1)
    assert result.stderr.strip().splitlines()[-1].startswith("Error: ")
    again = Registry.at(registry.home)
    assert _says(again, child) == ["yes", "withdrawn"]
    again.run("vault", "check")
    assert sorted(path.name for path in registry.home.iterdir() if not path.name.endswith(("-wal", "-shm"))) == before


def test_half_a_backup_is_none(registry: Registry, child: PersonId, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "backup", tmp_path / "half")
    (tmp_path / "half" / "manifest").unlink()
    assert "not finished" in Registry.at(tmp_path / "new").run("vault", "restore", tmp_path / "half", *PASSPHRASE, *BY, code=1).stderr
