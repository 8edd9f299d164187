"""Questions about which faces people said to belong together, and which not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, PersonId, SightingId
from consent_store.records.bonds import FaceBondRow, FaceBondSideRow

_LIVE = FaceBondRow.undone_at.is_(None)


@dataclass(frozen=True, slots=True)
class BondView:
    """One such word: these faces are one person's (`same`), or those of different sides are not. By whom and when is in its row."""

    id: int
    same: bool
    sides: Mapping[SightingId, int]


def bonds_of(session: Session, event: EventId) -> list[BondView]:
    """What stands, the earliest first."""
    rows = session.scalars(select(FaceBondRow).where(FaceBondRow.event_id == event, _LIVE).order_by(FaceBondRow.id)).all()
    sides: dict[int, dict[SightingId, int]] = defaultdict(dict)
    query = select(FaceBondSideRow.bond_id, FaceBondSideRow.sighting_id, FaceBondSideRow.side)
    for bond, face, side in session.execute(query.where(FaceBondSideRow.bond_id.in_([row.id for row in rows]))):
        sides[bond][SightingId(face)] = side
    return [BondView(row.id, row.same, sides[row.id]) for row in rows]


def heard(session: Session, event: EventId) -> list[int]:
    """Which of them stand."""
    return list(session.scalars(select(FaceBondRow.id).where(FaceBondRow.event_id == event, _LIVE).order_by(FaceBondRow.id)))


def denied(session: Session, event: EventId) -> set[tuple[SightingId, PersonId]]:
    """Which faces of an event are not whose, by what people said."""
    query = select(FaceBondSideRow.sighting_id, FaceBondRow.person_id).join(FaceBondRow, FaceBondRow.id == FaceBondSideRow.bond_id)
    query = query.where(FaceBondRow.event_id == event, _LIVE, FaceBondRow.person_id.is_not(None), FaceBondSideRow.side == 1)
    return {(SightingId(face), PersonId(person)) for face, person in session.execute(query) if person}


def last(session: Session, event: EventId, by: PersonId) -> Sequence[FaceBondRow]:
    """What somebody's own last press said that stands."""
    latest = select(func.max(FaceBondRow.at)).where(*_of(event, by), _LIVE).scalar_subquery()
    return session.scalars(select(FaceBondRow).where(*_of(event, by), _LIVE, FaceBondRow.at == latest)).all()


def undone(session: Session, event: EventId, by: PersonId) -> Sequence[FaceBondRow]:
    """What their next press on redo would say again, if they said nothing of the kind since."""
    since = select(func.max(FaceBondRow.id)).where(*_of(event, by), _LIVE).scalar_subquery()
    back = (*_of(event, by), ~_LIVE, FaceBondRow.id > func.coalesce(since, 0))
    first = select(func.min(FaceBondRow.at)).where(*back).scalar_subquery()
    return session.scalars(select(FaceBondRow).where(*back, FaceBondRow.at == first)).all()


def _of(event: EventId, by: PersonId) -> tuple[ColumnElement[bool], ...]:
    return FaceBondRow.event_id == event, FaceBondRow.by == by
