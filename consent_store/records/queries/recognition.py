"""Questions of recognition itself: faces to propose somebody for anew, and confirmed faces to measure it on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.records.media import EventRow, ItemRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import facts, school, templates
from consent_store.records.queries.media import ATTESTED, IN_PLACE, proposal
from consent_store.records.sightings import SightingRow
from consent_store.rules.sightings import Answer, Box, Proposal
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class OpenFace:
    """A described face that nobody has answered: its descriptor, sealed, its quality (0 to 1), and what the machine guesses so far."""

    id: SightingId
    sealed: bytes
    quality: float
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class ConfirmedFace:
    """Somebody's face in a reviewed photo, whose bytes lie in the vault under `vault_name`."""

    person: PersonId
    item: ItemId
    vault_name: str
    box: Box


def describes(session: Session, item: ItemId) -> bool:
    """Whether school and event want the faces of an item described and matched, or only counted."""
    off = session.scalar(select(EventRow.recognition_off).join(ItemRow, ItemRow.event_id == EventRow.id).where(ItemRow.id == item))
    return off is False and school.opened(session).recognition_on


def open_faces(session: Session, version: str) -> list[OpenFace]:
    """Every face under review that an analysis version described; those of another version are analysed again anyway."""
    query = select(SightingRow).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(IN_PLACE, ItemRow.analysis_version == version, SightingRow.answer.is_(None), SightingRow.removed_at.is_(None))
    rows = session.scalars(query.where(SightingRow.descriptor.is_not(None)).order_by(SightingRow.id))
    return [OpenFace(SightingId(row.id), row.descriptor, row.quality or 0.0, proposal(row)) for row in rows if row.descriptor]


def confirmed_faces(session: Session, *, at: datetime) -> list[ConfirmedFace]:
    """The faces in reviewed photos of those who may be recognised now, the latest photo first.

    Nobody with a look-alike is among them: no threshold can tell those apart, and the machine is never sure of them.
    """
    if not school.opened(session).recognition_on:
        return []
    query = select(SightingRow, ItemRow.vault_name).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.join(EventRow, EventRow.id == ItemRow.event_id).join(PersonRow, PersonRow.id == SightingRow.person_id)
    query = query.where(
        IN_PLACE, ATTESTED, ItemRow.kind == Kind.PHOTO, SightingRow.removed_at.is_(None), SightingRow.answer == Answer.PERSON
    )
    query = query.where(EventRow.recognition_off.is_(False), PersonRow.recognition_off.is_(False), PersonRow.left_on.is_(None))
    rows = session.execute(query.order_by(ItemRow.received_at.desc(), SightingRow.item_id, SightingRow.id))
    faces = [face for row, name in rows if (face := _confirmed(row, name))]
    agreed = templates.consenting(session, {face.person for face in faces}, at=at) - templates.look_alikes(session).keys()
    return [face for face in faces if face.person in agreed]


def _confirmed(row: SightingRow, vault_name: str | None) -> ConfirmedFace | None:
    box = facts.place(row)
    if box is None or row.person_id is None or vault_name is None:
        return None
    return ConfirmedFace(PersonId(row.person_id), ItemId(row.item_id), vault_name, box)
