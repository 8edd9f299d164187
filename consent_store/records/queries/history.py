"""Questions about what somebody did in an event, and could take back or do again: by press, not by face."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from consent_store.ids import EventId, ItemId, PersonId, SightingId
from consent_store.records.media import ItemRow
from consent_store.records.recordings import TrackRow
from consent_store.records.sightings import AnswerRow, SightingRow
from consent_store.rules.sightings import Origin
from consent_store.rules.terms import Kind

Kept = InstrumentedAttribute[str | None]
_Asked = tuple[Select[AnswerRow], Select[AnswerRow]]  # for the first step of a press, and for all of its `batch`
_EVENT: BindParameter[str] = bindparam("event")
_BY: BindParameter[str] = bindparam("by")
_GONE = "absent"
JOINED = "joined"
_DONE = AnswerRow.undone_at.is_(None)
_MOVED = and_(AnswerRow.after.is_not_distinct_from(AnswerRow.before), AnswerRow.after_person.is_not_distinct_from(AnswerRow.before_person))


@dataclass(frozen=True, slots=True)
class Step:
    """What one step made of a sighting: an answer and whom it named, None before there was one, `absent` where it was not there."""

    sighting: SightingId
    item: ItemId
    before: str | None
    before_person: PersonId | None
    after: str | None
    after_person: PersonId | None

    @property
    def moved(self) -> bool:
        """Whether it left what the sighting says: only when or where it is there became otherwise."""
        return (self.before, self.before_person) == (self.after, self.after_person)


@dataclass(frozen=True, slots=True)
class Press:
    """The steps that one press made. `step` names it, so that what is taken back is what was said to be next; `number` and `kind` are
    those of the first item.
    """

    step: int
    number: int
    kind: Kind
    steps: tuple[Step, ...]

    @property
    def joins(self) -> bool:
        """Whether it made one of two."""
        return len(self.steps) > 1 and any(step.after == _GONE for step in self.steps)

    @property
    def items(self) -> list[ItemId]:
        """The items that it touched, in the order of its steps."""
        return list(dict.fromkeys(step.item for step in self.steps))


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of a sighting, and when; None where they took it back, `JOINED` where it became part of another."""

    sighting: SightingId
    by: PersonId
    at: datetime
    said: str | None
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class History:
    """What a press on undo and a press on redo would do, or None."""

    undo: Press | None
    redo: Press | None


Chosen = Callable[[Session, EventId, PersonId], Sequence[AnswerRow]]


def of(session: Session, event: EventId, by: PersonId) -> History:
    """What somebody can take back in an event, and do again."""
    return History(_press(session, to_undo(session, event, by)), _press(session, to_redo(session, event, by)))


def to_undo(session: Session, event: EventId, by: PersonId) -> Sequence[AnswerRow]:
    """The steps of somebody's own last press, the last first; those that somebody else built upon are left out."""
    return _together(session, _undo(), event, by)


def to_redo(session: Session, event: EventId, by: PersonId) -> Sequence[AnswerRow]:
    """The steps that were taken back last, in their order, if nothing was done since; likewise."""
    return _together(session, _redo(), event, by)


def said_since(session: Session, item: ItemId, revision: int, but: PersonId) -> list[Word]:
    """What others said of an item's sightings after a revision, and still stands, the latest first."""
    query = select(AnswerRow).where(AnswerRow.item_id == item, AnswerRow.by != but, AnswerRow.revision > revision)
    rows = session.scalars(query.where(_DONE, ~_MOVED).order_by(AnswerRow.revision.desc()))
    latest = {row.sighting_id: row for row in reversed(rows.all())}
    return [_word(row) for row in reversed(latest.values())]


def _together(session: Session, asked: _Asked, event: EventId, by: PersonId) -> Sequence[AnswerRow]:
    told, (first, press) = {"event": event, "by": by}, asked
    top = session.scalar(first, told)
    if top is None or top.batch is None:
        return [top] if top else []
    return session.scalars(press, told | {"batch": top.batch}).all()


@cache  # putting these questions together takes longer than their answers
def _undo() -> _Asked:
    query = _steps().where(_DONE, _says(AnswerRow.after, AnswerRow.after_person)).order_by(AnswerRow.id.desc())
    return query.limit(1), query.where(AnswerRow.batch == bindparam("batch"))


