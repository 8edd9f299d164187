"""What may happen to piles of faces: the machine groups them, people join them and take faces out, and their word holds.

A pile is answered by `reviews.answer_many`. What is joined or taken apart here is kept until the faces of the event are answered, so that
the next grouping honours it, and is taken back by `undo` in the same order as answers are; what was done at one moment, by one press.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, ItemId, PersonId, SightingId, new_id
from consent_store.operations import reviews
from consent_store.operations.items import in_hand, stir
from consent_store.records import ledger
from consent_store.records.bonds import FaceBondRow, FaceBondSideRow
from consent_store.records.media import ItemRow
from consent_store.records.queries import bonds, history, work
from consent_store.records.queries.media import UNDER_REVIEW
from consent_store.records.sightings import AnswerRow, SightingRow
from consent_store.rules.piles import Pile

_MEANWHILE = "Somebody answered this face while you were looking. Nothing was changed; look again."
_FRESH = {"populate_existing": True}
_OPEN = (SightingRow.answer.is_(None), SightingRow.removed_at.is_(None))


def regroup(
    session: Session,
    event: EventId,
    clusters: Mapping[SightingId, str],
    *,
    heard: Sequence[int] = (),
) -> bool:
    """Say which unanswered faces of an event look alike; one that is not named stays where it is.

    `heard` are the bonds that were honoured: where people joined or took apart since, nothing changes and the answer is False.
    """
    ledger.lock(session)
    if bonds.heard(session, event) != list(heard):
        return False
    for face in _faces(session, event, clusters):
        face.cluster = clusters[SightingId(face.id)]
    session.flush()
    return True


def mark_of(pile: Pile) -> str:
    """Names the faces of a pile: 16 hexadecimal digits, others once a face came or went."""
    return sha256(" ".join(sorted(face.id for face in pile.faces)).encode()).hexdigest()[:16]


def join(session: Session, event: EventId, seen: Mapping[str, str], *, actor: PersonId, at: datetime) -> None:
    """Say that piles are one person's: they are one pile from here on. `seen` has by its key the mark that each had (`mark_of`).

    Raises `Conflict` where a face came into one of them or left it since, `BadInput` for fewer than two.
    """
    ledger.lock(session)
    there = {pile.key: pile for pile in work.piles_of(session, event) if pile.key in seen}
    if {key: mark_of(pile) for key, pile in there.items()} != seen:
        raise Conflict()
    if len(seen) < 2:
        raise BadInput("Choose at least two piles.", field="pile")
    named = [face.id for key in seen for face in there[key].faces]
    faces = _in_hand(session, event, named)
    cluster = _home(session, event, faces, faces[named[0]].cluster)
    bond = FaceBondRow(event_id=event, same=True, by=actor, at=at)
    _keep(session, bond, faces, dict.fromkeys(named, 0), dict.fromkeys(named, cluster))
    session.flush()


def part(
    session: Session,
    event: EventId,
    stay: Sequence[SightingId],
    out: Sequence[SightingId],
    person: PersonId | None = None,
    *,
    actor: PersonId,
    at: datetime,
) -> None:
    """Say that some faces are not who the others are, nor `person`. What is taken out of a pile is by itself until the next grouping.

    Raises `Conflict` (`answered_meanwhile`) where one of them has an answer by now, `NotFound` for faces of another event.
    """
    if person is not None:
        reviews.in_register(session, person)
    faces = _in_hand(session, event, [*stay, *out])
    if not out or not (stay or person):
        raise BadInput("Take some of the faces out, not all of them.", field="face")
    left = {faces[face].cluster for face in stay}
    after = {id_: face.cluster for id_, face in faces.items()} | {face: None for face in out if faces[face].cluster in left}
    bond = FaceBondRow(event_id=event, same=False, person_id=person, by=actor, at=at)
    _keep(session, bond, faces, dict.fromkeys(stay, 0) | dict.fromkeys(out, 1), after)
    session.flush()


def undo(session: Session, event: EventId, *, actor: PersonId, at: datetime) -> list[ItemId]:
    """Take back what one's own last press in an event did: answers, a join, a parting. The items that changed, none without one."""
    ledger.lock(session)
    said, press = bonds.last(session, event, actor), history.to_undo(session, event, actor)
    last = max([*_moments(said), *_moments(press)], default=at)
    items = reviews.undo(session, event, actor=actor, at=at) if press and press[0].at == last else []
    for bond in said:
        if bond.at == last:
            bond.undone_at = at
            items += _turn(session, bond, back=True)
    return items


