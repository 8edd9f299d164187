"""Checks a receipt with the school's public key and nothing else: no database, no network, no trust in whoever handed it over.

1. The file is in the form that the school writes, to the last byte.
2. The school signed it, under its name, with the key that the reader trusts.
3. So it did the checkpoint, which names the root of the tree over the ledger's entries.
4. Every entry, bound to the one before it, is under that root.
5. The receipt says nothing that its entries do not say.

`static/js/receipt.js` is the same in a browser.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.receipts import canonical, context
from app.receipts.canonical import SIGNATURE, signed_text
from app.receipts.record import STATES
from app.vault import notes
from consent_store.rules import chain, tree
from consent_store.rules.receipts import Event

Json = Mapping[str, Any]
_SAYS = {Event.REFUSED: "no", Event.WITHDRAWN: "withdrawn", Event.LIFTED: "lifted"}  # everything else happens to a yes
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError)  # what a file of another shape may raise


class Fault(StrEnum):
    """What is wrong with a receipt."""

    FORM = "form"
    KEY = "key"
    SIGNATURE = "signature"
    CHECKPOINT = "checkpoint"
    ENTRY = "entry"
    MEANING = "meaning"


class Refused(ValueError):
    """A receipt that does not hold, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(_SENTENCES[fault])
        self.fault = fault


