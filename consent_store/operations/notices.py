"""What may happen to a wording before it is in force: it is written, thrown away, or published."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations.fields import language_code
from consent_store.operations.model_form import Wording
from consent_store.operations.school import publish_notice, wording_digest
from consent_store.records import ledger
from consent_store.records.queries import notices, school
from consent_store.records.school import NoticeDraftRow, PurposeRow

_LONGEST_TITLE, _LONGEST_TEXT = 200, 5000


def save_draft(session: Session, purpose: PurposeCode, wordings: Mapping[str, Wording], *, actor: PersonId, at: datetime) -> None:
    """Keep what is being written, in every language that it has so far; a piece may still be empty.

    Raises `BadInput` for a language that is none, or a text that is too long.
    """
    ledger.lock(session)
    if session.get(PurposeRow, purpose) is None:
        raise NotFound("This purpose does not exist.")
    rows = [_row(purpose, language, wording, actor, at) for language, wording in wordings.items()]
    session.execute(delete(NoticeDraftRow).where(NoticeDraftRow.purpose == purpose))
    session.add_all(rows)
    session.flush()


def discard_draft(session: Session, purpose: PurposeCode) -> None:
    """Throw away what was being written."""
    session.execute(delete(NoticeDraftRow).where(NoticeDraftRow.purpose == purpose))
    session.flush()


def publish_draft(session: Session, purpose: PurposeCode, material: bool, seen: str, *, actor: PersonId, at: datetime) -> int:
    """Bring what was written into force, and return its version; see `school.publish_notice`.

    `seen` is the digest of what the publisher looked at (`draft_digest`). Raises `Conflict` (`draft_changed`) where that is not what is
    kept, `BadInput` where nothing would change.
    """
    ledger.lock(session)
    written = _written(session, purpose)
    if not written or wording_digest(written) != seen:
        raise Conflict("This draft was changed or published meanwhile. Nothing is in force yet; look again.", code="draft_changed")
    if written == _in_force(session, purpose):
        raise BadInput("This says the same as the wording in force.", field="text")
    version = publish_notice(session, purpose, written, material, actor=actor, at=at)
    discard_draft(session, purpose)
    return version


def draft_digest(session: Session, purpose: PurposeCode) -> str:
    """The digest of what is being written."""
    return wording_digest(_written(session, purpose))


def _written(session: Session, purpose: PurposeCode) -> dict[str, Wording]:
    return {language: Wording(view.title, view.text) for language, view in notices.draft(session, purpose).items()}


def _in_force(session: Session, purpose: PurposeCode) -> dict[str, Wording]:
    version = next(view.version for view in school.purposes(session, retired=True) if view.code == purpose)
    return {language: Wording(view.title, view.text) for language, view in notices.wordings(session, purpose, version).items()}


def _row(purpose: PurposeCode, language: str, wording: Wording, actor: PersonId, at: datetime) -> NoticeDraftRow:
    title, text = " ".join(wording.title.split()), wording.text.replace("\r\n", "\n").strip()
    if len(title) > _LONGEST_TITLE or len(text) > _LONGEST_TEXT:
        raise BadInput(f"A notice needs a text of at most {_LONGEST_TEXT} characters.", field=f"text_{language}")
    return NoticeDraftRow(purpose=purpose, language=language_code(language), title=title, text=text, by=actor, at=at)