def redo(session: Session, event: EventId, *, actor: PersonId, at: datetime) -> list[ItemId]:
    """Do again what was taken back last, if nothing else was done since. Likewise."""
    ledger.lock(session)
    said, press = bonds.undone(session, event, actor), history.to_redo(session, event, actor)
    done = [*_moments(bonds.last(session, event, actor)), *_moments(history.to_undo(session, event, actor))]
    first = min((moment for moment in (*_moments(said), *_moments(press)) if not done or moment > max(done)), default=at)
    items = reviews.redo(session, event, actor=actor, at=at) if press and press[0].at == first else []
    for bond in said:
        if bond.at == first:
            bond.undone_at = None
            items += _turn(session, bond, back=False)
    return items


def forget(session: Session) -> None:
    """Let go of what people said of faces, once nothing in the event waits for an answer."""
    waits = exists().where(ItemRow.event_id == FaceBondRow.event_id, UNDER_REVIEW, SightingRow.item_id == ItemRow.id, *_OPEN)
    done = session.scalars(select(FaceBondRow.id).where(~waits)).all()
    session.execute(delete(FaceBondSideRow).where(FaceBondSideRow.bond_id.in_(done)))
    session.execute(delete(FaceBondRow).where(FaceBondRow.id.in_(done)))


def _moments(rows: Sequence[FaceBondRow] | Sequence[AnswerRow]) -> list[datetime]:
    return [row.at for row in rows]


def _in_hand(session: Session, event: EventId, named: Sequence[SightingId]) -> dict[SightingId, SightingRow]:
    """The unanswered faces named, with nobody else writing."""
    ledger.lock(session)
    if len(set(named)) < len(named):
        raise BadInput("A face is named twice.", field="face")
    faces = {SightingId(face.id): face for face in _faces(session, event, named)}
    if len(faces) < len(named):
        known = select(func.count(SightingRow.id)).join(ItemRow, ItemRow.id == SightingRow.item_id)
        of_event = session.scalar(known.where(ItemRow.event_id == event, SightingRow.id.in_(named)))
        raise NotFound() if of_event != len(named) else Conflict(_MEANWHILE, code="answered_meanwhile")
    return faces


def _faces(session: Session, event: EventId, named: Iterable[SightingId]) -> list[SightingRow]:
    query = select(SightingRow).join(ItemRow, ItemRow.id == SightingRow.item_id)
    query = query.where(ItemRow.event_id == event, SightingRow.id.in_(list(named)), UNDER_REVIEW, *_OPEN)
    return list(session.scalars(query, execution_options=_FRESH))


def _home(session: Session, event: EventId, joined: Collection[SightingId], cluster: str | None) -> str:
    """The pile that joined faces make: the one they come to, unless others in it stay behind, as somebody who is twice in one picture."""
    of_pile = select(SightingRow.id).join(ItemRow, ItemRow.id == SightingRow.item_id).where(SightingRow.cluster == cluster)
    left = of_pile.where(ItemRow.event_id == event, SightingRow.id.not_in(joined), UNDER_REVIEW, *_OPEN).limit(1)
    return new_id() if cluster is None or session.scalar(left) else cluster


def _keep(
    session: Session,
    bond: FaceBondRow,
    faces: Mapping[SightingId, SightingRow],
    sides: Mapping[SightingId, int],
    after: Mapping[SightingId, str | None],
) -> None:
    session.add(bond)
    session.flush()
    for id_, face in faces.items():
        side = FaceBondSideRow(bond_id=bond.id, sighting_id=id_, side=sides[id_], before=face.cluster, after=after[id_])
        session.add(side)
        face.cluster = side.after
    stir(session, in_hand(session, ItemId(next(iter(faces.values())).item_id)))


def _turn(session: Session, bond: FaceBondRow, *, back: bool) -> list[ItemId]:
    """Put the faces that still wait where they were, or where they were put."""
    sides = session.scalars(select(FaceBondSideRow).where(FaceBondSideRow.bond_id == bond.id)).all()
    faces = {face.id: face for face in _faces(session, EventId(bond.event_id), [SightingId(side.sighting_id) for side in sides])}
    for side in sides:
        if side.sighting_id in faces:
            faces[side.sighting_id].cluster = side.before if back else side.after
    items = list(dict.fromkeys(ItemId(face.item_id) for face in faces.values()))
    for item in items[:1]:
        stir(session, in_hand(session, item))
    session.flush()
    return items