_SENTENCES = {
    Fault.FORM: "This is not a receipt, or it was changed: it is not in the form that a school writes.",
    Fault.KEY: "This receipt was signed with another key, or under another name, than the one that you trust.",
    Fault.SIGNATURE: "This receipt was changed after the school signed it, or the school did not sign it.",
    Fault.CHECKPOINT: "The school did not sign the state of the ledger that this receipt rests upon.",
    Fault.ENTRY: "An entry that this receipt rests upon is not in the ledger that the school signed.",
    Fault.MEANING: "This receipt says something else than the entries that it rests upon.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One event of a receipt that holds: what happened, when (UTC, as the ledger writes it), and for what."""

    event: Event
    at: str
    purpose: str
    kind: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt that holds: signed under which name, about whom, when the ledger had how many entries, and what it says."""

    origin: str
    person: str
    size: int
    events: tuple[Said, ...]


def check(data: bytes, verifier: str) -> Checked:
    """What a receipt says, if it holds under this public key (see `notes.verifier`). Raises `Refused`."""
    receipt = _read(data)
    origin, key = _trusted(receipt, verifier)
    unsigned = {name: value for name, value in receipt.items() if name != SIGNATURE}
    with _refusing(Fault.SIGNATURE):
        text = signed_text(origin, unsigned)
        if notes.opened(receipt[SIGNATURE], origin, key) != text or receipt[SIGNATURE].count("\n") != text.count("\n") + 2:
            raise Refused(Fault.SIGNATURE)
    with _refusing(Fault.CHECKPOINT):
        head = chain.parse_checkpoint(notes.opened(receipt["bp:ledger"]["bp:checkpoint"], origin, key), origin)
    with _refusing(Fault.ENTRY):
        lines = {entry["bp:seq"]: _line(entry, head) for entry in receipt["bp:ledger"]["bp:entries"]}
    with _refusing(Fault.MEANING):
        events = tuple(_meant(receipt, lines))
        return Checked(origin, receipt["dpv:hasRecordOfActivity"][0]["dpv:hasDataSubject"], head.size, events)


@contextmanager
def _refusing(fault: Fault) -> Iterator[None]:
    """Whatever a part of a receipt raises, is this fault."""
    try:
        yield
    except Refused:
        raise
    except _BROKEN as error:
        raise Refused(fault) from error


def _read(data: bytes) -> dict[str, Any]:
    with _refusing(Fault.FORM):
        return canonical.read(data)


def _trusted(receipt: Json, verifier: str) -> tuple[str, Any]:
    with _refusing(Fault.KEY):
        if receipt["bp:ledger"]["bp:key"] != verifier.strip():
            raise Refused(Fault.KEY)
        return notes.known(verifier)


def _line(entry: Json, head: chain.Head) -> Json:
    """What an entry says, once it is shown to be under the root."""
    before, text, path = _hash(entry["bp:before"]), entry["bp:line"], [_hash(step) for step in entry["bp:path"]]
    line: Json = json.loads(text)
    leaf = tree.leaf(sha256(before + text.encode()).digest())
    if line["seq"] != entry["bp:seq"] or head.root is None or tree.climb(leaf, line["seq"] - 1, head.size, path) != head.root:
        raise Refused(Fault.ENTRY)
    return line


def _hash(text: str) -> bytes:
    data = b64decode(text, validate=True)
    if len(data) != len(chain.GENESIS) or b64encode(data).decode() != text:
        raise Refused(Fault.ENTRY)
    return data


def _meant(receipt: Json, lines: Mapping[int, Json]) -> Iterator[Said]:
    """Every event, once it is shown to be what its entries say."""
    for record in receipt["dpv:hasRecordOfActivity"]:
        process, [*wordings] = record["dpv:hasProcess"], record["dpv:hasNotice"]
        for notice in wordings:
            _agree(_worded(notice), _published(lines[notice["bp:entry"]]))
        for status in record["dpv:hasConsentStatus"]:
            event, (word, *ended) = Event(status["bp:event"]), [lines[seq] for seq in status["bp:entries"]]
            _agree(_stated(record, status), _spoken(event, word, wordings))
            if event is Event.INVALIDATED:
                _agree((status["dpv:isIndicatedAtTime"], True, word["body"]["purpose"]), _ending(ended[0]))
            elif event is not Event.EXPIRED:
                _agree((status["dpv:isIndicatedAtTime"], status["dpv:isIndicatedBy"]), (word["at"], _speaker(word)))
            yield Said(
                event, status["dpv:isIndicatedAtTime"], process["dpv:hasPurpose"]["dct:title"], process["dpv:hasPersonalData"]["dct:title"]
            )


def _agree(said: object, shown: object) -> None:
    if said != shown:
        raise Refused(Fault.MEANING)


def _stated(record: Json, status: Json) -> tuple[object, ...]:
    """What a receipt says of a word."""
    process = record["dpv:hasProcess"]
    data = process["dpv:hasPersonalData"]
    about = (record["dpv:hasDataSubject"], process["dpv:hasPurpose"]["dct:identifier"], data.get("bp:kind"), data.get("dct:identifier"))
    return ("Word", *about, status["@type"][0], True)


def _spoken(event: Event, word: Json, wordings: list[Json]) -> tuple[object, ...]:
    """The same, of the entry that holds it. A no may name no wording; the receipt then names the one that was in force."""
    body = word["body"]
    item = f"{context.OURS}item:{body['item']}" if body["item"] else None
    named = [(notice["bp:version"], notice["dct:language"]) for notice in wordings]
    agreed = body["say"] == _SAYS.get(event, "yes") and (body["notice"] is None or (body["notice"], body["language"]) in named)
    return (word["kind"], context.person(body["person"]), body["purpose"] or "everything", body["kind"], item, STATES[event], agreed)


def _speaker(word: Json) -> str:
    return context.person(word["body"]["speaker"])


def _worded(notice: Json) -> tuple[object, ...]:
    return ("NoticePublished", notice["@id"], notice["bp:version"], notice["bp:digest"], notice["dct:issued"])


def _published(line: Json) -> tuple[object, ...]:
    body = line["body"]
    return (line["kind"], f"{context.OURS}notice:{body['purpose']}:{body['version']}", body["version"], body["wording"], line["at"])


def _ending(line: Json) -> tuple[object, ...]:
    return (line["at"], line["body"]["material"], line["body"]["purpose"])
