"""Questions about face references, and about how well recognition does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.records.people import LookAlikeRow, PersonRow
from consent_store.records.queries import consents, facts, school
from consent_store.records.sightings import WatchRow
from consent_store.records.templates import PersonKeyRow, TemplateRow
from consent_store.rules import entries
from consent_store.rules.sightings import Confidence
from consent_store.rules.terms import RECOGNITION, Kind
from consent_store.rules.watch import Precision

_BEARING = tuple(
    body.__name__
    for body in (
        entries.Word,
        entries.NoticePublished,
        entries.GuardianshipRecorded,
        entries.PersonCorrected,
        entries.PersonLeft,
        entries.PersonErased,
        entries.RecognitionSwitched,
        entries.TemplateKept,
        entries.TemplatesDeleted,
    )
)


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One reference: sealed under the person's key, which is itself wrapped under the school's."""

    person: PersonId
    wrapped_key: bytes
    sealed: bytes
    quality: float
    picture: str | None
    lapses_on: date


@dataclass(frozen=True, slots=True)
class WatchCount:
    """How many proposals of one confidence people confirmed and rejected."""

    confidence: Confidence
    confirmed: int
    rejected: int


def templates_for(session: Session, model: str, *, at: datetime) -> list[TemplateView]:
    """The references of everybody whose consent of recognition stands now; none while recognition is off for school or person."""
    if not school.opened(session).recognition_on:
        return []
    today = school.policy(session).day(at)
    query = select(TemplateRow, PersonKeyRow.wrapped).join(PersonKeyRow, PersonKeyRow.person_id == TemplateRow.person_id)
    query = query.join(PersonRow, PersonRow.id == TemplateRow.person_id).where(PersonRow.recognition_off.is_(False))
    query = query.where(PersonRow.left_on.is_(None), TemplateRow.model == model, TemplateRow.lapses_on > today)
    views = [_view(row, wrapped) for row, wrapped in session.execute(query.order_by(TemplateRow.person_id, TemplateRow.id))]
    agreed = consenting(session, {view.person for view in views}, at=at)
    return [view for view in views if view.person in agreed]


def consenting(session: Session, people: Collection[PersonId], *, at: datetime) -> set[PersonId]:
    """Those of some people whose consent of recognition stands now."""
    standings = consents.standings_for(session, people, school.purpose(session, RECOGNITION), Kind.PHOTO, at=at)
    return {person for person, standing in standings.items() if standing.stands}


def templates_of(session: Session, person: PersonId, model: str) -> list[TemplateView]:
    """The references kept of one person, made by one model, whether they may be matched now or not."""
    query = select(TemplateRow, PersonKeyRow.wrapped).join(PersonKeyRow, PersonKeyRow.person_id == TemplateRow.person_id)
    query = query.where(TemplateRow.person_id == person, TemplateRow.model == model).order_by(TemplateRow.id)
    return [_view(row, wrapped) for row, wrapped in session.execute(query)]


def mark(session: Session, *, at: datetime) -> tuple[int, date]:
    """Changes whenever the answer of `templates_for` may: with every entry that bears on it, and with the day."""
    latest = max((session.scalar(select(func.max(EntryRow.seq)).where(EntryRow.kind == kind)) or 0) for kind in _BEARING)
    return latest, school.policy(session).day(at)


def key_of(session: Session, person: PersonId) -> bytes | None:
    """The wrapped key under which somebody's references are sealed."""
    return session.scalar(select(PersonKeyRow.wrapped).where(PersonKeyRow.person_id == person))


def pictures(session: Session) -> set[str]:
    """The vault names of all pictures kept with references."""
    return set(filter(None, session.scalars(select(TemplateRow.picture))))


def look_alikes(session: Session) -> dict[PersonId, frozenset[PersonId]]:
    """For everybody whom a machine takes for others: those others."""
    found: dict[PersonId, set[PersonId]] = {}
    for person, other in session.execute(select(LookAlikeRow.person_id, LookAlikeRow.other_id)):
        found.setdefault(PersonId(person), set()).add(PersonId(other))
    return {person: frozenset(others) for person, others in found.items()}


def watch_counts(session: Session, model: str, since: date) -> list[WatchCount]:
    """What people said of a model's proposals from a day on, by confidence."""
    sums = select(WatchRow.confidence, func.sum(WatchRow.confirmed), func.sum(WatchRow.rejected))
    grouped = sums.where(WatchRow.model == model, WatchRow.on >= since).group_by(WatchRow.confidence).order_by(WatchRow.confidence)
    return [WatchCount(Confidence(confidence), confirmed, rejected) for confidence, confirmed, rejected in session.execute(grouped)]


def precision(session: Session) -> Precision:
    """What people said of what the engine in force was sure of, since the day after recognition was last switched on."""
    counts = watch_counts(session, facts.in_force(session), watched_since(session))
    sure = [count for count in counts if count.confidence is Confidence.SURE]
    return Precision(sum(count.confirmed for count in sure), sum(count.rejected for count in sure))


def watched_since(session: Session) -> date:
    """The first day that counts: what was judged before somebody switched recognition on again is not held against it."""
    switches, policy = ledger.read(session, kind=entries.RecognitionSwitched.__name__), school.policy(session)
    return max((policy.day(entry.at) + timedelta(days=1) for entry in switches if _for_the_school(entry.body)), default=date.min)


def _for_the_school(body: entries.Body) -> bool:
    return isinstance(body, entries.RecognitionSwitched) and body.on and body.event is None and body.person is None


def _view(row: TemplateRow, wrapped: bytes) -> TemplateView:
    return TemplateView(PersonId(row.person_id), wrapped, row.sealed, row.quality, row.picture, row.lapses_on)
