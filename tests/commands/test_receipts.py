"""`flask receipt verify`: for whoever has the file and the school's public key."""

import json
from pathlib import Path

import pytest

from app import receipts
from consent_store.ids import PersonId
from consent_store.records.queries import receipts as questions
from tests.commands.conftest import Registry
from tests.receipts import Desk


@pytest.fixture
def kept(registry: Registry, tmp_path: Path) -> Path:
    """A receipt as a parent has it."""
    child, guardian = registry.family()
    with registry.school() as school:
        school.gives(guardian, child)
    return _file(registry, child, tmp_path / "receipt.jsonld")


def _file(registry: Registry, child: PersonId, path: Path) -> Path:
    services = registry.built.services
    with services.db.reading() as session:
        receipt = questions.about(session, child, at=services.clock())[0]
    path.write_bytes(receipts.make(services, receipt, "en"))
    return path


def test_a_receipt_holds_here_and_says_what_was_said(registry: Registry, kept: Path) -> None:
    told = registry.run("receipt", "verify", kept).stdout
    assert told.startswith("holds: signed by school.test/ledger, ") and "given: School website, photo" in told
    found = json.loads(registry.run("receipt", "verify", kept, "--json").stdout)
    assert found["holds"] and found["events"][0]["event"] == "given"


def test_it_holds_without_the_schools_database_by_its_key_alone(registry: Registry, kept: Path, tmp_path: Path) -> None:
    key = registry.run("ledger", "key").stdout.strip()
    elsewhere = Registry.at(tmp_path / "elsewhere")  # no database and other keys
    assert elsewhere.run("receipt", "verify", kept, "--key", key).stdout.startswith("holds")
    assert "another key" in elsewhere.run("receipt", "verify", kept, code=1).stderr


def test_one_changed_byte_is_refused_with_its_reason(registry: Registry, kept: Path) -> None:
    kept.write_bytes(kept.read_bytes().replace(b"ConsentGiven", b"ConsentGivem"))
    assert "changed after the school signed it" in registry.run("receipt", "verify", kept, code=1).stderr
    assert json.loads(registry.run("receipt", "verify", kept, "--json", code=1).stdout)["fault"] == "signature"


def test_what_is_no_receipt_is_said_to_be_none(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    assert "not a receipt" in registry.run("receipt", "verify", file, code=1).stderr


def test_a_receipt_of_another_school_is_not_ours(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "theirs.jsonld"
    file.write_bytes(Desk.open(tmp_path / "theirs").file())
    assert "another key" in registry.run("receipt", "verify", file, code=1).stderr
