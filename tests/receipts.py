"""What tests of receipts share: a school with keys that signs, a word on paper, and what a forger would do."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app import receipts
from app.db import migrate
from app.receipts import Fault, canonical
from app.services import Services
from app.vault import notes
from app.wiring import build
from config import Config
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import consents
from consent_store.records.queries import receipts as questions
from consent_store.rules.entries import Entry, Method, Say, Word
from consent_store.rules.terms import RECOGNITION, Duty, Kind
from tests.school import PORTAL, School

Document = dict[str, Any]


@dataclass
class Desk:
    """A school of its own, its services, and one receipt about a child."""

    services: Services
    child: PersonId
    guardian: PersonId
    key: str

    @classmethod
    def open(cls, home: Path) -> "Desk":
        """A family that said yes, no, and took a yes back."""
        services = build(Config.from_env({"BEELDPOORT_HOME": str(home)})).services
        migrate(services.db.engine)
        with services.db.unit_of_work() as session:
            school = School.open(session, services.clock())
            child, guardian = school.family()
            school.gives(guardian, child)
            school.says(guardian, Say.NO, child, PORTAL)
            school.withdraws(guardian, child)
            school.gives(guardian, child, RECOGNITION)
            return cls(services, child, guardian, receipts.school_key(session, services))

    def file(self, person: PersonId | None = None, language: str = "en") -> bytes:
        """The newest receipt about somebody, the child unless said otherwise."""
        with self.services.db.reading() as session:
            newest = questions.about(session, person or self.child, at=self.services.clock())[0]
        return receipts.make(self.services, newest, language)

    def forged(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        """What somebody with the school's own key could make of it."""
        document = canonical.read(self.file())
        change(document)
        return self.signed(document)

    def signed(self, document: dict[str, Any], name: str | None = None) -> bytes:
        """A document in the one form, signed as a receipt."""
        origin = name or self.key.partition("+")[0]
        unsigned = {member: value for member, value in document.items() if member != canonical.SIGNATURE}
        text = canonical.signed_text(origin, unsigned)
        return canonical.written(unsigned | {canonical.SIGNATURE: notes.sign(text, origin, self.services.keys.signing)})


def on_paper(school: School, speaker: PersonId, child: PersonId, purpose: PurposeCode, say: Say = Say.YES) -> Entry:
    """A word that the office entered from a form."""
    office, digest = school.staff(Duty.OFFICE), sha256(b"form").hexdigest()
    scan = {"vault_name": "scan", "size": 3, "media_type": "image/jpeg", "actor": office, "at": school.at}
    consents.keep_scan(school.session, child, digest, **scan)  # type: ignore[arg-type]
    word = Word(speaker, child, say, purpose, Kind.PHOTO, notice=1, language="nl", method=Method.PAPER, scan=digest)
    return consents.speak(school.session, word, actor=office, at=school.at)


def b64(data: bytes) -> str:
    """As receipts write bytes."""
    return b64encode(data).decode()


def first(document: Document) -> Document:
    """The first record, which says yes to the website and takes it back."""
    found: Document = document["dpv:hasRecordOfActivity"][0]
    return found


def proof(document: Document) -> Document:
    """What proves it."""
    found: Document = document["bp:ledger"]
    return found


def spoken(document: Document) -> Document:
    """The entry that holds the first word."""
    number = first(document)["dpv:hasConsentStatus"][0]["bp:entries"][0]
    found: Document = next(entry for entry in proof(document)["bp:entries"] if entry["bp:seq"] == number)
    return found


def status(document: Document) -> Document:
    """The first event."""
    found: Document = first(document)["dpv:hasConsentStatus"][0]
    return found


# What a school that signs falsely could make its receipt say, and why it is refused.
LIES: dict[str, tuple[Fault, Callable[[Document], object]]] = {
    "another purpose": (Fault.MEANING, lambda d: first(d)["dpv:hasProcess"]["dpv:hasPurpose"].update({"dct:identifier": "press"})),
    "another kind": (Fault.MEANING, lambda d: first(d)["dpv:hasProcess"]["dpv:hasPersonalData"].update({"bp:kind": "film"})),
    "one picture": (
        Fault.MEANING,
        lambda d: first(d)["dpv:hasProcess"]["dpv:hasPersonalData"].update({"dct:identifier": "urn:beeldpoort:item:x"}),
    ),
    "another person": (Fault.MEANING, lambda d: first(d).update({"dpv:hasDataSubject": "urn:beeldpoort:person:x"})),
    "another speaker": (Fault.MEANING, lambda d: status(d).update({"dpv:isIndicatedBy": "urn:beeldpoort:person:x"})),
    "another hour": (Fault.MEANING, lambda d: status(d).update({"dpv:isIndicatedAtTime": "2020-01-01T00:00:00.000000+00:00"})),
    "a no for a yes": (Fault.MEANING, lambda d: status(d).update({"bp:event": "refused", "@type": ["dpv:ConsentRefused"]})),
    "two states": (Fault.MEANING, lambda d: status(d).update({"@type": ["dpv:ConsentRefused", "dpv:ConsentGiven"]})),
    "another wording": (Fault.MEANING, lambda d: first(d)["dpv:hasNotice"][0].update({"bp:digest": "00" * 32})),
    "another version": (Fault.MEANING, lambda d: first(d)["dpv:hasNotice"][0].update({"bp:version": 2})),
    "another language": (
        Fault.MEANING,
        lambda d: first(d).update({"dpv:hasNotice": [first(d)["dpv:hasNotice"][-1] | {"dct:language": "fr"}]}),
    ),
    "an entry that is not there": (Fault.MEANING, lambda d: status(d).update({"bp:entries": [999]})),
    "a renewal without its like": (Fault.MEANING, lambda d: status(d).update({"bp:event": "renewed"})),
    "an end that no notice shows": (
        Fault.MEANING,
        lambda d: status(d).update({"bp:event": "invalidated", "@type": ["dpv:ConsentInvalidated"]}),
    ),
    "nothing at all": (Fault.MEANING, lambda d: d.update({"dpv:hasRecordOfActivity": []})),
    "a changed entry": (Fault.ENTRY, lambda d: spoken(d).update({"bp:line": spoken(d)["bp:line"].replace('"yes"', '"no"')})),
    "an entry elsewhere": (Fault.ENTRY, lambda d: spoken(d).update({"bp:seq": 3})),
    "after another entry": (Fault.ENTRY, lambda d: spoken(d).update({"bp:before": b64(bytes(32))})),
    "a shorter path": (Fault.ENTRY, lambda d: spoken(d)["bp:path"].pop()),
    "a longer path": (Fault.ENTRY, lambda d: spoken(d)["bp:path"].append(b64(bytes(32)))),
    "a path of bits that nothing reads": (Fault.ENTRY, lambda d: spoken(d)["bp:path"].__setitem__(0, spoken(d)["bp:path"][0][:-2] + "B=")),
    "no proof": (Fault.KEY, lambda d: d.pop("bp:ledger")),
}
