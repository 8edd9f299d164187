"""Receipts that somebody forged: with the true key too, what the ledger does not hold does not pass."""

import json

import pytest

from app import receipts
from app.receipts import Fault, Refused, canonical
from app.vault import notes
from consent_store.rules import chain
from consent_store.rules.chain import Head
from tests.receipts import LIES, Desk, proof


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A family with a receipt."""
    return Desk.open(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Another school of the same name, with a key of its own."""
    return Desk.open(tmp_path_factory.mktemp("other"))


def fault(data: bytes, key: str) -> Fault:
    """Why a receipt is refused."""
    with pytest.raises(Refused) as refused:
        receipts.check(data, key)
    return refused.value.fault


def test_the_forger_of_this_file_changes_nothing_and_passes(desk: Desk) -> None:
    assert receipts.check(desk.forged(lambda _document: None), desk.key) == receipts.check(desk.file(), desk.key)


def test_another_school_signs_its_own_receipts_only(desk: Desk, other: Desk) -> None:
    assert fault(other.file(), desk.key) is Fault.KEY
    posing = canonical.read(other.file())
    proof(posing)["bp:key"] = desk.key
    assert fault(other.signed(posing), desk.key) is Fault.SIGNATURE


def test_another_name_is_another_key(desk: Desk) -> None:
    name = "elsewhere.test/ledger"
    verifier = notes.verifier(name, desk.services.keys.signing.public_key())
    assert fault(desk.file(), verifier) is Fault.KEY
    document = canonical.read(desk.file())
    proof(document)["bp:key"] = verifier
    assert fault(desk.signed(document, name), verifier) is Fault.CHECKPOINT


def test_a_swapped_checkpoint_is_refused(desk: Desk, other: Desk) -> None:
    theirs = proof(canonical.read(other.file()))["bp:checkpoint"]
    assert fault(desk.forged(lambda document: proof(document).update({"bp:checkpoint": theirs})), desk.key) is Fault.CHECKPOINT


def test_a_checkpoint_over_another_tree_is_refused_though_the_school_signs_it(desk: Desk) -> None:
    origin = desk.key.partition("+")[0]
    for head in (Head(99, bytes(32), bytes(32)), Head(32, bytes(32))):  # another tree, and one of the old form, which names none
        note = notes.sign(chain.checkpoint(origin, head), origin, desk.services.keys.signing)
        assert fault(desk.forged(lambda document, note=note: proof(document).update({"bp:checkpoint": note})), desk.key) is Fault.ENTRY


def test_a_checkpoint_is_no_signature_of_a_receipt(desk: Desk) -> None:
    document = canonical.read(desk.file())
    document[canonical.SIGNATURE] = proof(document)["bp:checkpoint"]
    assert fault(canonical.written(document), desk.key) is Fault.SIGNATURE


@pytest.mark.parametrize("cut", [1, 2, 100, 4000])
def test_a_truncated_file_is_refused(desk: Desk, cut: int) -> None:
    assert fault(desk.file()[:-cut], desk.key) is Fault.FORM


def test_the_same_content_in_another_form_is_refused(desk: Desk) -> None:
    document = json.loads(desk.file())
    for text in (json.dumps(document), json.dumps(document, indent=1, sort_keys=True), json.dumps(document, sort_keys=True)):
        assert fault(text.encode(), desk.key) is Fault.FORM
    doubled = desk.file().replace(b'{"@context"', b'{"@type":"dpv:ConsentReceipt","@context"', 1)
    assert fault(doubled, desk.key) is Fault.FORM


def test_a_receipt_is_not_replayed_for_another_person(desk: Desk) -> None:
    own = json.loads(desk.file())["dpv:hasRecordOfActivity"][0]["dpv:hasDataSubject"]
    other = desk.file().replace(own.encode(), b"urn:beeldpoort:person:aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert fault(other, desk.key) is Fault.SIGNATURE
    assert fault(desk.signed(canonical.read(other)), desk.key) is Fault.MEANING


@pytest.mark.parametrize("lie", LIES)
def test_what_the_entries_do_not_say_is_refused_though_the_school_signs_it(desk: Desk, lie: str) -> None:
    expected, change = LIES[lie]
    assert fault(desk.forged(change), desk.key) is expected  # type: ignore[arg-type]


def test_a_signature_of_other_bits_is_refused(desk: Desk) -> None:
    """Base64 leaves bits that nothing reads: a second text for the same signature."""
    document = canonical.read(desk.file())
    note = document[canonical.SIGNATURE]
    end = note.rindex("=\n")
    document[canonical.SIGNATURE] = note[: end - 1] + chr(ord(note[end - 1]) + 1) + note[end:]
    assert fault(canonical.written(document), desk.key) is Fault.SIGNATURE
