"""From what was decided to a file: what it says, what proves it, and the school's signature over both."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import ledger as signatures
from app.letters import speech
from app.receipts import canonical, context, record
from app.receipts.canonical import SIGNATURE, signed_text
from app.receipts.record import Background
from app.services import Services
from app.vault import notes
from consent_store.errors import Conflict
from consent_store.records import ledger, tree
from consent_store.records.queries import people
from consent_store.records.queries import receipts as questions
from consent_store.records.queries.receipts import Chained
from consent_store.rules import chain
from consent_store.rules.receipts import Receipt

MEDIA_TYPE = "application/ld+json"


def make(services: Services, receipt: Receipt, language: str) -> bytes:
    """The file of a receipt. Where no checkpoint covers it yet, the ledger is signed now."""
    with services.db.reading() as session:
        covered = _covering(session, receipt)
    if covered is None:
        with services.db.unit_of_work() as session:
            signatures.sign_head(session, services.keys, services.note, at=services.clock())
    with services.db.reading() as session:
        return _made(session, services, receipt, language)


def filename(receipt: Receipt) -> str:
    """What to call the file: when, and which; never who."""
    return f"receipt-{receipt.at:%Y-%m-%d}-{receipt.key}.jsonld"


def school_key(session: Session, services: Services) -> str:
    """The school's public key with the name it signs under, as it is published: a signed note's verifier."""
    return notes.verifier(signatures.origin(session), services.keys.signing.public_key())


def _made(session: Session, services: Services, receipt: Receipt, language: str) -> bytes:
    checkpoint = _covering(session, receipt)
    if checkpoint is None:
        raise Conflict("The ledger has not been signed since. Try again in an hour.", code="not_signed_yet")
    known = _background(session, receipt, language, services.site.public_url)
    unsigned = _said(receipt, known, checkpoint.at) | {"bp:ledger": _proof(session, services, receipt, known, checkpoint)}
    origin = known.controller.origin
    return canonical.written(unsigned | {SIGNATURE: notes.sign(signed_text(origin, unsigned), origin, services.keys.signing)})


def _covering(session: Session, receipt: Receipt) -> ledger.Checkpoint | None:
    """The first checkpoint over everything that the receipt rests upon, of those that name a tree: so the file stays the same."""
    origin = signatures.origin(session)
    for checkpoint in ledger.checkpoints_over(session, max(receipt.entries)):
        text, _, _ = checkpoint.note.partition("\n\n")
        if chain.parse_checkpoint(f"{text}\n", origin).root is not None:
            return checkpoint
    return None


def _background(session: Session, receipt: Receipt, language: str, site: str) -> Background:
    views = people.people(session, [receipt.person])
    known = (questions.controller(session), questions.terms(session), questions.published(session), views[receipt.person])
    return Background(*known, speech(language), site)


def _said(receipt: Receipt, known: Background, at: datetime) -> dict[str, Any]:
    address = f"{known.site}/receipts/{receipt.person}/{receipt.key}"
    return {
        "@context": context.CONTEXT,
        "@id": address,
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": context.RECEIPT_PROFILE,
        "dct:created": chain.timestamp(at),
        "dct:identifier": receipt.key,
        "dct:language": known.speech.language,
        "dct:publisher": known.school,
        "dpv:hasEntity": record.entities(receipt, known),
        "dpv:hasRecordOfActivity": record.records(receipt, known, address),
    }


def _proof(session: Session, services: Services, receipt: Receipt, known: Background, checkpoint: ledger.Checkpoint) -> dict[str, Any]:
    """The lines of the receipt and of its wordings, each with its path to the root that the checkpoint signs."""
    numbers = receipt.entries | {known.published[wording].seq for wording, _ in known.wordings(receipt.happened)}
    paths = tree.paths(session, numbers, checkpoint.size)
    return {
        "bp:checkpoint": checkpoint.note,
        "bp:entries": [_entry(each, paths[each.line.seq]) for each in questions.chained(session, numbers)],
        "bp:key": school_key(session, services),
    }


def _entry(each: Chained, path: list[bytes]) -> dict[str, Any]:
    return {
        "bp:before": b64encode(each.before).decode(),
        "bp:line": chain.canonical(each.line).decode(),
        "bp:path": [b64encode(step).decode() for step in path],
        "bp:seq": each.line.seq,
    }
