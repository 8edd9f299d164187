"""Faces that are to be learnt: asked for by a person, tried by a worker, settled with a reason."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId, SightingId, new_id
from consent_store.operations import shreds, templates
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.sightings import SightingRow
from consent_store.records.templates import EnrolmentRow
from consent_store.rules.terms import Kind


def ask(
    session: Session,
    person: PersonId,
    *,
    vault_name: str | None = None,
    sighting: SightingId | None = None,
    actor: PersonId,
    at: datetime,
) -> str:
    """Ask that somebody's face be learnt from a picture in the vault, or from a face that a reviewer said is theirs.

    Raises `NotAllowed` unless recognition is on for school and person and their consent stands.
    """
    if (vault_name is None) == (sighting is None):
        raise BadInput("Give one picture, or one face.", field="picture")
    ledger.lock(session)
    templates.require_consent(session, person, at)
    if sighting is not None and not _is_theirs(session, sighting, person):
        raise NotFound()
    row = EnrolmentRow(id=new_id(), person_id=person, vault_name=vault_name, sighting_id=sighting, asked_by=actor, asked_at=at)
    row.state = "waiting"
    session.add(row)
    session.flush()
    return row.id


def still_wait(session: Session, ids: Collection[str]) -> bool:
    """Whether nobody settled one of these yet, with nobody else writing: of two workers that learnt the same faces one keeps them."""
    ledger.lock(session)
    waiting = select(func.count()).where(EnrolmentRow.id.in_(ids), EnrolmentRow.state == "waiting")
    return session.scalar(waiting) == len(ids)


def settle(session: Session, outcomes: Mapping[str, str | None], *, at: datetime) -> None:
    """Say what became of each that waits: None where the face was kept, else why not. The pictures sent in go."""
    ledger.lock(session)
    for id_, why in outcomes.items():
        row = session.get(EnrolmentRow, id_, populate_existing=True)
        if row is not None and row.state == "waiting":
            row.state, row.why = ("kept", None) if why is None else ("refused", why)
            shreds.let_go(session, [row.vault_name] if row.vault_name else [], at=at)
            row.vault_name = None
    session.flush()


def _is_theirs(session: Session, sighting: SightingId, person: PersonId) -> bool:
    """Whether somebody said of a face in a photo that it is theirs: a frame of a film is no picture to learn from."""
    face = session.get(SightingRow, sighting)
    if face is None or face.person_id != person or face.left is None or face.removed_at is not None:
        return False
    return session.get_one(ItemRow, face.item_id).kind == Kind.PHOTO
