"""Somebody found a picture elsewhere and asks whether it is one of ours; a worker looks, and says which it resembles."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import InquiryId, ItemId, PersonId, RenditionId, new_id
from consent_store.operations import shreds
from consent_store.operations.fields import text
from consent_store.operations.releases import Passage
from consent_store.records.found import FingerprintRow, InquiryRow, MatchRow

_LONGEST = 2000


def ask(session: Session, *, vault_name: str | None = None, address: str | None = None, actor: PersonId, at: datetime) -> InquiryId:
    """Ask about a picture in the vault, or about the one at an address; with both, the address says where it was seen."""
    seen = text(address, "address", _LONGEST) if address and address.strip() else None
    if vault_name is None and seen is None:
        raise BadInput("Give the picture, or the address of its file.", field="picture")
    row = InquiryRow(id=new_id(), by=actor, at=at, address=seen, vault_name=vault_name)
    session.add(row)
    session.flush()
    return InquiryId(row.id)


def answer(session: Session, inquiry: InquiryId, found: Mapping[ItemId, int], *, vault_name: str, at: datetime) -> None:
    """Say which items it resembles, each with the bits in which they differ. `vault_name` is the picture encoded afresh, which takes the
    place of whatever was sent in.
    """
    row = _waiting(session, inquiry)
    if row is None:
        shreds.let_go(session, [vault_name], at=at)
        return
    shreds.let_go(session, [row.vault_name] if row.vault_name else [], at=at)
    row.answered_at, row.vault_name = at, vault_name
    session.add_all(MatchRow(inquiry_id=inquiry, item_id=item, distance=bits) for item, bits in found.items())
    session.flush()


def fail(session: Session, inquiry: InquiryId, why: str, *, at: datetime) -> None:
    """Say why nobody could look at it. The file goes: it is no picture."""
    row = _waiting(session, inquiry)
    if row is not None:
        row.answered_at, row.failure = at, why
        shreds.let_go(session, [row.vault_name] if row.vault_name else [], at=at)
        row.vault_name = None
        session.flush()


def picture(session: Session, inquiry: InquiryId, *, viewer: PersonId, at: datetime) -> Passage:  # noqa: ARG001  (as every operation)
    """Leave to look at what one asked about, once it was looked at and encoded afresh. Else `NotFound`."""
    row = session.get(InquiryRow, inquiry)
    if row is None or row.by != viewer or row.answered_at is None or row.vault_name is None:
        raise NotFound()
    return Passage(row.vault_name, None, None, "image/jpeg", "found.jpg")


def forget(session: Session, before: datetime, *, at: datetime) -> None:
    """Let go of what was asked before a moment. What became a case has its own picture by then."""
    old = select(InquiryRow.id).where(InquiryRow.at < before)
    shreds.let_go(
        session, session.scalars(select(InquiryRow.vault_name).where(InquiryRow.at < before, InquiryRow.vault_name.is_not(None))), at=at
    )
    session.execute(delete(MatchRow).where(MatchRow.inquiry_id.in_(old)))
    session.execute(delete(InquiryRow).where(InquiryRow.at < before))


def keep_fingerprints(session: Session, made: Mapping[RenditionId, tuple[ItemId, bytes]]) -> None:
    """Keep the hashes by which files are known again; what was kept already stays."""
    for rendition, (item, hashes) in made.items():
        if session.get(FingerprintRow, rendition) is None:
            session.add(FingerprintRow(rendition_id=rendition, item_id=item, hashes=hashes))
    session.flush()


def _waiting(session: Session, inquiry: InquiryId) -> InquiryRow | None:
    row = session.get(InquiryRow, inquiry, populate_existing=True)
    return row if row is not None and row.answered_at is None else None
