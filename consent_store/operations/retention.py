"""For how long what is kept, and what must go because its time has come. Whatever is still out, or must still come back, keeps its
original: who may have to be masked in it is not known yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from consent_store.errors import BadInput
from consent_store.ids import EventId, ItemId, PersonId
from consent_store.operations import drafts, media, shreds
from consent_store.records import ledger
from consent_store.records.media import EventRow, ItemRow, RenditionRow
from consent_store.records.queries import holds, school
from consent_store.records.queries.holds import HELD
from consent_store.records.queries.media import ATTESTED, IN_PLACE
from consent_store.records.recalls import TaskRow
from consent_store.records.recordings import RecordingRow, TrackRow
from consent_store.records.releases import DraftRow, RecallRow, ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.records.wanted import WantedRow
from consent_store.rules.entries import SettingRecorded
from consent_store.rules.releases import Use
from consent_store.rules.retention import Kept, Matter, Schedule, due
from consent_store.rules.terms import SYSTEM, Policy, Setting

_AT_ONCE = 5000


_CALLED_BACK = exists().where(RecallRow.release_id == ReleaseRow.id, RecallRow.closed_at.is_(None))
_OUT: ColumnElement[bool] = exists().where(ReleaseRow.item_id == ItemRow.id, ReleaseRow.ended_at.is_(None) | _CALLED_BACK)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The pictures of an event whose time comes: the first day, how many, and how many of these stay for now."""

    event: EventId
    title: str
    on: date
    goes_on: date
    pictures: int
    staying: int


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each went."""

    originals: int
    drafts: int
    descriptors: int
    proofs: int


def choose(session: Session, chosen: Mapping[Matter, int], *, actor: PersonId, at: datetime) -> None:
    """Choose for how many days these are kept, from the coming night on. Raises `BadInput` naming the matter."""
    ledger.lock(session)
    before = holds.schedule(session)
    schedule = choosing(before, chosen)
    if schedule != before:
        ledger.append(session, SettingRecorded(Setting.KEEPING, str(schedule)), actor=actor, at=at)


def choosing(before: Schedule, chosen: Mapping[Matter, int]) -> Schedule:
    """What would be kept for how long then. Raises `BadInput` likewise."""
    try:
        return before.choosing(chosen)
    except ValueError as error:
        raise BadInput("Choose a number of days within the bounds.", field=str(error.args[0])) from error


def sweep(session: Session, *, actor: PersonId = SYSTEM, at: datetime) -> Swept:
    """Let go of originals, of faces cut out for a review, of drafts with what was written in them and their files, of descriptors, and of
    screens that prove that something is gone, each when its day has come; the oldest first, what is too many for one night the next.
    """
    ledger.lock(session)
    policy, kept_for = school.policy(session), holds.schedule(session)
    descriptors = _go(_descriptors(session, policy), kept_for, policy, at)
    session.execute(update(SightingRow).where(SightingRow.id.in_(descriptors)).values(descriptor=None))
    session.execute(update(TrackRow).where(TrackRow.id.in_(descriptors)).values(looks=None))
    crops = _go(_crops(session, policy), kept_for, policy, at)
    _let_files_go(session, [*crops, *_superseded(session)], at)
    begun = _go(_drafts(session, policy), kept_for, policy, at)
    drafts.discard(session, session.scalars(select(DraftRow).where(DraftRow.id.in_(begun))).all(), at=at)
    originals = _go(_originals(session, policy, kept_for, at), kept_for, policy, at)
    for item in originals:
        media.remove(session, ItemId(item), "retention", actor=actor, at=at)
    proofs = _go(_proofs(session, policy), kept_for, policy, at)
    _let_screens_go(session, proofs, at)
    return Swept(len(originals), len(crops) + len(begun), len(descriptors), len(proofs))


def foresee(session: Session, until: datetime, *, schedule: Schedule | None = None) -> list[Foreseen]:
    """Whose pictures go by a moment to come, an event a line, the soonest first; how many of them stay because they are out or held."""
    policy, kept_for = school.policy(session), schedule or holds.schedule(session)
    old = ItemRow.received_at < until - timedelta(days=kept_for.days(Matter.ORIGINAL) - 1)
    staying = func.sum(case((_OUT | HELD, 1), else_=0))
    query = select(EventRow.id, EventRow.title, EventRow.on, func.min(ItemRow.received_at), func.count(), staying)
    rows = session.execute(query.join(ItemRow, ItemRow.event_id == EventRow.id).where(IN_PLACE, old).group_by(EventRow.id))
    found = [
        Foreseen(EventId(event), title, on, _goes(policy.day(first), kept_for), pictures, stay)
        for event, title, on, first, pictures, stay in rows.tuples()
    ]
    return sorted((each for each in found if each.goes_on <= policy.day(until)), key=lambda each: (each.goes_on, each.title))


def foresee_proofs(session: Session, until: datetime, *, schedule: Schedule | None = None) -> int:
    """How many screens that prove that something is gone go by then."""
    policy, kept_for = school.policy(session), schedule or holds.schedule(session)
    return len(due(_proofs(session, policy), kept_for, policy.day(until)))


def foresee_drafts(session: Session, until: datetime, *, schedule: Schedule | None = None) -> int:
    """How many drafts go by then, with what was written in them."""
    policy, kept_for = school.policy(session), schedule or holds.schedule(session)
    return len(due(_drafts(session, policy), kept_for, policy.day(until)))


def _goes(since: date, schedule: Schedule) -> date:
    return since + timedelta(days=schedule.days(Matter.ORIGINAL))


def _go(things: list[Kept], schedule: Schedule, policy: Policy, at: datetime) -> list[str]:
    return [kept.key for kept in due(sorted(things, key=lambda kept: kept.since), schedule, policy.day(at))[:_AT_ONCE]]


def _originals(session: Session, policy: Policy, schedule: Schedule, at: datetime) -> list[Kept]:
    """Items old enough to be looked at; days are counted on the wall, so a day more are asked for."""
    old = ItemRow.received_at < at - timedelta(days=schedule.days(Matter.ORIGINAL) - 1)
    rows = session.execute(select(ItemRow.id, ItemRow.received_at, _OUT | HELD).where(IN_PLACE, old))
    return [Kept(Matter.ORIGINAL, id_, policy.day(since), hold=bool(kept)) for id_, since, kept in rows]


def _drafts(session: Session, policy: Policy) -> list[Kept]:
    """Releases in the making, and what was written beside those that were made."""
    rows = session.execute(select(DraftRow.id, DraftRow.at))
    return [Kept(Matter.DRAFT, id_, policy.day(since)) for id_, since in rows]


def _crops(session: Session, policy: Policy) -> list[Kept]:
    """Faces cut out for a review, which stay while that goes on; and what a family looked at, which is made again when they look again."""
    done = or_(ATTESTED, ItemRow.aside_at.is_not(None), RenditionRow.use == Use.SHOWN)
    query = select(RenditionRow.id, RenditionRow.made_at, done).join(ItemRow, ItemRow.id == RenditionRow.item_id)
    rows = session.execute(query.where(IN_PLACE, RenditionRow.use.in_((Use.CROP, Use.SHOWN))))
    return [Kept(Matter.DRAFT, id_, policy.day(since), hold=not is_done) for id_, since, is_done in rows]


def _descriptors(session: Session, policy: Policy) -> list[Kept]:
    """Those of faces that wait for an answer, and of tracks of which the analysis stopped halfway."""
    query = select(SightingRow.id, ItemRow.analysed_at, ItemRow.received_at).join(ItemRow, ItemRow.id == SightingRow.item_id)
    described = session.execute(query.where(SightingRow.descriptor.is_not(None))).all()
    looks = select(TrackRow.id, RecordingRow.told_at, ItemRow.received_at).join(ItemRow, ItemRow.id == TrackRow.item_id)
    looks = looks.join(RecordingRow, RecordingRow.item_id == TrackRow.item_id).where(TrackRow.looks.is_not(None))
    rows = [*described, *session.execute(looks)]
    return [Kept(Matter.DESCRIPTOR, id_, policy.day(since or received)) for id_, since, received in rows]


def _proofs(session: Session, policy: Policy) -> list[Kept]:
    """Screens of recalls that are closed, from that day on."""
    query = select(TaskRow.id, RecallRow.closed_at, HELD).join(RecallRow, RecallRow.id == TaskRow.recall_id)
    query = query.join(ReleaseRow, ReleaseRow.id == RecallRow.release_id).join(ItemRow, ItemRow.id == ReleaseRow.item_id)
    rows = session.execute(query.where(TaskRow.vault_name.is_not(None), RecallRow.closed_at.is_not(None)))
    return [Kept(Matter.PROOF, id_, policy.day(since), hold=bool(held)) for id_, since, held in rows if since]


def _superseded(session: Session) -> list[str]:
    """Files of which a newer one of the same use was made, and that nobody asked for by themselves."""
    newer, sighting = aliased(RenditionRow), RenditionRow.sighting_id
    same = ((newer.item_id == RenditionRow.item_id), (newer.use == RenditionRow.use), (newer.masks == RenditionRow.masks))
    replaced = exists().where(*same, newer.sighting_id.is_not_distinct_from(sighting), newer.made_at > RenditionRow.made_at)
    asked_for = RenditionRow.use.in_([Use.RELEASE, Use.SHOWN]) | exists().where(ReleaseRow.rendition_id == RenditionRow.id)
    query = select(RenditionRow.id).join(ItemRow, ItemRow.id == RenditionRow.item_id)
    return list(session.scalars(query.where(IN_PLACE, replaced, ~asked_for).limit(_AT_ONCE)))


def _let_files_go(session: Session, renditions: Sequence[str], at: datetime) -> None:
    chosen = RenditionRow.id.in_(renditions)
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(chosen)), at=at)
    session.execute(delete(RenditionRow).where(chosen))
    session.execute(delete(WantedRow).where(WantedRow.id.in_(renditions), WantedRow.use == Use.SHOWN))


def _let_screens_go(session: Session, tasks: Sequence[str], at: datetime) -> None:
    """The words of the proof stay."""
    chosen = TaskRow.id.in_(tasks)
    shreds.let_go(session, [name for name in session.scalars(select(TaskRow.vault_name).where(chosen)) if name], at=at)
    session.execute(update(TaskRow).where(chosen).values(vault_name=None, sha256=None, size=None, media_type=None))
