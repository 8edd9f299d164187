"""Questions about releases in the making: what was asked for together, whom its caption may not name, and the line under it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, RenditionId, SightingId
from consent_store.records.media import EventGroupRow, EventRow, ItemRow
from consent_store.records.people import MembershipRow, PersonRow
from consent_store.records.queries.media import people_of
from consent_store.records.releases import DraftRow, LineRow
from consent_store.rules.lines import LINES, Behalf
from consent_store.rules.names import Named, Near
from consent_store.rules.terms import Role

_NAMED = (Role.PUPIL, Role.STAFF, Role.GUEST)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a caption: why each mark is meant (by its key), how many are open, and who confirmed the rest."""

    answers: Mapping[str, str]
    open: int = 0
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A release in the making. `rendition` is the file asked for, `played_by` looked and listened to its end; `release` what it became,
    perhaps one that was out before.
    """

    id: ReleaseId
    batch: str
    item: ItemId
    purpose: PurposeCode
    channel: str
    form: str
    personally: bool
    why: str
    caption: str
    checked: Checked
    alt: str
    rendition: RenditionId
    revision: int
    masks: frozenset[SightingId]
    by: PersonId
    at: datetime
    release: ReleaseId | None
    played_by: PersonId | None


def draft(session: Session, draft: ReleaseId) -> DraftView:
    """One draft. Raises `NotFound`."""
    return _drafts(session, DraftRow.id == draft)[0]


def batch(session: Session, batch: str) -> list[DraftView]:
    """What was asked for together, in the order of events and pictures. Raises `NotFound` for none."""
    return _drafts(session, DraftRow.batch == batch)


def begun_by(session: Session, person: PersonId, *, limit: int = 20) -> list[str]:
    """The batches in which somebody has drafts that became nothing yet, the latest first."""
    query = select(DraftRow.batch).where(DraftRow.by == person, DraftRow.release_id.is_(None)).group_by(DraftRow.batch)
    return list(session.scalars(query.order_by(func.max(DraftRow.at).desc()).limit(limit)))


def behind(session: Session, releases: Sequence[ReleaseId]) -> dict[ReleaseId, DraftView]:
    """The drafts from which these releases were made, as long as they are kept."""
    rows = session.scalars(select(DraftRow).where(DraftRow.id.in_(releases)))
    return {view.id: view for view in map(draft_view, rows)}


def named(session: Session, items: Sequence[ItemId]) -> list[Named]:
    """Everybody of the register whom a caption might name, with how near they are to these pictures."""
    pictured = frozenset[PersonId]().union(*people_of(session, items).values())
    groups = select(EventGroupRow.group_id).join(ItemRow, ItemRow.event_id == EventGroupRow.event_id).where(ItemRow.id.in_(items))
    beside = set(session.scalars(select(MembershipRow.person_id).where(MembershipRow.group_id.in_(groups))))
    columns = select(PersonRow.id, PersonRow.given_name, PersonRow.family_name)
    rows = session.execute(columns.where(PersonRow.role.in_(_NAMED), PersonRow.erased_at.is_(None)))
    return [Named(PersonId(id_), given, family, _near(id_, pictured, beside)) for id_, given, family in rows]


def lines(session: Session) -> dict[tuple[Behalf, str], str]:
    """The line under what is published, by behalf and language; the school's own where it wrote one."""
    own = {(Behalf(row.behalf), row.language): row.text for row in session.scalars(select(LineRow))}
    return {**LINES, **own}


def checked(kept: str) -> Checked:
    """What became of a caption, as it is kept."""
    return Checked(**json.loads(kept)) if kept else Checked({})


def draft_view(row: DraftRow) -> DraftView:
    """A draft as it is kept."""
    return DraftView(
        ReleaseId(row.id),
        row.batch,
        ItemId(row.item_id),
        PurposeCode(row.purpose),
        row.channel,
        row.form,
        row.personally,
        row.why,
        row.caption,
        checked(row.caption_checked),
        row.alt,
        RenditionId(row.rendition_id),
        row.revision,
        frozenset(map(SightingId, row.masks.split())),
        PersonId(row.by),
        row.at,
        ReleaseId(row.release_id) if row.release_id else None,
        PersonId(row.played_by) if row.played_by else None,
    )


def _drafts(session: Session, condition: ColumnElement[bool]) -> list[DraftView]:
    query = select(DraftRow).join(ItemRow, ItemRow.id == DraftRow.item_id).join(EventRow, EventRow.id == ItemRow.event_id)
    found = [draft_view(row) for row in session.scalars(query.where(condition).order_by(EventRow.on, EventRow.id, ItemRow.number))]
    if not found:
        raise NotFound()
    return found


def _near(person: str, pictured: Collection[str], beside: Collection[str]) -> Near:
    return Near.PICTURED if person in pictured else Near.EVENT if person in beside else Near.SCHOOL
