"""What tests of receipts share: a school with keys that signs, a word on paper, and what a forger would do."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from app import receipts
from app.db import migrate
from app.receipts import canonical
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