@cache
def _redo() -> _Asked:
    done = aliased(AnswerRow)
    since = exists().where(
        done.event_id == _EVENT, done.by == _BY, done.undone_at.is_(None), done.id > AnswerRow.id, done.stirred > AnswerRow.stirred
    )
    query = _steps().where(~_DONE, ~since, _says(AnswerRow.before, AnswerRow.before_person))
    first, press = query.order_by(AnswerRow.stirred.desc(), AnswerRow.id).limit(1), query.order_by(AnswerRow.id)
    return first, press.where(AnswerRow.batch == bindparam("batch"))


def _steps() -> Select[AnswerRow]:
    """Somebody's steps on what is still there, and on which nobody else built; what the machine found since is there, whoever drew it."""
    drawn = or_(SightingRow.origin == Origin.HUMAN, and_(*(side.is_distinct_from(_GONE) for side in (AnswerRow.before, AnswerRow.after))))
    query = select(AnswerRow).join(ItemRow, ItemRow.id == AnswerRow.item_id).join(SightingRow, SightingRow.id == AnswerRow.sighting_id)
    there = or_(drawn, _split_off(), _joined())
    query = query.where(AnswerRow.event_id == _EVENT, AnswerRow.by == _BY, ItemRow.removed_at.is_(None), there)
    return query.where(~_overtaken(AnswerRow), ~_overtaken_together(), ~_grown_together())


def _overtaken(step: Any) -> ColumnElement[bool]:
    """Whether somebody else built upon a step."""
    other = aliased(AnswerRow)
    return exists().where(other.sighting_id == step.sighting_id, other.by != _BY, other.undone_at.is_(None), other.revision > step.revision)


def _overtaken_together() -> ColumnElement[bool]:
    """Whether somebody else built upon any step of a press that changed tracks: these are taken back all together."""
    mate = aliased(AnswerRow)
    timeline = exists().where(or_(TrackRow.batch == AnswerRow.batch, TrackRow.gone_batch == AnswerRow.batch))
    return and_(AnswerRow.batch.is_not(None), timeline, exists().where(mate.batch == AnswerRow.batch, _overtaken(mate)))


def _split_off() -> ColumnElement[bool]:
    """Whether a press split a sighting off, in which the machine saw nothing by itself since."""
    own = TrackRow.sighting_id == AnswerRow.sighting_id
    return and_(exists().where(own, TrackRow.batch == AnswerRow.batch), ~exists().where(own, TrackRow.batch.is_(None)))


def _joined() -> ColumnElement[bool]:
    """Whether a press joined a sighting to another."""
    return and_(AnswerRow.after == _GONE, exists().where(TrackRow.gone_batch == AnswerRow.batch))


def _grown_together() -> ColumnElement[bool]:
    """Whether a press joined sightings, and the machine found more since in the one that stayed: nobody knows whose that is apart."""
    mate, went, came, more = aliased(AnswerRow), aliased(TrackRow), aliased(TrackRow), aliased(TrackRow)
    stayed = select(came.sighting_id).where(came.batch == mate.batch).correlate(mate)  # else of any press of anybody's
    machines = and_(more.sighting_id.in_(stayed), more.there, more.batch.is_(None))
    same = (went.gone_batch == mate.batch, went.version == more.version, went.number == more.number)
    found = exists().where(machines, or_(more.revision > mate.revision, exists().where(*same).correlate(mate, more)))
    timeline = exists().where(TrackRow.gone_batch == AnswerRow.batch)
    return and_(AnswerRow.batch.is_not(None), timeline, exists().where(mate.batch == AnswerRow.batch, mate.after == _GONE, found))


def _says(answer: Kept, person: Kept) -> ColumnElement[bool]:
    """Whether the sighting still says this."""
    same = and_(SightingRow.answer.is_not_distinct_from(answer), SightingRow.person_id.is_not_distinct_from(person))
    return or_(and_(SightingRow.removed_at.is_(None), same), and_(SightingRow.removed_at.is_not(None), answer == _GONE))


def _press(session: Session, rows: Sequence[AnswerRow]) -> Press | None:
    if not rows:
        return None
    number, kind = session.execute(select(ItemRow.number, ItemRow.kind).where(ItemRow.id == rows[0].item_id)).one()
    return Press(rows[0].id, number, Kind(kind), tuple(map(_step, rows)))


def _word(row: AnswerRow) -> Word:
    said = JOINED if row.after == _GONE and row.batch else row.after
    return Word(SightingId(row.sighting_id), PersonId(row.by), row.at, said, PersonId(row.after_person) if row.after_person else None)


def _step(row: AnswerRow) -> Step:
    before, after = (PersonId(each) if each else None for each in (row.before_person, row.after_person))
    return Step(SightingId(row.sighting_id), ItemId(row.item_id), row.before, before, row.after, after)
