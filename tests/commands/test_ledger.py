"""`flask ledger`: verified, signed, and checked by somebody who has nothing of ours but the public key."""

import base64
import hashlib
import json
import sqlite3

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.vault import notes
from consent_store.records import triggers
from tests.commands.conftest import Registry
from tests.school import ORIGIN


def _rewrite(registry: Registry, sql: str) -> None:
    """What somebody with the file in hands can do."""
    with sqlite3.connect(registry.home / "registry.db") as database:
        for statement in triggers.removal("sqlite"):
            database.execute(statement)
        database.execute(sql)
    database.close()


def test_a_whole_ledger_is_called_whole(registry: Registry) -> None:
    registry.family()
    found = json.loads(registry.run("ledger", "verify", "--json").stdout)
    assert found["whole"] and found["entries"] > 2
    assert registry.run("ledger", "verify").stdout == f"whole: {found['entries']} entries, last hash {found['head']}\n"


def test_a_changed_line_is_named(registry: Registry) -> None:
    registry.family()
    _rewrite(registry, "UPDATE entries SET actor = 'somebody' WHERE seq = 2")
    assert "broken: entry 2 is" in registry.run("ledger", "verify", code=1).stderr
    result = registry.run("ledger", "verify", "--json", code=1)
    assert {key: json.loads(result.stdout)[key] for key in ("whole", "first_broken")} == {"whole": False, "first_broken": 2}


def test_an_end_that_was_cut_off_shows_by_the_checkpoint(registry: Registry) -> None:
    registry.family()
    registry.run("ledger", "sign")
    _rewrite(registry, "DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)")
    assert "broken" in registry.run("ledger", "verify", code=1).stderr


def test_a_note_can_be_checked_with_the_public_key_alone(registry: Registry) -> None:
    text, _, signature = registry.run("ledger", "sign").stdout.partition("\n\n")
    name, key_id, key = registry.run("ledger", "key").stdout.strip().split("+", 2)
    dash, signer, encoded = signature.strip().split(" ")
    assert (dash, signer, name) == ("\N{EM DASH}", ORIGIN, ORIGIN)
    algorithm, public = base64.b64decode(key)[:1], base64.b64decode(key)[1:]
    assert algorithm == b"\x01" and hashlib.sha256(f"{name}\n".encode() + algorithm + public).hexdigest()[:8] == key_id
    raw = base64.b64decode(encoded)
    assert raw[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{text}\n".encode())
    found = json.loads(registry.run("ledger", "verify", "--json").stdout)
    origin, size, _root, head = text.splitlines()
    assert (origin, size, head) == (ORIGIN, str(found["entries"]), f"chain {base64.b64encode(bytes.fromhex(found['head'])).decode()}")


def test_a_checkpoint_over_another_tree_is_found(registry: Registry) -> None:
    registry.family()
    note = registry.run("ledger", "sign").stdout
    origin, size, root, head = note.partition("\n\n")[0].splitlines()
    other = base64.b64encode(bytes(32)).decode()
    forged = notes.sign(f"{origin}\n{size}\n{other}\n{head}\n", origin, registry.built.services.keys.signing)
    assert root != other and registry.run("ledger", "verify")
    with sqlite3.connect(registry.home / "registry.db") as database:
        for statement in triggers.removal("sqlite"):
            database.execute(statement)
        database.execute("UPDATE checkpoints SET note = ?", (forged,))
    database.close()
    assert f"entry {size} is not what a checkpoint signed" in registry.run("ledger", "verify", code=1).stderr


def test_a_note_lies_outside_the_database_too(registry: Registry) -> None:
    note = registry.run("ledger", "sign").stdout.rstrip("\n")
    assert (registry.home / "checkpoint.note").read_text().rstrip("\n") == note
